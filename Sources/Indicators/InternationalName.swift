// Normalisation form C has no public name in the standard library yet; the alternative, Foundation, would cost every
// start of the program tens of milliseconds.
@_spi(_Unicode) import Swift

/// International host names in ASCII: the mapping of UTS #46 as far as it matters, then Punycode.
///
/// Mapped: case, normalisation form C, full-width ASCII, the four full stops of IDNA, invisible characters. Deviation
/// characters (ß, ς, joiners) are kept, as browsers do.
enum InternationalName {
  /// The name with every international label as `xn--…`; its ASCII labels are only lower-cased.
  static func ascii(_ name: String) throws(IndicatorError) -> String {
    var mapped = ""
    for scalar in name.unicodeScalars {
      guard let replacement = try mapping(scalar) else { continue }
      mapped += replacement
    }
    var composed = String.UnicodeScalarView()
    composed.append(contentsOf: mapped._nfc)
    var labels: [String] = []
    for label in String(composed).split(separator: ".", omittingEmptySubsequences: false) {
      labels.append(try encode(label))
    }
    return labels.joined(separator: ".")
  }

  private static func encode(_ label: Substring) throws(IndicatorError) -> String {
    guard label.utf8.contains(where: { $0 >= 0x80 }) else { return String(label) }
    guard let encoded = Punycode.encode(Array(label.unicodeScalars)) else { throw .tooLong }
    return "xn--" + encoded
  }

  /// What a character becomes; nil for one that vanishes.
  private static func mapping(_ scalar: Unicode.Scalar) throws(IndicatorError) -> String? {
    switch scalar.value {
    case 0x00AD, 0x200B, 0x2060, 0xFEFF, 0xFE00...0xFE0F: return nil
    case 0x3002, 0xFF0E, 0xFF61: return "."
    case 0xFF01...0xFF5E:
      return String(Character(Unicode.Scalar(UInt8(scalar.value - 0xFF01 + 0x21)))).lowercased()
    case 0x1E9E: return "ß"
    case ..<0x80, 0x200C, 0x200D, 0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB: return scalar.properties.lowercaseMapping
    case 0xFFFD: throw .foreignCharacter(scalar)  // bytes that were no UTF-8
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      return scalar.properties.lowercaseMapping
    default: throw .foreignCharacter(scalar)
    }
  }
}
