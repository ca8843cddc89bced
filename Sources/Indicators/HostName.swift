import IDNA

/// The canonical form of host names: lower-case ASCII labels, international ones in their `xn--` form, no final dot.
///
/// Underscores and hyphens are allowed everywhere, because names such as `_dmarc.evil.example` and
/// `login-.evil.example` are asked for, served and reported: the rules against them are about registering names
/// (RFC 2181 §11; UTS #46 with CheckHyphens off, as browsers have it).
enum HostName {
  /// The longest label in bytes (RFC 1035 §2.3.4).
  static let maximumLabelLength = 63
  /// The longest name in bytes, without its final dot.
  static let maximumLength = 253

  /// The canonical form of a name of one label or more.
  static func canonical(_ bytes: Span<UInt8>) throws(IndicatorError) -> String {
    if isASCII(bytes) { return try canonicalASCII(bytes, isEncoded: false) }
    let ascii = try ascii(bytes)
    return try canonicalASCII(ascii.span, isEncoded: true)
  }

  /// The name in ASCII as DNS would be asked for it, whatever it consists of: `①.example。` is `1.example.`.
  static func ascii(_ bytes: Span<UInt8>) throws(IndicatorError) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for index in bytes.indices { text.append(bytes[index]) }
    if isASCII(bytes) { return text }
    // Four bytes a character, and an international label shrinks by mapping only so far.
    guard bytes.count <= 4 * maximumLength else { throw .tooLong }
    do throws(IDNAError) {
      return Array(try IDNA.ascii(String(decoding: text, as: UTF8.self)).utf8)
    } catch {
      throw IndicatorError(error)
    }
  }

  /// Checks a name in ASCII and writes it in lower case; `isEncoded` where ``ascii(_:)`` has seen its `xn--` labels.
  static func canonicalASCII(_ bytes: Span<UInt8>, isEncoded: Bool) throws(IndicatorError) -> String {
    var count = bytes.count
    if count > 0, bytes[count - 1] == UInt8(ascii: ".") { count -= 1 }
    guard count > 0 else { throw .emptyLabel }
    guard count <= maximumLength else { throw .tooLong }
    var labelStart = 0
    for index in 0...count where index == count || bytes[index] == UInt8(ascii: ".") {
      let label = bytes.extracting(labelStart..<index)
      try check(label: label, isLast: index == count)
      if !isEncoded, label.count >= 4, hasInternationalPrefix(label) { try check(encoded: label) }
      labelStart = index + 1
    }
    return String(unsafeUninitializedCapacity: count) { buffer in
      for index in 0..<count { buffer[index] = bytes[index].lowercased }
      return count
    }
  }

  private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices where bytes[index] >= 0x80 { return false }
    return true
  }

  private static func check(label: Span<UInt8>, isLast: Bool) throws(IndicatorError) {
    guard !label.isEmpty else { throw .emptyLabel }
    guard label.count <= maximumLabelLength else { throw .tooLong }
    var hasLetter = false
    for index in label.indices {
      let byte = label[index]
      if byte.isLetter {
        hasLetter = true
      } else if !byte.isDigit, byte != UInt8(ascii: "-"), byte != UInt8(ascii: "_") {
        throw .foreignCharacter(Unicode.Scalar(byte))
      }
    }
    guard isLast else { return }
    if label[0].isDigit, isNumber(label) {
      throw IndicatorError(
        .malformed, "the last label is a number, so this is neither a domain nor a whole IP address; correct it")
    }
    guard hasLetter else {
      throw IndicatorError(.malformed, "the last label has no letter, as top-level domains have; give the whole name")
    }
  }

  /// Whether a label is a number to those who read hosts (WHATWG URL §3.5): decimal digits, or `0x` and hexadecimal ones.
  static func isNumber(_ label: Span<UInt8>) -> Bool {
    let isHexadecimal = label.count >= 2 && label[0] == UInt8(ascii: "0") && label[1].lowercased == UInt8(ascii: "x")
    for index in (isHexadecimal ? 2 : 0)..<label.count {
      guard isHexadecimal ? label[index].isHexDigit : label[index].isDigit else { return false }
    }
    return !label.isEmpty
  }

  private static func check(encoded label: Span<UInt8>) throws(IndicatorError) {
    let text = String(unsafeUninitializedCapacity: label.count) { buffer in
      for index in label.indices { buffer[index] = label[index].lowercased }
      return label.count
    }
    do throws(IDNAError) { try IDNA.check(encoded: text) } catch { throw IndicatorError(error) }
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

  /// What UTS #46 has against an international name.
  fileprivate init(_ error: IDNAError) {
    switch error {
    case .disallowed(let scalar): self = .foreignCharacter(scalar)
    case .leadingMark:
      self.init(.malformed, "a label of the domain starts with a combining mark; correct the name")
    case .misplacedJoiner:
      self.init(.malformed, "an invisible joiner stands in the domain where no script needs one; remove it")
    case .mixedDirections:
      self.init(.malformed, "a label of the domain runs in both directions (RFC 5893); correct the name")
    case .notPunycode:
      self.init(.malformed, "a label starts with xn-- but is no valid Punycode (RFC 3492); correct it")
    case .notEncodable:
      self.init(.malformed, "a label holds both a symbol and a sharp s or final sigma; give it in its xn-- form")
    case .tooLong: self = .tooLong
    }
  }
}
