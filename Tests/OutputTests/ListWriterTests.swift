import JSON
import Output
import Testing

private struct Item {
  var value: String
  var score: Int
  var labels: [String]
}

private let display = ListDisplay<Item>(
  fields: ["value", "score", "labels"],
  payload: { item in
    [
      "value": .string(item.value), "score": ScoreText(hundredths: item.score).json,
      "labels": .array(item.labels.map { .string($0) }),
    ]
  },
  columns: [
    Column("VALUE", minimumWidth: 10) { StyledText($0.value) },
    Column("SCORE", alignment: .trailing) { StyledText(ScoreText(hundredths: $0.score).aligned) },
    Column("LABELS", style: .dim, priority: 1, minimumWidth: 6) { StyledText($0.labels.joined(separator: ", ")) },
  ])

private let items = [
  Item(value: "evil.example", score: 9250, labels: ["c2", "phishing"]), Item(value: "=1+1", score: 0, labels: []),
  Item(value: "a\u{1B}[2Jb", score: 1234, labels: ["@x"]),
]

@Suite("List writer")
struct ListWriterTests {
  private func write(_ items: [Item], _ format: OutputFormat, _ terminal: Terminal) throws -> String {
    let sink = MemorySink()
    var writer = ListWriter(format: format, terminal: terminal, display: display, to: sink)
    for item in items { try writer.write(item) }
    try writer.finish()
    #expect(sink.flushes > 0)
    return sink.text
  }

  @Test("an empty answer", arguments: zip(OutputFormat.allCases, ["", "[]\n", "", "value,score,labels\r\n"]))
  func empty(format: OutputFormat, text: String) throws {
    #expect(try write([], format, .pipe) == text)
    #expect(try write([], format, .color) == text)
  }

  @Test("a list in a pipe", arguments: OutputFormat.allCases)
  func pipe(format: OutputFormat) throws {
    try expectSnapshot(try write(items, format, .pipe), named: "list-pipe-\(format)")
  }

  @Test("a list on a terminal", arguments: OutputFormat.allCases)
  func terminal(format: OutputFormat) throws {
    let text = try write(items, format, .color)
    try expectSnapshot(text, named: "list-terminal-\(format)")
    #expect(!text.contains("\u{1B}[2J"))
  }

  @Test("the JSON of a list is one value with every item, on a terminal and in a pipe", arguments: [0, 1, 2, 1203])
  func json(count: Int) throws {
    let many = (0..<count).map { Item(value: "h\($0).example", score: $0, labels: []) }
    for terminal in [Terminal.pipe, .color] {
      let value = try JSONValue(parsing: try write(many, .json, terminal))
      #expect(value.array?.map { $0["value"]?.string } == many.map(\.value))
    }
  }

  @Test("NDJSON has one value a line", arguments: [1, 1203])
  func ndjson(count: Int) throws {
    let many = (0..<count).map { Item(value: "h\($0)\n.example", score: $0, labels: []) }
    let lines = try write(many, .ndjson, .pipe).split(separator: "\n")
    #expect(try lines.map { try JSONValue(parsing: String($0))["value"]?.string } == many.map(\.value))
  }

  @Test("a long table has its titles once and every row")
  func longTable() throws {
    let many = (0..<1203).map { Item(value: "h\($0).example", score: $0, labels: []) }
    let lines = try write(many, .table, .pipe).split(separator: "\n")
    #expect(lines.count == 1204)
    #expect(lines.filter { $0.hasPrefix("VALUE") }.count == 1)
  }

  @Test("rows go out while the list is being written", arguments: OutputFormat.allCases)
  func streaming(format: OutputFormat) throws {
    let sink = MemorySink()
    var writer = ListWriter(format: format, terminal: .pipe, display: display, to: sink)
    try writer.write(items[0])
    try writer.flush()
    #expect(sink.text.contains("evil.example"))
    for _ in 0..<499 { try writer.write(items[0]) }
    let before = sink.text.utf8.count
    for _ in 0..<2 { try writer.write(items[0]) }
    #expect(sink.text.utf8.count > before)
  }
}
