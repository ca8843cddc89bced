import CIDN2

/// The calls into libidn2, in Swift's types.
enum LibIDN2 {
  /// The longest label in bytes (RFC 1035 §2.3.4).
  static let maximumLabelLength = Int(IDN2_LABEL_MAX_LENGTH)

  /// The form for DNS; nil where the library refuses it.
  static func ascii(_ scalars: [Unicode.Scalar], _ flags: idn2_flags) -> String? {
    var output: UnsafeMutablePointer<CChar>?
    let flags = CInt(flags.rawValue | IDN2_NO_ALABEL_ROUNDTRIP.rawValue)
    guard text(scalars).withCString({ idn2_to_ascii_8z($0, &output, flags) }) == IDN2_OK.rawValue else { return nil }
    return take(output)
  }

  /// What `xn--…` stands for; nil where that is no Punycode.
  static func decode(_ label: String) -> [Unicode.Scalar]? {
    var output: UnsafeMutablePointer<CChar>?
    let code = label.withCString { idn2_to_unicode_8z8z($0, &output, 0) }
    guard code == IDN2_OK.rawValue else { return nil }
    return take(output).map { Array($0.unicodeScalars) }
  }

  /// What IDNA2008 says of a label as it is.
  static func verdict(_ scalars: [Unicode.Scalar]) -> idn2_rc {
    let code = text(scalars).withCString { text in
      text.withMemoryRebound(to: UInt8.self, capacity: 1) {
        idn2_lookup_u8($0, nil, CInt(IDN2_NO_TR46.rawValue | IDN2_NO_ALABEL_ROUNDTRIP.rawValue))
      }
    }
    return idn2_rc(rawValue: code)
  }

  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func take(_ output: UnsafeMutablePointer<CChar>?) -> String? {
    guard let output else { return nil }
    defer { idn2_free(output) }
    return String(validatingCString: output)
  }
}
