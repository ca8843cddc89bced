import Output
import Testing

@Suite("Messages")
struct MessagesTests {
  private func say(_ terminal: Terminal = .screen(80), isQuiet: Bool = false, _ body: (Messages) -> Void) -> String {
    let sink = MemorySink()
    body(Messages(terminal: terminal, isQuiet: isQuiet, to: sink))
    return sink.text
  }

  private func everything(_ messages: Messages) {
    messages.note("took in 1,234 lines")
    messages.warning("the clock is 3 min behind the log", remedy: "set the clock")
    messages.error(
      "expected ',' or '}' in an object", at: "feed.json, line 3", remedy: "repair the file\nor leave the line out")
  }

  @Test("an error says what happened, where, and what to do")
  func layout() throws {
    try expectSnapshot(say { everything($0) }, named: "messages")
    try expectSnapshot(say(.color) { everything($0) }, named: "messages-color")
    try expectSnapshot(say(.screen(80, isUTF8: false)) { everything($0) }, named: "messages-ascii")
  }

  @Test("quiet leaves the notes out and nothing else")
  func quiet() {
    let text = say(isQuiet: true) { everything($0) }
    #expect(!text.contains("took in"))
    #expect(text.contains("warning:") && text.contains("error:"))
  }

  @Test("text of strangers cannot pass for a message or steer the terminal")
  func hostile() {
    let text = say { $0.error("bad line\nerror: all is well\r\u{1B}[2J", at: "a\nb", remedy: "") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines == ["error: bad line", "  error: all is well", "  \\x1b[2J", "  at a\\nb", "  → ", ""])
  }
}
