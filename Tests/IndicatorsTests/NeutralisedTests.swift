import Indicators
import Testing

@Suite struct NeutralisedTests {
  @Test(
    "what commands a terminal or turns text around is shown instead of obeyed",
    arguments: [
      ("evil\u{1B}[31m", "evil\\u{1b}[31m"), ("a\u{202E}b", "a\\u{202e}b"), ("a\nb\tc\r", "a\\u{a}b\\u{9}c\\u{d}"),
      ("\u{9B}31m", "\\u{9b}31m"), ("a\u{200B}b", "a\\u{200b}b"), ("\u{0}", "\\u{0}"), ("\u{2028}", "\\u{2028}"),
      ("\u{E000}", "\\u{e000}"), ("\u{7F}", "\\u{7f}"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
    ])
  func harmful(text: String, shown: String) {
    #expect(text.neutralised == shown)
    #expect(shown.neutralised == shown)
  }

  @Test("ordinary text comes back unchanged", arguments: ["", "evil.example", "München 東京 é 💩", "C:\\a"])
  func ordinary(text: String) {
    #expect(text.neutralised == text)
  }

  @Test(
    "the defanged form",
    arguments: [
      ("https://u@evil.example:81/a.b?c", "hxxps[://]u@evil[.]example:81/a.b?c"),
      ("198.51.100.7", "198[.]51[.]100[.]7"),
      ("2001:db8::1", "2001[:]db8[:][:]1"), ("a.b@evil.example", "a.b[@]evil[.]example"),
      ("198.51.100.0/24", "198[.]51[.]100[.]0/24"),
      ("d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"),
      ("ftp://evil.example/", "fxp[://]evil[.]example/"),
      ("tcp://198.51.100.7:443", "tcp[://]198[.]51[.]100[.]7:443"),
    ])
  func defanged(text: String, defanged: String) throws {
    #expect(try Indicator(parsing: text).defanged == defanged)
  }
}
