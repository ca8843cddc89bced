/// A URL taken apart and put together again in its one canonical spelling (RFC 3986 §6.2.2 and §6.2.3).
///
/// Only what cannot tell two URLs apart is changed: case of scheme and host, the port that the scheme implies, an
/// empty path, the case of percent-encodings, encodings of characters that need none, and characters that a URL
/// cannot hold, which are encoded as every client does before sending. Dot segments, case, order and repetition in path,
/// query and fragment stay: servers and exploits tell them apart.
struct WebAddress {
  /// The longest URL in bytes, as canonical text.
  static let maximumLength = 8192

  private var scheme: String
  private var userInformation: [UInt8]?
  /// With brackets around an IPv6 address; empty only for `file`.
  private(set) var host: String
  private var port: Int?
  private var path: [UInt8]

  /// The canonical text.
  var text: String {
    var bytes = Array(scheme.utf8)
    bytes.append(contentsOf: "://".utf8)
    if let userInformation {
      bytes.append(contentsOf: userInformation)
      bytes.append(UInt8(ascii: "@"))
    }
    bytes.append(contentsOf: host.utf8)
    if let port { bytes.append(contentsOf: ":\(port)".utf8) }
    bytes.append(contentsOf: path)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Takes a live URL apart: `scheme://[user@]host[:port][/path][?query][#fragment]`.
  init(_ bytes: [UInt8]) throws(IndicatorError) {
    guard bytes.count <= Self.maximumLength else { throw .longURL }
    guard let separator = Self.separator(bytes) else {
      throw IndicatorError(.malformed, "a URL starts with a scheme such as https://; add it")
    }
    scheme = String(decoding: bytes[..<separator].map(\.lowercased), as: UTF8.self)
    let afterScheme = bytes[(separator + 3)...]
    let pathStart =
      afterScheme.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
      ?? bytes.count
    var authority = bytes[(separator + 3)..<pathStart]
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      userInformation = PercentEncoding.normalised(authority[..<at], keeping: PercentEncoding.userInformation)
      authority = authority[(at + 1)...]
    }
    let colon = try Self.portColon(authority)
    port = try Self.port(authority[colon...].dropFirst(), scheme: scheme)
    host = try Self.host(authority[..<colon], scheme: scheme)
    path = PercentEncoding.normalised(bytes[pathStart...], keeping: PercentEncoding.pathAndQuery)
    if path.first != UInt8(ascii: "/"), Self.defaultPorts[scheme] != nil { path.insert(UInt8(ascii: "/"), at: 0) }
    for byte in bytes where byte < 0x20 || byte == 0x7F {
      throw IndicatorError(.malformed, "a URL cannot hold control characters; remove them or percent-encode them")
    }
    guard text.utf8.count <= Self.maximumLength else { throw .longURL }
  }

  /// Where `://` stands behind a well-formed scheme.
  static func separator(_ bytes: [UInt8]) -> Int? {
    guard let first = bytes.first, first.isLetter,
      let end = bytes.prefix(40).firstIndex(where: {
        !$0.isAlphanumeric && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-")
      })
    else { return nil }
    return bytes[end...].starts(with: "://".utf8) ? end : nil
  }

  /// The schemes of RFC 3986's normalisation by scheme, whose empty path means `/`.
  private static let defaultPorts: [String: Int] = ["http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443]

  /// The index of the colon before the port, or the end.
  private static func portColon(_ authority: ArraySlice<UInt8>) throws(IndicatorError) -> Int {
    var start = authority.startIndex
    if authority.first == UInt8(ascii: "[") {
      guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else {
        throw IndicatorError(.malformed, "the bracket around the IPv6 address is not closed; add ]")
      }
      start = end + 1
    }
    return authority[start...].firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
  }

  private static func port(_ digits: ArraySlice<UInt8>, scheme: String) throws(IndicatorError) -> Int? {
    if digits.isEmpty { return nil }
    var port = 0
    for byte in digits {
      guard let digit = byte.decimalDigit, port <= 65_535 else { throw .badPort }
      port = port * 10 + Int(digit)
    }
    guard port <= 65_535 else { throw .badPort }
    return port == defaultPorts[scheme] ? nil : port
  }

  private static func host(_ bytes: ArraySlice<UInt8>, scheme: String) throws(IndicatorError) -> String {
    if bytes.isEmpty, scheme == "file" { return "" }
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
      let inner = Array(bytes.dropFirst().dropLast())
      guard let address = IPv6Address(parsing: inner.span) else {
        throw IndicatorError(.malformed, "the host in brackets is no IPv6 address; correct it")
      }
      return "[\(address)]"
    }
    let decoded = PercentEncoding.decoded(bytes)
    if let address = IPv4Address(resolving: decoded) { return address.description }
    let name = try HostName.canonical(decoded.span)
    // `192.0x2.` and full-width digits are an address only once they are canonical; read again they have to stay the same.
    return IPv4Address(resolving: Array(name.utf8))?.description ?? name
  }
}

extension IndicatorError {
  static let longURL = IndicatorError(.tooLong, "longer than 8192 bytes, the longest URL that is kept; shorten it")
  static let badPort = IndicatorError(.malformed, "the port is no number up to 65535; correct or remove it")
}
