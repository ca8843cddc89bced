/// Base64 with the URL alphabet and without padding (RFC 4648 §5), as VirusTotal's URL identifiers are written.
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// The text of some bytes.
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    var value = 0
    var bits = 0
    for byte in bytes {
      value = value << 8 | Int(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[value >> bits & 63])
      }
      value &= 1 << bits - 1
    }
    if bits > 0 { text.append(alphabet[value << (6 - bits) & 63]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text, with or without padding, or nil where it is none.
  static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var value = 0
    var bits = 0
    var rest = text.utf8[...]
    while rest.last == UInt8(ascii: "=") { rest.removeLast() }
    for byte in rest {
      guard let digit = alphabet.firstIndex(of: byte) else { return nil }
      value = value << 6 | digit
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(value >> bits & 0xFF))
      }
      value &= 1 << bits - 1
    }
    return bits >= 6 ? nil : bytes
  }
}
