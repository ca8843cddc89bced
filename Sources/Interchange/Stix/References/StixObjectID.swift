/// A STIX id in sixteen bytes, for tables that hold millions of them.
///
/// Ids of the form `type--uuid` are exact but for the type, which is hashed. Others are hashed whole: whoever makes two
/// of them collide can only confuse the objects of an input that is theirs anyway.
struct StixObjectID: Hashable {
  private let high: UInt64
  private let low: UInt64

  init(_ id: String) {
    if let separator = id.utf8.firstRange(of: "--"), let uuid = Self.uuid(id.utf8[separator.upperBound...]) {
      high = uuid.high ^ Self.hash(id.utf8[..<separator.lowerBound], seed: 0)
      low = uuid.low
    } else {
      high = Self.hash(id.utf8[...], seed: 1)
      low = Self.hash(id.utf8[...], seed: 2)
    }
  }

  /// FNV-1a over the bytes, after a byte that tells apart the uses.
  private static func hash(_ bytes: Substring.UTF8View, seed: UInt8) -> UInt64 {
    var hash: UInt64 = (0xCBF2_9CE4_8422_2325 ^ UInt64(seed)) &* 0x100_0000_01B3
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  private static func uuid(_ text: Substring.UTF8View) -> (high: UInt64, low: UInt64)? {
    guard text.count == 36 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var digits = 0
    for (index, byte) in text.enumerated() {
      if [8, 13, 18, 23].contains(index) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      if digits < 16 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
      digits += 1
    }
    return (high, low)
  }
}

extension String.UTF8View {
  /// Where an ASCII text first occurs.
  fileprivate func firstRange(of text: StaticString) -> Range<Index>? {
    text.withUTF8Buffer { wanted in
      var start = startIndex
      while start < endIndex {
        if self[start...].starts(with: wanted) { return start..<index(start, offsetBy: wanted.count) }
        formIndex(after: &start)
      }
      return nil
    }
  }
}
