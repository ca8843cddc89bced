import Testing

/// Texts of the kinds that break tables, from a seed that a failing test prints.
struct HostileText: CustomTestStringConvertible {
  private var state: UInt64
  let seed: UInt64

  init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  static let seeds = (0..<8).map { _ in HostileText(seed: UInt64.random(in: .min ... .max)) } + [HostileText(seed: 1)]

  var testDescription: String { "seed \(seed)" }

  /// SplitMix64.
  mutating func number(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  mutating func next() -> String {
    var text = ""
    for _ in 0..<number(below: 24) { text += piece() }
    return text
  }

  private mutating func piece() -> String {
    let pieces = [
      "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{9B}31m", "\r", "\n", "\r\n", "\t", "\0", "\u{7F}", "\u{202E}", "\u{2066}",
      "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{AD}", "\u{2028}", "e\u{301}", "\u{301}", "漢字", "ｱ", "！", "한글", "👩‍👩‍👧", "👍🏽",
      "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "1️⃣", "كلمة", "नि", "=", "-", "+", "@", "\"", ",", ";", "'", " ", "a", "evil.example", "|", "`",
      "\\",
      "<", ">", "\u{1A55}",
    ]
    if number(below: 3) > 0 { return pieces[number(below: pieces.count)] }
    return Unicode.Scalar(UInt32(number(below: 0x110000))).map { String(Character($0)) } ?? "\u{FFFD}"
  }
}
