/// The canonical form of e-mail addresses: the domain canonical, the local part as it is.
///
/// Its case is kept, because RFC 5321 §2.4 leaves it to the receiving host whether `Info` and `info` are one mailbox.
enum MailAddress {
  /// The longest local part in bytes (RFC 5321 §4.5.3.1.1).
  static let maximumLocalPartLength = 64

  /// The canonical form of `local@domain`, whose last `@` divides it.
  static func canonical(_ bytes: [UInt8]) throws(IndicatorError) -> String {
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else {
      throw IndicatorError(.malformed, "an e-mail address needs an @ before its domain; add it")
    }
    let local = bytes[..<at]
    guard !local.isEmpty, local.count <= maximumLocalPartLength else {
      throw IndicatorError(.malformed, "the part before the @ must be 1 to 64 bytes long; correct the address")
    }
    guard local.allSatisfy(isAllowed), local.first != UInt8(ascii: "."), local.last != UInt8(ascii: ".") else {
      throw IndicatorError(
        .malformed, "the part before the @ holds what an address cannot hold unquoted; give the address alone")
    }
    // Repairs bytes that are not UTF-8, as all text of the ledger is.
    let name = String(decoding: local, as: UTF8.self)
    guard name.neutralised == name else {
      throw IndicatorError(.malformed, "the part before the @ holds invisible characters; remove them")
    }
    let domain = Array(bytes[(at + 1)...])
    return try name + "@" + HostName.canonical(domain.span)
  }

  /// The characters of an unquoted local part (RFC 5322 §3.2.3, RFC 6531), dots included.
  ///
  /// Without `/ ? #`, with which a text with an @ is the path of a URL, and without braces, which are defanging's.
  package static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "@"), UInt8(ascii: "\\"),
      UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), 0...0x20, 0x7F:
      false
    default: true
    }
  }
}
