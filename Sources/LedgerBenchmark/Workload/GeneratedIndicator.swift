import Indicators

extension Indicator {
  /// The indicator of a rank: always the same, of all kinds in the proportions of a mixed set of feeds.
  init(rank: Int) {
    var random = RandomNumbers(seed: UInt64(rank) &* 0x2545_F491_4F6C_DD1D ^ 0xC0FFEE)
    let number = UInt32(truncatingIfNeeded: rank)
    switch random.below(100) {
    case 0..<45:
      // Distinct by a bijection of the rank, and neither private nor reserved.
      let spread = number &* 2_654_435_761
      let first = 11 + Int(spread >> 24) % 80
      self.init(.ipv4, canonical: "\(first).\(spread >> 16 & 255).\(number >> 8 & 255).\(number & 255)")
    case 45..<65:
      self.init(.domain, canonical: "\(Self.word(&random))-\(rank).\(Self.tops[random.below(Self.tops.count)])")
    case 65..<80: self.init(.sha256, canonical: Self.hexadecimal(64, &random))
    case 80..<92:
      let host = "\(Self.word(&random))-\(rank).\(Self.tops[random.below(Self.tops.count)])"
      self.init(.url, canonical: "http://\(host)/\(Self.word(&random))/\(Self.hexadecimal(12, &random)).php")
    case 92..<95: self.init(.md5, canonical: Self.hexadecimal(32, &random))
    case 95..<98:
      self.init(
        .ipv6, canonical: "2a01:\(String(number >> 16 | 0x100, radix: 16)):\(String(number & 0xFFFF | 1, radix: 16))::1"
      )
    default: self.init(.email, canonical: "\(Self.word(&random))@\(Self.word(&random))-\(rank).com")
    }
  }

  private static let tops = ["com", "net", "org", "info", "ru", "cn", "top", "xyz", "io", "de"]

  private static func word(_ random: inout RandomNumbers) -> String {
    let syllables = ["ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne", "pi", "ro", "sa", "ti", "vu", "zo"]
    return (0..<(2 + random.below(3))).map { _ in syllables[random.below(syllables.count)] }.joined()
  }

  private static func hexadecimal(_ count: Int, _ random: inout RandomNumbers) -> String {
    let digits = Array("0123456789abcdef")
    return String((0..<count).map { _ in digits[random.below(16)] })
  }
}
