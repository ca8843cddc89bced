import CIDN2
// Normalisation form C has no public name in the standard library yet; the alternative, Foundation, would cost every
// start of the program tens of milliseconds.
@_spi(_Unicode) import Swift

/// International domain names in the form in which DNS is asked for them: UTS #46, non-transitional.
///
/// Mapping, Punycode and the rules about joiners and direction are libidn2's. It is asked piece by piece, because whole
/// names it answers by the narrower IDNA2008, which has no symbols (`💩.example`) and no hyphens at a label's edge or
/// third and fourth place. Browsers and DNS have them, and UTS #46 with CheckHyphens off allows them.
public enum IDNA {
  /// The name with every international label as `xn--…` and the others in lower case; full stops of all kinds are `.`.
  ///
  /// Of ASCII a label holds letters, digits, hyphens and underscores. How long a label is and whether it is empty is not
  /// looked at.
  public static func ascii(_ name: String) throws(IDNAError) -> String {
    var mapped = String.UnicodeScalarView()
    for scalar in name.unicodeScalars { mapped.append(contentsOf: try mapping(scalar)) }
    for scalar in mapped where scalar.isASCII && !isInNames(scalar) { throw .disallowed(scalar) }
    var composed = String.UnicodeScalarView()
    composed.append(contentsOf: String(mapped)._nfc)
    var labels: [String] = []
    for label in composed.split(separator: ".", omittingEmptySubsequences: false) {
      labels.append(try ascii(label: Array(label)))
    }
    return labels.joined(separator: ".")
  }

  /// Checks a lower-case label that starts with `xn--`: whether it is what ``ascii(_:)`` makes of what it stands for.
  public static func check(encoded label: String) throws(IDNAError) {
    guard let decoded = LibIDN2.decode(label), decoded.contains(where: { !$0.isASCII }) else { throw .notPunycode }
    guard decoded.allSatisfy({ (try? mapping($0)) == [$0] }) else { throw .notPunycode }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: decoded)
    guard decoded.elementsEqual(String(view)._nfc) else { throw .notPunycode }
    try check(decoded)
    do throws(IDNAError) {
      guard try encode(decoded) == label else { throw .notPunycode }
    } catch .notEncodable {
      // Given in the form that libidn2 would not have made of it.
    }
  }

  private static func ascii(label: [Unicode.Scalar]) throws(IDNAError) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: label)
    let isASCII = label.allSatisfy(\.isASCII)
    if label.starts(with: "xn--".unicodeScalars) {
      guard isASCII else { throw .notPunycode }
      try check(encoded: String(text))
    } else if !isASCII {
      try check(label)
      return try encode(label)
    }
    return String(text)
  }

  private static func isInNames(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "0"..."9", "-", "_", ".": true
    default: false
    }
  }

  // MARK: - Mapping

  /// What UTS #46 makes of a character: itself, others, or nothing.
  private static func mapping(_ scalar: Unicode.Scalar) throws(IDNAError) -> [Unicode.Scalar] {
    if scalar.isASCII { return Array(scalar.properties.lowercaseMapping.unicodeScalars) }
    if isDeviation(scalar) { return [scalar] }
    if let mapped = sinceUnicode16(scalar) { return mapped }
    // Between digits, with which nothing composes, a mark is not the first and a hyphen not the last.
    guard let answer = LibIDN2.ascii(["0", scalar, "0"], IDN2_TRANSITIONAL) else { throw .disallowed(scalar) }
    var mapped: [Unicode.Scalar] = []
    for (index, label) in answer.split(separator: ".", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { mapped.append(".") }
      if label.hasPrefix("xn--") {
        guard let decoded = LibIDN2.decode(String(label)) else { throw .disallowed(scalar) }
        mapped.append(contentsOf: decoded)
      } else {
        mapped.append(contentsOf: label.unicodeScalars)
      }
    }
    return Array(mapped.dropFirst().dropLast())
  }

  /// What UTS #46 maps since its revisions 31 and 33 (Unicode 15.1 and 16) and libidn2's older tables refuse or, of the
  /// capital sharp s, make `ss` of.
  private static func sinceUnicode16(_ scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    switch scalar.value {
    case 0x1E9E: ["ß"]
    // Fillers, invisible operators and format controls vanish.
    case 0x115F...0x1160, 0x17B4...0x17B5, 0x180E, 0x2061...0x2063, 0x206A...0x206F, 0x3164, 0xFFA0,
      0x1D173...0x1D17A:
      []
    // Capital letters whose small ones came later than IDNA2003.
    case 0x4C0, 0x10A0...0x10C5, 0x2132, 0x2183: Array(scalar.properties.lowercaseMapping.unicodeScalars)
    // Ideographs whose decomposition was corrected.
    case 0x2F868, 0x2F874, 0x2F91F, 0x2F95F, 0x2F9BF: Array(String(Character(scalar))._nfc)
    default: nil
    }
  }

  /// ß, ς and the joiners, which only transitional processing maps.
  private static func isDeviation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xDF, 0x3C2, 0x200C, 0x200D: true
    default: false
    }
  }

  // MARK: - Labels

  /// Checks what depends on neighbours: a mark in front, joiners (RFC 5892), directions (RFC 5893).
  private static func check(_ label: [Unicode.Scalar]) throws(IDNAError) {
    // To the rules hyphens and underscores are what a middle dot is, and IDNA2008 takes the dot in any place.
    var probe = label.map { $0 == "-" || $0 == "_" ? neutral : $0 }
    var verdict = LibIDN2.verdict(probe)
    if verdict == IDN2_DISALLOWED || verdict == IDN2_UNASSIGNED {
      // Symbols, which IDNA2008 does not have, are neutral too, and the signs of scripts from right to left run so.
      probe = probe.map {
        let alone = LibIDN2.verdict(["0", $0])
        guard alone == IDN2_DISALLOWED || alone == IDN2_UNASSIGNED else { return $0 }
        return isRightToLeft($0) ? "א" : neutral
      }
      verdict = LibIDN2.verdict(probe)
    }
    switch verdict {
    case IDN2_LEADING_COMBINING: throw .leadingMark
    case IDN2_CONTEXTJ, IDN2_CONTEXTJ_NO_RULE: throw .misplacedJoiner
    case IDN2_BIDI: throw .mixedDirections
    default: break
    }
  }

  private static let neutral: Unicode.Scalar = "\u{B7}"

  /// Whether a character stands in the blocks of scripts that are written from right to left.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF: true
    default: false
    }
  }

  /// The `xn--` form of a label that is mapped and checked.
  private static func encode(_ label: [Unicode.Scalar]) throws(IDNAError) -> String {
    guard label.count <= LibIDN2.maximumLabelLength else { throw .tooLong }
    // Which ASCII characters a label holds does not change its digits (RFC 3492 §6.3): digits stand in for hyphens,
    // which libidn2 takes in some places only.
    let standIns = label.map { $0 == "-" ? "0" : $0 }
    let flags = label.contains(where: isDeviation) ? IDN2_NONTRANSITIONAL : IDN2_TRANSITIONAL
    guard let answer = LibIDN2.ascii(standIns, flags) else {
      throw flags == IDN2_NONTRANSITIONAL ? .notEncodable : .tooLong
    }
    var text = Array(answer.unicodeScalars)
    for (index, scalar) in label.lazy.filter(\.isASCII).enumerated() { text[4 + index] = scalar }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    return String(view)
  }
}
