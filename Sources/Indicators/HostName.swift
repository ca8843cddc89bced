/// The canonical form of host names: lower-case ASCII labels, international ones in their `xn--` form, no final dot.
///
/// Underscores are allowed, because DNS names such as `_dmarc.evil.example` are indicators too.
enum HostName {
  /// The longest label in bytes (RFC 1035 §2.3.4).
  static let maximumLabelLength = 63
  /// The longest name in bytes, without its final dot.
  static let maximumLength = 253

  /// The canonical form of a name of one label or more.
  static func canonical(_ bytes: Span<UInt8>) throws(IndicatorError) -> String {
    var isASCII = true
    for index in bytes.indices where bytes[index] >= 0x80 {
      isASCII = false
      break
    }
    if isASCII { return try canonicalASCII(bytes) }
    // Four bytes a character, and an international label shrinks by mapping only so far.
    guard bytes.count <= 4 * maximumLength else { throw .tooLong }
    var text: [UInt8] = []
    for index in bytes.indices { text.append(bytes[index]) }
    let ascii = Array(try InternationalName.ascii(String(decoding: text, as: UTF8.self)).utf8)
    return try canonicalASCII(ascii.span)
  }

  private static func canonicalASCII(_ bytes: Span<UInt8>) throws(IndicatorError) -> String {
    var count = bytes.count
    if count > 0, bytes[count - 1] == UInt8(ascii: ".") { count -= 1 }
    guard count > 0 else { throw .emptyLabel }
    guard count <= maximumLength else { throw .tooLong }
    var labelStart = 0
    for index in 0...count where index == count || bytes[index] == UInt8(ascii: ".") {
      try check(label: bytes.extracting(labelStart..<index), isLast: index == count)
      labelStart = index + 1
    }
    return String(unsafeUninitializedCapacity: count) { buffer in
      for index in 0..<count { buffer[index] = bytes[index].lowercased }
      return count
    }
  }

  private static func check(label: Span<UInt8>, isLast: Bool) throws(IndicatorError) {
    guard !label.isEmpty else { throw .emptyLabel }
    guard label.count <= maximumLabelLength else { throw .tooLong }
    var hasOnlyDigits = true
    for index in label.indices {
      let byte = label[index]
      guard byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") else {
        throw .foreignCharacter(Unicode.Scalar(byte))
      }
      if !byte.isDigit { hasOnlyDigits = false }
    }
    let hyphen = UInt8(ascii: "-")
    guard label[0] != hyphen, label[label.count - 1] != hyphen else {
      throw IndicatorError(.malformed, "a label of the domain starts or ends with a hyphen; correct the name")
    }
    if isLast, hasOnlyDigits {
      throw IndicatorError(
        .malformed, "the last label is a number, so this is neither a domain nor a whole IP address; correct it")
    }
    if label.count > 4, hasInternationalPrefix(label) {
      var text = ""
      for index in 4..<label.count { text.unicodeScalars.append(Unicode.Scalar(label[index].lowercased)) }
      guard let decoded = Punycode.decode(text), decoded.contains(where: { !$0.isASCII }),
        Punycode.encode(decoded) == text
      else {
        throw IndicatorError(.malformed, "a label starts with xn-- but is no valid Punycode (RFC 3492); correct it")
      }
    }
  }

  private static func hasInternationalPrefix(_ label: Span<UInt8>) -> Bool {
    label[0].lowercased == UInt8(ascii: "x") && label[1].lowercased == UInt8(ascii: "n")
      && label[2] == UInt8(ascii: "-") && label[3] == UInt8(ascii: "-")
  }
}

extension IndicatorError {
  static let tooLong = IndicatorError(
    .tooLong, "longer than a domain may be (253 bytes, 63 a label); check that the value is one name")
  static let emptyLabel = IndicatorError(.malformed, "a label of the domain is empty; remove the extra dot")

  static func foreignCharacter(_ scalar: Unicode.Scalar) -> IndicatorError {
    let number = String(scalar.value, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - number.count)) + number
    return IndicatorError(.malformed, "a domain cannot hold the character U+\(code); give the name alone")
  }
}
