import Indicators

/// Which proxy a request goes through, as `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
///
/// Names in lower case count too and win, as with curl. There is no exception that nobody asked for: addresses of this
/// machine go through the proxy as well unless `NO_PROXY` names them.
struct ProxySettings: Sendable {
  let forSecure: Proxy?
  let forPlain: Proxy?
  private let exceptions: [String]

  /// One proxy.
  struct Proxy: Hashable, Sendable {
    let isSOCKS: Bool
    let host: String
    let port: Int
    /// `user:password`, for `Proxy-Authorization: Basic`.
    let credentials: String?
  }

  init(environment: [String: String]) throws(SettingsError) {
    func value(_ name: String) -> (name: String, text: String)? {
      for name in [name.lowercased(), name] {
        if let text = environment[name], !text.isEmpty { return (name, text) }
      }
      return nil
    }
    let general = value("ALL_PROXY")
    forSecure = try (value("HTTPS_PROXY") ?? general).map(Self.proxy)
    forPlain = try (value("HTTP_PROXY") ?? general).map(Self.proxy)
    exceptions = (value("NO_PROXY")?.text ?? "").split(whereSeparator: { $0 == "," || $0.isWhitespace })
      .map { $0.lowercased() }
  }

  private static func proxy(_ setting: (name: String, text: String)) throws(SettingsError) -> Proxy {
    func refuse(_ reason: String) -> SettingsError {
      SettingsError(problems: ["\(setting.name): \(reason); write it as http://host:port or socks5://host:port"])
    }
    var text = Substring(setting.text)
    var isSOCKS = false
    if let separator = text.firstRange(of: "://") {
      switch text[..<separator.lowerBound].lowercased() {
      case "http": break
      case "socks5", "socks5h", "socks": isSOCKS = true
      default: throw refuse("this kind of proxy is not supported")
      }
      text = text[separator.upperBound...]
    }
    text = text.prefix { $0 != "/" }
    var credentials: String?
    if let at = text.lastIndex(of: "@") {
      credentials = String(text[..<at]).percentDecoded
      text = text[text.index(after: at)...]
    }
    guard !(isSOCKS && credentials != nil) else { throw refuse("a SOCKS proxy with a password is not supported") }
    do {
      let address = try BaseURL(parsing: "http://" + text)
      let port = address.port ?? (isSOCKS ? 1080 : 80)
      return Proxy(isSOCKS: isSOCKS, host: address.host, port: port, credentials: credentials)
    } catch {
      throw refuse(error.description)
    }
  }

  /// The proxy for a base URL, or nil where it is reached directly.
  func proxy(for base: BaseURL) -> Proxy? {
    guard let proxy = base.isSecure ? forSecure : forPlain, !exceptions.contains(where: { isException($0, base) })
    else { return nil }
    return proxy
  }

  /// `*`, a host with all names below it (`example.org`, `.example.org`), an address, a network (`10.0.0.0/8`), each
  /// but the network optionally with a port.
  private func isException(_ pattern: String, _ base: BaseURL) -> Bool {
    if pattern == "*" { return true }
    let host = IPAddress(parsing: base.host)
    if pattern.contains("/") {
      guard let network = CIDRBlock(parsing: pattern), let host else { return false }
      return network.contains(host)
    }
    if let address = IPAddress(parsing: pattern) { return address == host }
    guard let written = try? BaseURL(parsing: "http://" + pattern.drop { $0 == "." }) else { return false }
    if let port = written.port, port != base.port ?? (base.isSecure ? 443 : 80) { return false }
    if let address = IPAddress(parsing: written.host) { return address == host }
    return base.host == written.host || base.host.hasSuffix("." + written.host)
  }
}

extension String {
  /// The text with `%XX` read as bytes.
  fileprivate var percentDecoded: String {
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
