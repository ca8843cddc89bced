import JSON
import Output
import Testing

@Suite("Object writer")
struct ObjectWriterTests {
  private let answer: JSONValue = [
    "indicator": ["kind": "domain", "value": "evil.example", "labels": ["c2", "=x"], "tlp": nil],
    "score": ["value": .number(92.5), "verdict": "malicious"],
    "signals": ["virustotal.malicious": 12],
    "contributions": [["source": "virustotal", "points": .number(60.25)], ["source": "a,b", "points": -3]],
    "empty": [:],
  ]

  private func write(_ format: OutputFormat, _ rows: ObjectWriter.Rows = .flattened) throws -> String {
    let sink = MemorySink()
    try ObjectWriter(format: format, terminal: .pipe, to: sink).write(answer, rows: rows) { _ in
      [StyledText("evil.example", .bold), "score 92.5"]
    }
    return sink.text
  }

  @Test("an object in each format", arguments: OutputFormat.allCases)
  func formats(format: OutputFormat) throws {
    try expectSnapshot(try write(format), named: "object-\(format)")
  }

  @Test("JSON and NDJSON say the same")
  func same() throws {
    #expect(try JSONValue(parsing: try write(.json)) == answer)
    let line = try write(.ndjson)
    #expect(try JSONValue(parsing: line) == answer)
    #expect(line.filter(\.isNewline).count == 1)
  }

  @Test("CSV of chosen members, also of members that are not there")
  func fields() throws {
    let rows = ObjectWriter.Rows.fields(["indicator.value", "score.value", "signals.virustotal.malicious", "nope.x"])
    #expect(
      try write(.csv, rows)
        == "indicator.value,score.value,signals.virustotal.malicious,nope.x\r\nevil.example,92.5,12,\r\n")
  }

  @Test("CSV with a row for each element")
  func elements() throws {
    let rows = ObjectWriter.Rows.elements(of: "contributions", fields: ["source", "points"])
    #expect(try write(.csv, rows) == "source,points\r\nvirustotal,60.25\r\n\"a,b\",-3\r\n")
    #expect(try write(.csv, .elements(of: "score", fields: ["source"])) == "source\r\n")
  }
}
