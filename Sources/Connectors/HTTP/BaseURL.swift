import Indicators

/// The address of a vendor's API, to which paths are appended.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
  /// Whether the connection is encrypted.
  public let isSecure: Bool
  /// The host in lower case, an IPv6 address without brackets.
  public let host: String
  /// The port, where it is not the scheme's own.
  public let port: Int?
  /// The path, without a slash at its end; empty where there is none.
  public let path: String

  /// Why a text is no base URL, in words that say what to do and never repeat the text: a key may have got into it.
  public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason.
    public let description: String
  }

  /// Reads `https://host[:port][/path]`, with or without a slash at the end.
  public init(parsing text: String) throws(Problem) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw Problem(description: "it must hold neither spaces nor letters beyond ASCII")
    }
    let lower = text.lowercased()
    let rest: Substring
    if lower.hasPrefix("https://") {
      isSecure = true
      rest = text.dropFirst(8)
    } else if lower.hasPrefix("http://") {
      isSecure = false
      rest = text.dropFirst(7)
    } else {
      throw Problem(description: "it must begin with https:// or http://")
    }
    guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
      throw Problem(description: "it must have no query and no fragment")
    }
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else {
      throw Problem(description: "it must hold no user name or password; keys have a setting of their own")
    }
    (host, port) = try Self.hostAndPort(authority)
    var path = rest.dropFirst(authority.count)
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
  }

  private static func hostAndPort(_ authority: Substring) throws(Problem) -> (String, Int?) {
    var host = authority
    var digits: Substring?
    if authority.first == "[" {
      guard let close = authority.firstIndex(of: "]") else { throw Problem(description: "a ']' is missing") }
      host = authority[authority.index(after: authority.startIndex)..<close]
      guard case .v6? = IPAddress(parsing: host) else {
        throw Problem(description: "what stands in square brackets is not an IPv6 address")
      }
      let after = authority[authority.index(after: close)...]
      guard after.isEmpty || after.first == ":" else { throw Problem(description: "only a port may follow the ']'") }
      digits = after.isEmpty ? nil : after.dropFirst()
    } else {
      if let colon = authority.firstIndex(of: ":") {
        host = authority[..<colon]
        digits = authority[authority.index(after: colon)...]
      }
      let isName = host.utf8.allSatisfy { $0.isASCIILetterOrDigit || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
      guard isName, !host.isEmpty, host.utf8.count <= 253 else {
        throw Problem(description: "there is no host name or address (IPv6 in square brackets)")
      }
    }
    guard let digits, !digits.isEmpty else { return (host.lowercased(), nil) }
    guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let port = Int(digits), (1...65_535).contains(port)
    else {
      throw Problem(description: "the port must be a number from 1 to 65535")
    }
    return (host.lowercased(), port)
  }

  /// Whether it is on this machine, by name or by address.
  public var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    return IPAddress(parsing: host)?.isLoopback ?? false
  }

  /// Scheme, host and port, such as `https://api.shodan.io`.
  public var origin: String {
    let scheme = isSecure ? "https" : "http"
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(scheme)://\(name)\(port.map { ":\($0)" } ?? "")"
  }

  /// The whole base without a slash at its end.
  public var description: String { origin + path }

  /// The URL of a path below the base; segments, query names and values are percent-encoded here.
  func url(path segments: [String], query: [(String, String)]) -> String {
    var url = description
    for segment in segments { url += "/" + segment.percentEncoded(keeping: ":") }
    for (index, (name, value)) in query.enumerated() {
      url += (index == 0 ? "?" : "&") + name.percentEncoded() + "=" + value.percentEncoded(keeping: ":")
    }
    return url
  }
}

extension String {
  /// Percent-encodes every byte but the unreserved ones of RFC 3986 and the kept ones.
  func percentEncoded(keeping kept: Unicode.Scalar? = nil) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var encoded = String.UnicodeScalarView()
    for byte in utf8 {
      let scalar = Unicode.Scalar(byte)
      if byte.isASCIILetterOrDigit || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte) || scalar == kept {
        encoded.append(scalar)
      } else {
        encoded.append("%")
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 15)])
      }
    }
    return String(encoded)
  }
}

extension UInt8 {
  var isASCIILetterOrDigit: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}
