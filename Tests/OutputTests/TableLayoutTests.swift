import Testing

@testable import Output

@Suite("Table layout")
struct TableLayoutTests {
  private func layout(_ rows: [[StyledText]], _ shapes: [ColumnShape], _ terminal: Terminal) -> [StyledText] {
    var layout = TableLayout(shapes, terminal: terminal)
    layout.widen(for: rows)
    return layout.lines(rows, withTitles: true)
  }

  private func shape(
    _ title: String, _ alignment: Alignment = .leading, priority: Int = 0, minimum: Int? = nil
  ) -> ColumnShape {
    ColumnShape(
      title: StyledText(title), alignment: alignment, style: .plain, priority: priority, minimumWidth: minimum)
  }

  private var list: [ColumnShape] {
    [
      shape("VALUE", minimum: 12), shape("SCORE", .trailing), shape("VERDICT"),
      shape("SOURCES", priority: 1, minimum: 8),
      shape("LAST SEEN", priority: 2),
    ]
  }

  private let rows: [[StyledText]] = [
    ["evil.example", "92.50", "malicious", "virustotal, abuseipdb", "3 days ago"],
    ["https://very-long.example/with/a/path/that/goes/on", "7.00", "unknown", "feed", "just now"],
    ["漢字.example", "100.00", "malicious", "", "in 2 hours"],
  ]

  @Test("a table in a terminal of each width", arguments: [100, 80, 60, 44, 30, 10])
  func widths(width: Int) throws {
    try expectSnapshot(joined(layout(rows, list, .screen(width))), named: "table-\(width)")
  }

  @Test("nothing is cut in a pipe")
  func pipe() throws {
    try expectSnapshot(joined(layout(rows, list, .pipe)), named: "table-pipe")
  }

  @Test("no line is wider than a terminal that has room for the essential columns", arguments: [30, 44, 60, 80, 100])
  func fits(width: Int) {
    for line in layout(rows, list, .screen(width)) { #expect(line.width <= width) }
  }

  @Test("one huge cell in a pipe is whole and does not pad the others")
  func huge() {
    let lines = layout(
      [[StyledText(String(repeating: "x", count: 100_000)), "1"], ["y", "2"]], [shape("A"), shape("B")], .pipe)
    #expect(lines[1].width == 100_003)
    #expect(lines[2].width < 200)
  }

  @Test("any text keeps the columns aligned and lets no control byte through", arguments: HostileText.seeds)
  func alignment(texts: HostileText) {
    var texts = texts
    for _ in 0..<60 {
      let cells = (0..<6).map { _ in [StyledText(texts.next()), StyledText("|"), StyledText(texts.next())] }
      let width = 10 + texts.number(below: 80)
      let shapes = [shape("A", minimum: 2), shape("B"), shape("C", .trailing, minimum: 2)]
      let lines = layout(cells, shapes, .screen(width))
      #expect(lines.count == 7)
      let bars = lines.dropFirst().map { line in
        let text = line.plain
        // Only the middle column is a bar between two gaps; the cells' own bars are not generated that way.
        return text.ranges(of: "  |").map { DisplayWidth.of(String(text[..<$0.lowerBound])) }
      }
      let shared = bars.dropFirst().reduce(Set(bars[0])) { $0.intersection($1) }
      #expect(!shared.isEmpty, "\(texts.testDescription), width \(width)")
      for line in lines {
        #expect(line.width <= width, "\(texts.testDescription), width \(width): \(line.plain)")
        let text = line.rendered(for: .screen(width))
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
      }
    }
  }
}
