import JSON
import TestSupport
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
  @Test(
    "writes every kind of value",
    arguments: [
      (nil, "null"), (true, "true"), (-5, "-5"), (.number(0.1), "0.1"), (.number(-0.0), "0"), (.number(5), "5"),
      (.number(1e21), "1e+21"),
      (.number(.leastNonzeroMagnitude), "5e-324"), (.number(.infinity), "null"),
      (.number(.nan), "null"),
      (.number(Double(Int64.min)), "-9.223372036854776e+18"),
      (.integer(.min), "-9223372036854775808"),
      ([], "[]"), ([:], "{}"), ([1, ["a": "b"]], #"[1,{"a":"b"}]"#),
    ] as [(JSONValue, String)])
  func values(value: JSONValue, text: String) {
    #expect(value.text() == text)
  }

  @Test("indents by two spaces a level")
  func indentation() {
    let value: JSONValue = ["a": [1, 2], "b": [:], "c": []]
    #expect(value.text(indented: true) == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": []\n}")
  }

  @Test("escapes what would act on a terminal, a page or the reading direction, and nothing else")
  func escapes() {
    let text = "a\"\\\n\r\t\u{0}\u{1B}[31m\u{7F}\u{85}\u{9F}\u{2028}\u{202E}\u{2067}\u{200F}é€😀\u{A0}"
    #expect(
      JSONValue.string(text).text()
        == #""a\"\\\n\r\t\u0000\u001b[31m\u007f\u0085\u009f\u2028\u202e\u2067\u200fé€😀"# + "\u{A0}\"")
  }

  @Test("what was written reads back the same")
  func roundTrip() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let value = JSONValue.random(depth: 4, using: &random)
      #expect(try JSONValue(parsing: value.text()) == value, "seed \(seed)")
      #expect(try JSONValue(parsing: value.text(indented: true)) == value, "seed \(seed)")
    }
  }
}
