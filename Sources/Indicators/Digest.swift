/// Hash values in hexadecimal, told apart by their length.
enum Digest {
  /// The kind of a hash of that many hexadecimal digits.
  static func kind(ofLength digits: Int) -> IndicatorKind? {
    switch digits {
    case 32: .md5
    case 40: .sha1
    case 64: .sha256
    case 128: .sha512
    default: nil
    }
  }

  /// The digits in lower case; nil unless the bytes are a hash and nothing else.
  static func indicator(_ bytes: Span<UInt8>) -> Indicator? {
    guard let kind = kind(ofLength: bytes.count) else { return nil }
    for index in bytes.indices where !bytes[index].isHexDigit { return nil }
    let value = String(unsafeUninitializedCapacity: bytes.count) { buffer in
      for index in bytes.indices { buffer[index] = bytes[index].lowercased }
      return bytes.count
    }
    return Indicator(kind, canonical: value)
  }

  /// Reads `7E BF 6C …`, `7E:BF:6C:…` or `7E-BF-6C-…`, as certificate and file viewers print a hash; nil for anything
  /// else.
  ///
  /// For what is known to be a hash only: twenty pairs may also be the fingerprint of a certificate.
  static func octets(_ bytes: [UInt8]) -> Indicator? {
    guard bytes.count > 2, let separator = [UInt8](" :-".utf8).first(where: { $0 == bytes[2] }) else { return nil }
    let pairs = bytes.split(separator: separator)
    guard pairs.allSatisfy({ $0.count == 2 }) else { return nil }
    let digits = Array(pairs.joined())
    return indicator(digits.span)
  }

  /// Reads `sha256:…`, `MD5=…` and the like; nil where the text does not start with the name of an algorithm.
  static func prefixed(_ bytes: [UInt8]) throws(IndicatorError) -> Indicator? {
    // `md5=@evil.example` is odd, but an e-mail address.
    guard !bytes.contains(UInt8(ascii: "@")),
      let divider = bytes.prefix(8).firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") })
    else {
      return nil
    }
    let name = bytes[..<divider].filter { $0 != UInt8(ascii: "-") && !$0.isBlank }.map(\.lowercased)
    guard let kind = IndicatorKind(rawValue: String(decoding: name, as: UTF8.self)), hashes.contains(kind) else {
      return nil
    }
    let digits = Array(bytes[(divider + 1)...].drop(while: \.isBlank))
    guard let indicator = indicator(digits.span) ?? octets(digits), indicator.kind == kind else {
      throw IndicatorError(.malformed, "what follows \(kind.rawValue) is no \(kind.rawValue) hash; correct it")
    }
    return indicator
  }

  private static let hashes: Set<IndicatorKind> = [.md5, .sha1, .sha256, .sha512]
}
