import JSON
import Testing

@testable import VendorSimulation

struct JSONStyleTests {
  static let value: JSONValue = ["a": [1, .number(2.5), nil], "b": "x/<é>\u{1F600}&\"", "c": [], "d": [:]]

  @Test(
    "each style writes as its server does",
    arguments: [
      (JSONStyle.compact, #"{"a":[1,2.5,null],"b":"x/<é>😀&\"","c":[],"d":{}}"#),
      (.python, #"{"a": [1, 2.5, null], "b": "x/<\u00e9>\ud83d\ude00&\"", "c": [], "d": {}}"#),
      (.php, #"{"a":[1,2.5,null],"b":"x\/<\u00e9>\ud83d\ude00&\"","c":[],"d":{}}"#),
      (.go, #"{"a":[1,2.5,null],"b":"x/\u003cé\u003e😀\u0026\"","c":[],"d":{}}"#),
      (
        .indented,
        "{\n    \"a\": [\n        1,\n        2.5,\n        null\n    ],\n    \"b\": \"x/<é>😀&\\\"\",\n    \"c\": [],\n    \"d\": {}\n}"
      ),
    ])
  func text(style: JSONStyle, expected: String) throws {
    #expect(style.text(of: Self.value) == expected)
    #expect(try JSONValue(parsing: expected) == Self.value)
  }
}
