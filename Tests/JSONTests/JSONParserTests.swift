import JSON
import Testing

@Suite("Reading JSON")
struct JSONParserTests {
  @Test(
    "reads every kind of value",
    arguments: [
      ("null", .null), (" true\n", .bool(true)), ("\tfalse\r\n", .bool(false)), ("0", .integer(0)), ("-0", .integer(0)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5", .number(1.5)), ("-2e3", .number(-2000)),
      ("1E-2", .number(0.01)), ("1e-400", .number(0)), ("\"\"", ""), ("[]", []), ("{}", [:]),
      ("[1,[2],{\"a\":null}]", [1, [2], ["a": nil]]),
      ("{\"b\":1,\"a\":2}", ["b": 1, "a": 2]),
      ("\u{FEFF}{}", [:]),
    ] as [(String, JSONValue)])
  func values(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test(
    "reads every escape",
    arguments: [
      (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
      (#""\u0041\u00e9\u20AC""#, "Aé€"),
      (#""\ud83d\ude00""#, "😀"),
      (#""\uD83D\uDE00!""#, "😀!"),
      (#""\u0000""#, "\u{0}"),
      ("\"\u{7F}é😀\"", "\u{7F}é😀"),
    ])
  func escapes(text: String, meaning: String) throws {
    #expect(try JSONValue(parsing: text) == .string(meaning))
  }

  @Test(
    "reads half a surrogate pair as U+FFFD",
    arguments: [
      (#""\ud83d""#, "\u{FFFD}"), (#""\ude00""#, "\u{FFFD}"), (#""\ud83dx""#, "\u{FFFD}x"),
      (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
      (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
    ])
  func surrogates(text: String, meaning: String) throws {
    #expect(try JSONValue(parsing: text) == .string(meaning))
  }

  @Test("repairs bytes that are not UTF-8, inside strings only")
  func invalidUTF8() throws {
    let value = try JSONValue(parsing: [0x22, 0x61, 0xFF, 0xC3, 0x22])
    #expect(value == .string("a\u{FFFD}\u{FFFD}"))
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0xFF]) }
  }

  @Test(
    "names the line of a fault",
    arguments: [
      ("", 1, "ends where a value"), ("  \n ", 2, "ends where a value"), ("[1,\n2,\n]", 3, "expected a value"),
      ("{\"a\" 1}", 1, "':'"), ("{a:1}", 1, "double quotes"), ("{\"a\":1,}", 1, "double quotes"), ("[1 2]", 1, "','"),
      ("{\"a\":1 \"b\":2}", 1, "','"), ("01", 1, "nothing more"), ("1.", 1, "digit"), ("-", 1, "digit"),
      (".5", 1, "value"),
      ("+1", 1, "value"), ("1e", 1, "digit"), ("1e400", 1, "beyond all bounds"), ("tru", 1, "value"),
      ("nul", 1, "value"),
      ("NaN", 1, "value"), ("'a'", 1, "value"), ("\"a", 1, "inside a string"), ("\"a\nb\"", 1, "control character"),
      ("\"\u{1}\"", 1, "control character"), (#""\x""#, 1, "escape"), (#""\u12g4""#, 1, "hexadecimal"),
      (#""\u12"#, 1, "inside a string"), (#""\u１２３４""#, 1, "hexadecimal"), (#""\"#, 1, "inside a string"),
      ("[\n[", 2, "ends where a value"), ("{\"a\":\n", 2, "ends where a value"), ("{\"a\"\n", 2, "':'"),
      ("1 2", 1, "nothing more"), ("{} x", 1, "nothing more"), ("[1,\n\n\u{0}]", 3, "value"),
    ])
  func faults(text: String, line: Int, message: String) {
    do {
      let value = try JSONValue(parsing: text)
      Issue.record("\(text) reads as \(value)")
    } catch {
      #expect(error.line == line)
      #expect(error.message.contains(message), "\(error)")
      #expect((0...text.utf8.count).contains(error.offset))
    }
  }

  @Test("refuses nesting beyond the bound, and nothing below it")
  func depth() throws {
    func nested(_ levels: Int, _ open: String, _ close: String) -> String {
      String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
    }
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      _ = try JSONValue(parsing: nested(JSONValue.maximumDepth, open, close))
      #expect(throws: JSONError.self) { try JSONValue(parsing: nested(JSONValue.maximumDepth + 1, open, close)) }
      #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: open, count: 1_000_000)) }
    }
  }

  @Test("keeps a name that is written twice, and answers with the last")
  func duplicateNames() throws {
    let value = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#)
    #expect(value["a"] == 3)
    #expect(value.object?.members.map(\.name) == ["a", "b", "a"])
    #expect(value.text() == #"{"a":1,"b":2,"a":3}"#)
  }

  @Test("gives the same value for bytes in one piece and bytes from a sequence")
  func sequences() throws {
    let text = #"{"a":["é",1.5]}"#
    let bytes = Array(text.utf8)
    #expect(try JSONValue(parsing: bytes) == JSONValue(parsing: AnySequence(bytes)))
    #expect(try JSONValue(parsing: bytes[...]) == JSONValue(parsing: text))
  }

  @Test("reads numbers and texts the way vendors write them")
  func leniency() throws {
    let value = try JSONValue(
      parsing: #"{"a":"120","b":120.0,"c":1.5,"d":"0.972","e":"x","f":1e300,"g":"nan","h":"inf"}"#)
    #expect(value["a"]?.integer == 120)
    #expect(value["b"]?.integer == 120)
    #expect(value["c"]?.integer == nil)
    #expect(value["f"]?.integer == nil)
    #expect(value["d"]?.double == 0.972)
    #expect(value["e"]?.double == nil && value["e"]?.integer == nil)
    #expect(value["g"]?.double == nil && value["h"]?.double == nil)
    #expect(value[path: "a", "b"] == nil)
  }
}
