import Testing
@testable import YAML

@Suite("A YAML text")
struct YAMLNodeTests {
  @Test("becomes values with the lines they start on, in the order of the text")
  func values() throws {
    let text = "%YAML 1.1\n---\n# a comment\nb: [1, 'two']\na:\n  c: |\n    three\n    lines\n  d: {}\n...\n"
    let root = try #require(try YAMLNode.parse(text))
    #expect(root.line == 4)
    guard case .mapping(let members) = root.content else { Issue.record("no mapping: \(root)"); return }
    #expect(members.map(\.name) == ["b", "a"])
    #expect(members.map(\.line) == [4, 5])
    #expect(
      members[0].value
        == YAMLNode(
          line: 4,
          content: .sequence([
            YAMLNode(line: 4, content: .scalar("1", isQuoted: false)),
            YAMLNode(line: 4, content: .scalar("two", isQuoted: true)),
          ])))
    guard case .mapping(let inner) = members[1].value.content else { Issue.record("no mapping"); return }
    #expect(inner[0].value.content == .scalar("three\nlines\n", isQuoted: true))
    #expect(inner[1].value == YAMLNode(line: 9, content: .mapping([])))
  }

  @Test("leaves every plain value a text: no Norway problem, no octal numbers", arguments: ["no", "012", "~", "1:30"])
  func plain(text: String) throws {
    #expect(try YAMLNode.parse(text)?.content == .scalar(text, isQuoted: false))
  }

  @Test("with nothing in it is nothing", arguments: ["", "\n\n", "# only a comment", "\u{FEFF}"])
  func empty(text: String) throws {
    #expect(try YAMLNode.parse(text) == nil)
  }

  @Test("keeps every character beyond ASCII, whatever the line breaks")
  func unicode() throws {
    let root = try #require(try YAMLNode.parse("\u{FEFF}näme: ‘日本’ 🦅\r\nb: x\r\n"))
    guard case .mapping(let members) = root.content else { Issue.record("no mapping: \(root)"); return }
    #expect(members.map(\.name) == ["näme", "b"])
    #expect(members[0].value.content == .scalar("‘日本’ 🦅", isQuoted: false))
    #expect(members[1].line == 2)
  }

  @Test(
    "that is more than plain data is refused with its line",
    arguments: [
      ("a: 1\nb: &x 2\n", 2, "anchor"), ("a: 1\nb: &x [2]\n", 2, "anchor"), ("- 1\n- &x {a: b}\n", 2, "anchor"),
      ("a: 1\nb: *x\n", 2, "alias"), ("a: 1\n*x : 2\n", 2, "alias"), ("a: 1\nb: !!int 2\n", 2, "tag"),
      ("a: 1\n? [b]\n: 2\n", 2, "a name is a list"), ("a: 1\nb: 2\na: 3\n", 3, "twice"),
      ("a: 1\n---\nb: 2\n", 2, "another document"),
      ("a:\n  b: \(String(repeating: "[", count: 15))\(String(repeating: "]", count: 15))\n", 2, "nested"),
    ])
  func refused(text: String, line: Int, problem: String) throws {
    let error = try #require(throws: YAMLError.self) { try YAMLNode.parse(text) }
    #expect(error.line == line)
    #expect(error.problem.contains(problem), "\(error)")
    #expect(!error.remedy.isEmpty)
  }

  @Test("may be nested so deeply and no deeper")
  func depth() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(try YAMLNode.parse(nested(YAMLNode.maximumDepth)) != nil)
    #expect(throws: YAMLError.self) { try YAMLNode.parse(nested(YAMLNode.maximumDepth + 1)) }
  }

  @Test(
    "that is damaged names the line, and never repeats the text",
    arguments: [
      ("a: 1\nb: [s3cret\n", 3), ("a: 1\nb: \"s3cret\n", 3), ("a: s3cret\n\tb: s3cret\n", 2),
      ("a: 1\ns3cret\u{7}\n", 2),
      ("a: 1\ns3cret: {s3cret\n  ]\n", 3), ("a: 1\ns3cret: 1\ns3cret: 2\n", 3), ("%s3cret\n---\na", 1),
      ("a: 1\n%TAG ! s3cret\n", 3), ("a: @s3cret", 1),
    ])
  func damaged(text: String, line: Int) throws {
    let error = try #require(throws: YAMLError.self) { try YAMLNode.parse(text) }
    #expect(error.line == line, "\(error)")
    #expect(!(error.problem + error.remedy).contains("s3cret"))
  }
}
