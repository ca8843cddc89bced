import JSON
import TestSupport
import Testing

@Suite("Walking through JSON")
struct JSONStreamTests {
  /// What the stream came by, one short text each.
  private func walk(
    _ text: String, size: Int = 1 << 16, maximumValueSize: Int = JSONStream.maximumValueSize,
    choose: @escaping ([JSONStep], JSONShape) -> JSONChoice
  ) throws -> [String] {
    var stream = JSONStream(pieces(Array(text.utf8), of: [size]), maximumValueSize: maximumValueSize, choose: choose)
    var seen: [String] = []
    while let part = try stream.next() {
      switch part {
      case .entered(let path, let line): seen.append("\(name(path)) begins on \(line)")
      case .left(let path): seen.append("\(name(path)) ends")
      case .value(let path, let fragment):
        seen.append("\(name(path)) = \(String(decoding: fragment.bytes, as: UTF8.self)) on \(fragment.line)")
      case .oversized(let path, let line): seen.append("\(name(path)) too large on \(line)")
      }
    }
    return seen
  }

  private func name(_ path: [JSONStep]) -> String {
    path.reduce("$") { text, step in
      switch step {
      case .member(let name): text + "." + name
      case .element: text + "[]"
      }
    }
  }

  private let bundle = """
    {"id": "b",
     "objects": [
      {"a": "]}\\"", "b": [1, {}]},
      2 ,
      "x"
     ],
     "skipped": {"deep": [[["]"]]]}, "last": null}

    """

  private func choose(_ path: [JSONStep], _ shape: JSONShape) -> JSONChoice {
    switch path {
    case []: .enter
    case [.member("objects")]: .enter
    case [.member("skipped")]: .skip
    default: .take
    }
  }

  @Test("enters, takes and skips as it is told, whatever the pieces", arguments: [1, 2, 3, 7, 1 << 16])
  func choices(size: Int) throws {
    #expect(
      try walk(bundle, size: size, choose: choose) == [
        "$ begins on 1", "$.id = \"b\" on 1", "$.objects begins on 2",
        "$.objects[] = {\"a\": \"]}\\\"\", \"b\": [1, {}]} on 3",
        "$.objects[] = 2 on 4", "$.objects[] = \"x\" on 5", "$.objects ends", "$.last = null on 7", "$ ends",
      ])
  }

  @Test("takes one value after another, such as one object a line")
  func severalTexts() throws {
    #expect(
      try walk("\u{FEFF}{\"a\":1}\n\n{\"a\":2}{}\n 3 true\n", choose: { _, _ in .take }) == [
        "$ = {\"a\":1} on 1", "$ = {\"a\":2} on 3", "$ = {} on 3", "$ = 3 on 4", "$ = true on 4",
      ])
  }

  @Test("passes over values of any size and depth, and takes none above its bound")
  func bounds() throws {
    let deep = String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000)
    let text = "{\"skipped\":\(deep),\"objects\":[\(deep),1]}"
    #expect(
      try walk(text, size: 1000, maximumValueSize: 1000, choose: choose) == [
        "$ begins on 1", "$.objects begins on 1", "$.objects[] too large on 1", "$.objects[] = 1 on 1",
        "$.objects ends",
        "$ ends",
      ])
    #expect(throws: JSONError.self) { try walk(deep, choose: { _, _ in .enter }) }
    #expect(throws: JSONError.self) {
      try walk("{\"\(String(repeating: "n", count: 100_000))\":1}", choose: { _, _ in .enter })
    }
  }

  @Test(
    "says on which line the text is damaged",
    arguments: [
      ("{\"a\":1\n\"b\":2}", 2, "','"), ("{\"a\"\n1}", 2, "':'"), ("{\n1:2}", 2, "double quotes"),
      ("[1\n", 2, "inside an array"),
      ("{\"a\":1,\n", 2, "double quotes"), ("{\"a\":\n", 2, "where a value"), ("[\n\"abc", 2, "inside a value"),
      ("{\"a", 1, "inside"),
      ("{\"\\x\":1}", 1, "escape"), ("[{\"a\":[1,\n", 2, "inside"),
    ])
  func damage(text: String, line: Int, message: String) {
    do {
      let seen = try walk(text, choose: { path, _ in path.count < 1 ? .enter : .take })
      Issue.record("\(text) reads as \(seen)")
    } catch {
      let error = error as? JSONError
      #expect(error?.line == line)
      #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }
  }

  @Test("names a fault inside a value by its place in the whole text")
  func places() throws {
    var stream = JSONStream(pieces(Array("[1,\n{\"a\":\n tru}]".utf8), of: [4])) { path, _ in
      path.isEmpty ? .enter : .take
    }
    var faults: [JSONError] = []
    while let part = try stream.next() {
      guard case .value(_, let fragment) = part else { continue }
      do { _ = try fragment.value() } catch { faults.append(error) }
    }
    #expect(faults == [JSONError("expected a value", offset: 11, line: 3)])
  }

  @Test("walks to the same values as reading whole, whatever the pieces")
  func agreement() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let elements = (0..<Int.random(in: 0...6, using: &random)).map { _ in JSONValue.random(depth: 3, using: &random) }
      let text = JSONValue.array(elements).text(indented: .random(using: &random))
      let sizes = (0..<20).map { _ in Int.random(in: 1...9, using: &random) }
      var stream = JSONStream(pieces(Array(text.utf8), of: sizes)) { path, _ in path.isEmpty ? .enter : .take }
      var walked: [JSONValue] = []
      while let part = try stream.next() {
        if case .value(_, let fragment) = part { walked.append(try fragment.value()) }
      }
      #expect(walked == elements, "seed \(seed)")
    }
  }

  @Test("never stops or loops on bytes from a stranger")
  func fuzz() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("{}[]\",:\\u0aeE+-.tfn \n".utf8) + [0xFF, 0xC3, 0x00]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      _ = try? JSONValue(parsing: bytes)
      let choices: [JSONChoice] = (0..<8).map { _ in [.enter, .take, .skip].randomElement(using: &random) ?? .take }
      var stream = JSONStream(pieces(bytes, of: [3])) { path, _ in choices[min(path.count, 7)] }
      var parts = 0
      while (try? stream.next()) != nil {
        parts += 1
        if parts > 1000 { break }
      }
      #expect(parts <= 200, "seed \(seed)")
    }
  }
}
