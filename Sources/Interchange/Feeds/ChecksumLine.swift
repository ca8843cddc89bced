import Indicators

/// A line of a file of checksums, as `sha256sum` and its kin write it (`<hash>  name`, `<hash> *name`) or with `--tag`
/// and on BSD (`SHA256 (name) = <hash>`); openssl leaves the blanks out.
enum ChecksumLine {
  /// The hash; nil where this is no such line.
  static func hash(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    // A name with a backslash or a line end in it is escaped, which a backslash before the hash says.
    let text = line.first == UInt8(ascii: "\\") ? line.dropFirst() : line
    let digits = text.prefix(while: isHexDigit)
    if [32, 40, 64, 128].contains(digits.count) {
      let rest = text[digits.endIndex...]
      return rest.starts(with: "  ".utf8) || rest.starts(with: " *".utf8) ? digits : nil
    }
    return tagged(line)
  }

  private static func tagged(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let open = line.prefix(16).firstIndex(of: UInt8(ascii: "(")),
      let close = line.lastIndex(of: UInt8(ascii: ")")),
      close > open
    else { return nil }
    let name = String(decoding: line[..<open], as: UTF8.self).nameKey
    guard let length = lengths[name] else { return nil }
    let rest = line[(close + 1)...].drop { $0 == 0x20 }
    guard rest.first == UInt8(ascii: "=") else { return nil }
    let digits = rest.dropFirst().drop { $0 == 0x20 }
    return digits.count == length && digits.allSatisfy(isHexDigit) ? digits : nil
  }

  private static let lengths = [
    "md5": 32, "sha1": 40, "sha256": 64, "sha2256": 64, "sha512": 128, "sha2512": 128,
  ]

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}
