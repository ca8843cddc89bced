/// Base64 (RFC 4648), in the two alphabets that requests need.
enum Base64 {
  /// The standard alphabet with padding, for `Authorization: Basic`.
  static func encoded(_ text: String) -> String {
    let encoded = digits(of: text.utf8, last: "+/")
    return encoded + String(repeating: "=", count: (4 - encoded.utf8.count % 4) % 4)
  }

  /// The alphabet for URLs and file names, without padding.
  static func urlEncoded(_ text: String) -> String { digits(of: text.utf8, last: "-_") }

  private static func digits(of bytes: some Sequence<UInt8>, last: StaticString) -> String {
    let alphabet =
      Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
      + last.withUTF8Buffer(Array.init)
    var output: [UInt8] = []
    var pending = 0
    var bits = 0
    for byte in bytes {
      pending = pending << 8 | Int(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        output.append(alphabet[pending >> bits & 63])
      }
      pending &= 63
    }
    if bits > 0 { output.append(alphabet[pending << (6 - bits) & 63]) }
    return String(decoding: output, as: UTF8.self)
  }
}
