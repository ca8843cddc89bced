import Output
import Testing

@Suite("Neutralised text")
struct NeutralisedTests {
  @Test(
    "what could steer a terminal or hide becomes visible",
    arguments: [
      ("\u{1B}[2J", "\\x1b[2J"), ("a\nb", "a\\nb"), ("a\r\nb", "a\\r\\nb"), ("\t", "\\t"), ("\0", "\\x00"),
      ("\u{7F}", "\\x7f"), ("\u{9B}31m", "\\x9b31m"), ("\u{85}", "\\x85"),
      ("evil\u{202E}gpj.exe", "evil\\u{202e}gpj.exe"),
      ("a\u{2066}b\u{2069}", "a\\u{2066}b\\u{2069}"), ("a\u{200B}b", "a\\u{200b}b"), ("a\u{200D}b", "a\\u{200d}b"),
      ("\u{FEFF}a", "\\u{feff}a"), ("a\u{AD}b", "a\\xadb"), ("a\u{2028}b", "a\\u{2028}b"), ("\u{3164}", "\\u{3164}"),
      ("\u{E0041}", "\\u{e0041}"), ("\u{E000}", "\\u{e000}"), ("\u{378}", "\\u{378}"), ("\u{FFFF}", "\\u{ffff}"),
      ("\u{E0100}", "\\u{e0100}"), ("a\u{FE0F}", "a\\u{fe0f}"),
    ])
  func steering(text: String, visible: String) {
    #expect(text.neutralised == visible)
  }

  @Test(
    "ordinary text in any script stays as it is",
    arguments: ["", "evil.example", "漢字", "e\u{301}", "한글", "👍🏽", "🇩🇪", "नि", "كلمة", "https://x.example/?a=b&c=%20"])
  func ordinary(text: String) {
    #expect(Array(text.neutralised.unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test("the emoji look of a character is left out, because terminals do not agree on its width")
  func emojiLook() {
    #expect(Array("❤\u{FE0F}1\u{FE0F}\u{20E3}".neutralised.unicodeScalars) == ["❤", "1", "\u{20E3}"])
  }

  @Test("marks without a letter and piles of marks are spelled out")
  func piles() {
    #expect("\u{301}a".neutralised == "\\u{301}a")
    let pile = ("a" + String(repeating: "\u{301}", count: 8)).neutralised
    #expect(pile.unicodeScalars.filter { $0 == "\u{301}" }.count == 6)
    #expect(pile.hasSuffix("\\u{301}\\u{301}"))
  }

  @Test("no control byte and no invisible character is left of any text", arguments: HostileText.seeds)
  func nothingLeft(texts: HostileText) {
    var texts = texts
    for _ in 0..<500 {
      let text = texts.next()
      for scalar in text.neutralised.unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value), "\(texts.testDescription): \(text)")
        #expect(!scalar.properties.isDefaultIgnorableCodePoint, "\(texts.testDescription): \(text)")
      }
      #expect(text.neutralised.neutralised == text.neutralised, "\(texts.testDescription): \(text)")
    }
  }
}
