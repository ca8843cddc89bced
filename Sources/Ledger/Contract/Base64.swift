/// Base64 as RFC 4648 §4 has it, with padding.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  /// The six bits that each character stands for; 255 for those that are none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// The text of bytes.
  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var bits: UInt32 = 0
      for place in 0..<3 { bits = bits << 8 | (place < count ? UInt32(bytes[start + place]) : 0) }
      for place in 0..<4 {
        text.append(place <= count ? alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)] : padding)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text; nil for any text that ``text(_:)`` does not give, so that bytes have one text.
  static func bytes(_ text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count % 4 == 0 else { return nil }
    let padded = characters.suffix(2).reversed().prefix { $0 == padding }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 4 * 3)
    for start in stride(from: 0, to: characters.count, by: 4) {
      let isLast = start + 4 == characters.count
      let count = isLast ? 4 - padded : 4
      var bits: UInt32 = 0
      for place in 0..<4 {
        let value = place < count ? values[Int(characters[start + place])] : 0
        guard value != 255 else { return nil }
        bits = bits << 6 | UInt32(value)
      }
      // Bits that no byte takes must not hide anything.
      guard count == 4 || bits & (count == 3 ? 0xFF : 0xFFFF) == 0 else { return nil }
      for place in 0..<(count - 1) { bytes.append(UInt8(bits >> UInt32(16 - 8 * place) & 0xFF)) }
    }
    return bytes
  }
}
