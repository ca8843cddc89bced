extension Indicator {
  /// The value for people: no mail program or chat makes a link of it, and ``init(parsing:as:)`` reads it back.
  ///
  /// `hxxps[://]evil[.]example/a`, `user[@]evil[.]example`, `198[.]51[.]100[.]7`, `2001[:]db8[:][:]1`; hashes stay.
  public var defanged: String {
    switch kind {
    case .ipv4, .ipv6, .cidr, .domain: Self.bracketed(value[...], ".:")
    case .email: defangedEmail
    case .url: defangedURL
    case .md5, .sha1, .sha256, .sha512: value
    }
  }

  private var defangedEmail: String {
    guard let at = value.lastIndex(of: "@") else { return value }
    return value[..<at] + "[@]" + Self.bracketed(value[value.index(after: at)...], ".")
  }

  private var defangedURL: String {
    guard let colon = value.firstIndex(of: ":"), value[colon...].hasPrefix("://") else { return value }
    let rest = value[colon...].dropFirst(3)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    let scheme =
      switch value[..<colon] {
      case "http": "hxxp"
      case "https": "hxxps"
      case "ftp": "fxp"
      case let other: String(other)
      }
    let authority = rest[..<end]
    if scheme == "file" {
      // Behind the host may stand the port of WebDAV.
      let at = authority.firstIndex(of: "@") ?? end
      return scheme + "[://]" + Self.bracketed(authority[..<at], ".") + rest[at...]
    }
    // Behind the last @ stands the host; an IPv6 host has its own brackets.
    let host = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
    return scheme + "[://]" + authority[..<host] + Self.bracketed(authority[host...], ".") + rest[end...]
  }

  private static func bracketed(_ text: Substring, _ marks: String) -> String {
    text.reduce(into: "") { $0 += marks.contains($1) ? "[\($1)]" : String($1) }
  }
}
