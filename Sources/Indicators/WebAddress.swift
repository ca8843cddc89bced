/// A URL taken apart as the WHATWG URL standard does and put together again in its one canonical spelling.
///
/// Only what cannot tell two URLs apart is changed: case of scheme and host, the spelling of an address, the port that
/// the scheme implies, slashes before the host and backslashes, an empty path, empty user information, the case of
/// percent-encodings, encodings of characters that need none (RFC 3986 §6.2.2), and characters that a URL cannot hold,
/// which are encoded. Dot segments, case, order and repetition in path, query and fragment stay, and so does the final
/// dot of a host before a path: servers and exploits tell them apart.
struct WebAddress {
  /// The longest URL in bytes, as canonical text.
  static let maximumLength = 8192

  private var scheme: String
  private var userInformation: [UInt8]?
  /// With brackets around an IPv6 address; empty only for `file`.
  private(set) var host: String
  /// Whether the host's final dot is part of the URL.
  private var hasFinalDot = false
  private var port: Int?
  /// How a server is reached by WebDAV: `@SSL`, `@8080` or both, as Windows writes them behind the host of a `file`.
  private var webDAV = ""
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
    if hasFinalDot { bytes.append(UInt8(ascii: ".")) }
    bytes.append(contentsOf: webDAV.utf8)
    if let port { bytes.append(contentsOf: ":\(port)".utf8) }
    bytes.append(contentsOf: path)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Takes a live URL apart: `scheme://[user@]host[:port][/path][?query][#fragment]`.
  init(_ bytes: [UInt8]) throws(IndicatorError) {
    guard bytes.count <= Self.maximumLength else { throw .longURL }
    for byte in bytes where byte < 0x20 || byte == 0x7F {
      // A browser drops tabs and line ends, curl refuses them, and in a list they part two values.
      throw IndicatorError(.malformed, "a URL cannot hold control characters; remove them or percent-encode them")
    }
    guard let start = Self.authority(bytes) else {
      throw IndicatorError(.malformed, "a URL starts with a scheme such as https://; add it")
    }
    scheme = String(decoding: bytes[..<start.separator].map(\.lowercased), as: UTF8.self)
    let isSpecial = Self.isSpecial(scheme)
    let pathStart = bytes[start.authority...].firstIndex { Self.endsAuthority($0, isSpecial) } ?? bytes.count
    try Self.checkBackslash(bytes[pathStart...])
    var authority = bytes[start.authority..<pathStart]
    if scheme == "file" {
      if let at = authority.firstIndex(of: UInt8(ascii: "@")) {
        webDAV = try Self.webDAV(authority[at...])
        authority = authority[..<at]
      }
    } else if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      userInformation = Self.userInformation(authority[..<at])
      authority = authority[(at + 1)...]
    }
    let colon = try Self.portColon(authority)
    port = try Self.port(authority[colon...].dropFirst(), scheme: scheme)
    (host, hasFinalDot) = try Self.host(authority[..<colon], scheme: scheme)
    // A dot at the very end is the sentence's.
    if pathStart == bytes.count, port == nil { hasFinalDot = false }
    let rest = isSpecial ? Self.withoutBackslashes(bytes[pathStart...]) : bytes[pathStart...]
    path = PercentEncoding.normalised(rest, keeping: PercentEncoding.pathAndQuery)
    if path.first != UInt8(ascii: "/"), Self.defaultPorts[scheme] != nil { path.insert(UInt8(ascii: "/"), at: 0) }
    guard text.utf8.count <= Self.maximumLength else { throw .longURL }
  }

  // MARK: - Scheme

  /// Whether a text starts with a scheme and what makes a URL of it.
  static func isURL(_ bytes: [UInt8]) -> Bool { authority(bytes) != nil }

  /// Whether a text starts with `http:` or another scheme that browsers know.
  static func startsWithScheme(_ bytes: [UInt8]) -> Bool {
    guard let colon = bytes.prefix(6).firstIndex(of: UInt8(ascii: ":")) else { return false }
    return defaultPorts[String(decoding: bytes[..<colon].map(\.lowercased), as: UTF8.self)] != nil
  }

  /// Where the colon of a well-formed scheme stands, and where the host or what is before it starts.
  ///
  /// Behind the schemes that browsers know any number of slashes means the same, backslashes too; none only where a name
  /// with a dot follows, since `http:8080` is a host with a port. Other schemes have `://`.
  private static func authority(_ bytes: [UInt8]) -> (separator: Int, authority: Int)? {
    guard let first = bytes.first, first.isLetter,
      let end = bytes.prefix(40).firstIndex(where: {
        !$0.isAlphanumeric && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-")
      }), bytes[end] == UInt8(ascii: ":")
    else { return nil }
    let scheme = String(decoding: bytes[..<end].map(\.lowercased), as: UTF8.self)
    guard defaultPorts[scheme] != nil else {
      if bytes[end...].starts(with: "://".utf8) { return (end, end + 3) }
      return scheme == "file" && bytes[end...].starts(with: ":\\\\".utf8) ? (end, end + 3) : nil
    }
    var start = end + 1
    while start < bytes.count, bytes[start] == UInt8(ascii: "/") || bytes[start] == UInt8(ascii: "\\") { start += 1 }
    if start == end + 1 {
      let name = bytes[start...].prefix { !endsAuthority($0, true) }
      guard name.first?.isAlphanumeric == true, name.contains(UInt8(ascii: ".")) else { return nil }
    }
    return (end, start)
  }

  /// The schemes of RFC 3986's normalisation by scheme, whose empty path means `/`.
  private static let defaultPorts: [String: Int] = ["http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443]

  /// Whether browsers read a backslash as a slash behind the scheme.
  private static func isSpecial(_ scheme: String) -> Bool { defaultPorts[scheme] != nil || scheme == "file" }

  private static func endsAuthority(_ byte: UInt8, _ isSpecial: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): true
    case UInt8(ascii: "\\"): isSpecial
    default: false
    }
  }

  // MARK: - User information

  /// Refuses `http://one.example\@two.example/`: browsers go to one, Python and others to two.
  private static func checkBackslash(_ rest: ArraySlice<UInt8>) throws(IndicatorError) {
    guard rest.first == UInt8(ascii: "\\"),
      rest.prefix(while: { !endsAuthority($0, false) }).contains(UInt8(ascii: "@"))
    else { return }
    throw IndicatorError(
      .ambiguous, "a backslash stands before an @, so that programs disagree about the host; write the URL without it")
  }

  /// Canonical user information; nil where both name and password are empty, for which nothing is sent.
  private static func userInformation(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
    let password = bytes[colon...].dropFirst()
    let kept = password.isEmpty ? bytes[..<colon] : bytes
    return kept.isEmpty ? nil : PercentEncoding.normalised(kept, keeping: PercentEncoding.userInformation)
  }

  /// Reads `@SSL`, `@8080` or `@SSL@8080`: a `file` has no users.
  private static func webDAV(_ bytes: ArraySlice<UInt8>) throws(IndicatorError) -> String {
    var parts = bytes.dropFirst().split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)[...]
    var text = ""
    if let first = parts.first, first.map(\.lowercased).elementsEqual("ssl".utf8) {
      text = "@SSL"
      parts.removeFirst()
    }
    if let digits = parts.popFirst() {
      guard !digits.isEmpty, let port = try port(digits, scheme: "file") else { throw .badPort }
      text += "@\(port)"
    }
    guard parts.isEmpty else {
      throw IndicatorError(.malformed, "more than a port stands behind the server's @; correct the URL")
    }
    return text
  }

  // MARK: - Host and port

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

  /// The host, and whether it is a name with a final dot.
  private static func host(_ bytes: ArraySlice<UInt8>, scheme: String) throws(IndicatorError) -> (String, Bool) {
    if bytes.isEmpty, scheme == "file" { return ("", false) }
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
      let inner = Array(bytes.dropFirst().dropLast())
      guard let address = IPv6Address(parsing: inner.span) else {
        throw IndicatorError(.malformed, "the host in brackets is no IPv6 address; correct it")
      }
      return ("[\(address)]", false)
    }
    // Full-width and circled digits are digits once they are mapped, and only then is seen what the host is.
    let decoded = PercentEncoding.decoded(bytes)
    let name = try HostName.ascii(decoded.span)
    if let address = IPv4Address(resolving: name) { return (address.description, false) }
    let canonical = try HostName.canonicalASCII(name.span, isEncoded: decoded.contains { $0 >= 0x80 })
    return (canonical, name.last == UInt8(ascii: "."))
  }

  // MARK: - Path

  /// Backslashes of the path as slashes; those of query and fragment stay.
  private static func withoutBackslashes(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard bytes.contains(UInt8(ascii: "\\")) else { return bytes }
    var output = bytes
    for index in output.indices {
      if output[index] == UInt8(ascii: "?") || output[index] == UInt8(ascii: "#") { break }
      if output[index] == UInt8(ascii: "\\") { output[index] = UInt8(ascii: "/") }
    }
    return output
  }
}

extension IndicatorError {
  static let longURL = IndicatorError(.tooLong, "longer than 8192 bytes, the longest URL that is kept; shorten it")
  static let badPort = IndicatorError(.malformed, "the port is no number up to 65535; correct or remove it")
}
