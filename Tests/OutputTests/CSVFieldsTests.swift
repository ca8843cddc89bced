import JSON
import Testing

@testable import Output

@Suite("CSV fields")
struct CSVFieldsTests {
  private func field(_ value: JSONValue, isForTerminal: Bool = false) -> String {
    let line = CSVFields(["x"], isForTerminal: isForTerminal).row(["x": value])
    return String(line.dropLast())
  }

  @Test(
    "values of each type",
    arguments: [
      (nil, ""), (true, "true"), (-5, "-5"), (.number(-0.25), "-0.25"), ("plain text", "plain text"),
      (["a", "b"], "\"a;b\""), ([1, [2, 3], ["k": 4]], "\"1;[2,3];{\"\"k\"\":4}\""), ([], ""),
      (["k": [1]], "\"{\"\"k\"\":[1]}\""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
      ("a;b", "\"a;b\""),
      ("a\r\nb", "\"a\r\nb\""),
    ] as [(JSONValue, String)])
  func types(value: JSONValue, text: String) {
    #expect(field(value) == text)
  }

  @Test(
    "a field that a spreadsheet would run gets an apostrophe",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-cmd", "'-cmd"), ("@SUM(A1)", "'@SUM(A1)"), ("-5", "-5"), ("-5.25", "-5.25"),
      ("-5.", "'-5."), ("-", "'-"), ("-1-1", "'-1-1"), ("-.5", "'-.5"), ("＝1", "'＝1"), ("a=1", "a=1"),
      ("-5\n", "\"'-5\n\""),
    ])
  func injection(text: String, safe: String) {
    #expect(field(.string(text)) == safe)
    #expect(field(.string("\t" + text)).hasPrefix("\"'\t"))
    #expect(field(.string("\r" + text)).hasPrefix("\"'\r"))
  }

  @Test("the elements of an array are guarded one by one")
  func elements() {
    #expect(field(["ok", "=1", "-7"]) == "\"ok;'=1;-7\"")
  }

  @Test("no field can steer a terminal, in a pipe either, but there line ends and directions stay")
  func terminal() {
    #expect(field("\u{1B}c\u{202E}\n", isForTerminal: true) == "\\x1bc\\u{202e}\\n")
    #expect(field("\u{1B}c\u{9B}\u{7F}\0") == "\\x1bc\\x9b\\x7f\\x00")
    #expect(field("a\tb\u{202E}\r\nc") == "\"a\tb\u{202E}\r\nc\"")
  }

  @Test("what is written reads back the same, with the apostrophe and visible controls", arguments: HostileText.seeds)
  func roundTrip(texts: HostileText) {
    var texts = texts
    for _ in 0..<300 {
      let values = (0..<3).map { _ in texts.next() }
      let fields = CSVFields(["a", "b", "c"], isForTerminal: false)
      let records = readCSV(fields.header + fields.row(values: values.map { .string($0) }))
      #expect(records?.count == 2 && records?.first == ["a", "b", "c"], "\(texts.testDescription)")
      for (got, value) in zip(records?.last ?? [], values) {
        let value = value.withControlsEscaped
        let same = Array(got.utf8) == Array(value.utf8)
        let starters: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
        if let first = value.unicodeScalars.first, starters.contains(first) {
          #expect(Array(got.utf8) == Array(("'" + value).utf8), "\(texts.testDescription): \(value)")
        } else {
          #expect(same, "\(texts.testDescription): \(value)")
        }
      }
    }
  }

  @Test("names with dots are found, as a member or as a path")
  func paths() {
    let value: JSONValue = ["a.b": 1, "a": ["b": 2, "c.d": ["e": 3]], "x": ["y": 4]]
    #expect(CSVFields.value(at: "a.b", in: value) == 1)
    #expect(CSVFields.value(at: "a.c.d.e", in: value) == 3)
    #expect(CSVFields.value(at: "x.y", in: value) == 4)
    #expect(CSVFields.value(at: "x.y.z", in: value) == nil)
    #expect(CSVFields.value(at: "", in: value) == nil)
    #expect(CSVFields.value(at: "...", in: value) == nil)
  }
}
