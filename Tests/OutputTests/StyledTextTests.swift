import Testing

@testable import Output

@Suite("Styled text")
struct StyledTextTests {
  @Test("styles show on a terminal with colour and nowhere else")
  func styles() {
    let text = StyledText("92.5 ", .bold) + StyledText("malicious", .verdict("malicious")) + " ok"
    #expect(text.rendered(for: .color) == "\u{1B}[1m92.5 \u{1B}[0m\u{1B}[31mmalicious\u{1B}[0m ok")
    #expect(text.rendered(for: .screen(80)) == "92.5 malicious ok")
    #expect(text.rendered(for: .pipe) == "92.5 malicious ok")
  }

  @Test("hostile text has no escape sequence of its own")
  func hostile() {
    #expect(StyledText("\u{1B}[31mred", .red).rendered(for: .color) == "\u{1B}[31m\\x1b[31mred\u{1B}[0m")
    let interpolated: StyledText = "label \("\u{1B}c")"
    #expect(interpolated.plain == "label \\x1bc")
  }

  @Test(
    "text is cut at a character, never inside one",
    arguments: [
      ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 4, "漢…"), ("漢字", 1, "…"),
      ("ab", 0, ""), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
  func truncation(text: String, columns: Int, cut: String) {
    #expect(StyledText(text).truncated(to: columns, ellipsis: "…").plain == cut)
  }

  @Test("the cut keeps the styles")
  func truncationStyle() {
    let text = StyledText("abc", .red) + StyledText("def", .cyan)
    #expect(text.truncated(to: 5, ellipsis: "~") == StyledText("abc", .red) + StyledText("d~", .cyan))
  }

  @Test(
    "long text is broken at spaces, and inside words where it must be",
    arguments: [
      ("one two three", 7, ["one two", "three"]), ("one two", 7, ["one two"]), ("abcdefgh", 3, ["abc", "def", "gh"]),
      ("a  bcd", 3, ["a", "bcd"]), ("漢字漢", 3, ["漢", "字", "漢"]), ("漢字", 1, ["漢", "字"]), ("", 5, [""]),
      ("ab cdefgh i", 4, ["ab", "cdef", "gh i"]),
    ])
  func wrapping(text: String, columns: Int, lines: [String]) {
    #expect(StyledText(text).wrapped(to: columns).map(\.plain) == lines)
  }

  @Test("a text of 200,000 characters is wrapped in linear time")
  func wrappingLong() {
    let text = StyledText(String(repeating: "abc ", count: 50_000))
    #expect(text.wrapped(to: 40).count == 5_000)
  }
}
