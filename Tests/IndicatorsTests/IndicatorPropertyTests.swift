import Indicators
import TestSupport
import Testing

/// What holds for every text, tried with texts made of what indicators and their disguises are made of.
@Suite struct IndicatorPropertyTests {
  private static let pieces = [
    "evil", "example", "com", "198", "51", "0", "255", "2001", "db8", "http", "hxxp", "https", "://", "[://]", "[:]",
    ":", "::", "/",
    "[/]", "\\/", "\\", "\\.", ".", "[.]", "(.)", "{.}", "[dot]", "(dot)", "[", "]", "(", ")", "{", "}", "@", "[@]",
    "(at)", "[at]",
    " ", " . ", " [.] ", "?", "#", "&", "=", "%", "%2e", "%41", "%5B", "%zz", "..", "-", "_", "*", "xn--", "mnchen-3ya",
    "ü", "。", "\u{AD}",
    "\u{202E}", "\u{0}", "\"", "'", "<", ">", "`", "8080", "/24", "sha256:", "md5=", "d41d8cd98f00b204e9800998ecf8427e",
    "A", "Z", "~",
    "[[", "]]", "com]", "[com", "mailto:", "ftp", "fxp",
    "h00p", "meow", "file", "&amp;", "&#46;", ";", "255.0", "0x7f", "010", "①", "。", "-", "@SSL", "\\\\", " - ", "ß",
    "☃",
  ]

  private func randomText(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...9, using: &generator)).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }
      .joined()
  }

  @Test("a canonical value is its own canonical form, and so is what its defanged form reads as")
  func idempotent() throws {
    var generator = SeededGenerator(seed: freshSeed("idempotent"))
    var accepted = 0
    for _ in 0..<10_000 {
      let text = randomText(&generator)
      guard let indicator = try? Indicator(parsing: text) else { continue }
      accepted += 1
      #expect((try? Indicator(parsing: indicator.value)) == indicator, "\(text.debugDescription) → \(indicator)")
      #expect((try? Indicator(parsing: indicator.value, as: indicator.kind)) == indicator, "\(text.debugDescription)")
      #expect(
        (try? Indicator(parsing: indicator.defanged)) == indicator, "\(text.debugDescription) → \(indicator.defanged)")
      #expect(indicator.value.neutralised == indicator.value, "\(text.debugDescription)")
    }
    #expect(accepted > 100)
  }

  @Test("plausible URLs survive being defanged")
  func urls() throws {
    var generator = SeededGenerator(seed: freshSeed("urls"))
    for _ in 0..<2000 {
      let path = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        Self.pieces.randomElement(using: &generator) ?? ""
      }.joined()
      guard let url = try? Indicator(parsing: "https://evil.example/" + path, as: .url) else { continue }
      #expect((try? Indicator(parsing: url.value)) == url)
      #expect((try? Indicator(parsing: url.defanged)) == url, "\(url.defanged)")
      #expect(url.host == "evil.example")
    }
  }

  @Test("random bytes never crash the parser, whatever kind they are said to be")
  func noise() {
    var generator = SeededGenerator(seed: freshSeed("noise"))
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      for kind in IndicatorKind.allCases.map(Optional.some) + [nil] {
        if let indicator = try? Indicator(parsing: bytes[...], as: kind) {
          #expect((try? Indicator(parsing: indicator.value, as: indicator.kind)) == indicator, "\(bytes)")
        }
      }
    }
  }

  @Test("mixed and nested defanging of one name always reads as that name")
  func defangings() throws {
    var generator = SeededGenerator(seed: freshSeed("defangings"))
    let brackets = [
      ("[", "]"), ("(", ")"), ("{", "}"), ("[[", "]]"), ("[(", ")]"), ("({", "})"), ("\\[", "\\]"), ("[ ", " ]"),
    ]
    for _ in 0..<3000 {
      func dot() -> String {
        let (opening, closing) = brackets.randomElement(using: &generator) ?? ("[", "]")
        let content = [".", "dot", "DOT"].randomElement(using: &generator) ?? "."
        let form = [opening + content + closing, ".", "\\.", "[."].randomElement(using: &generator) ?? "."
        return Bool.random(using: &generator) && form != "[." && form != "\\." ? " \(form) " : form
      }
      let text = "a" + dot() + "evil" + dot() + "example"
      #expect((try? Indicator(parsing: text)) == Indicator(.domain, canonical: "a.evil.example"), "\(text)")
    }
  }
}
