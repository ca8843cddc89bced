/// Which proxy a request goes through, as `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
///
/// Names in lower case count too and win. libcurl reads the proxy's address and the exceptions itself; this machine is
/// always an exception, whether or not `NO_PROXY` names it: what is meant for it is nobody else's business.
struct ProxySettings: Sendable {
  private let forSecure: String?
  private let forPlain: String?
  /// What `NO_PROXY` says.
  let exceptions: String

  private static let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

  init(environment: [String: String]) throws(SettingsError) {
    func value(_ name: String) -> (name: String, text: String)? {
      for name in [name.lowercased(), name] {
        if let text = environment[name], !text.isEmpty { return (name, text) }
      }
      return nil
    }
    let general = value("ALL_PROXY")
    forSecure = try (value("HTTPS_PROXY") ?? general).map(Self.checked)
    forPlain = try (value("HTTP_PROXY") ?? general).map(Self.checked)
    exceptions = value("NO_PROXY")?.text ?? ""
  }

  /// The address as it stands, if it can be one; an error names the variable and not the address, which may hold a
  /// password.
  private static func checked(_ setting: (name: String, text: String)) throws(SettingsError) -> String {
    func refuse(_ reason: String) -> SettingsError {
      SettingsError(problems: ["\(setting.name): \(reason); write it as http://host:port or socks5://host:port"])
    }
    var address = Substring(setting.text)
    if let separator = address.firstRange(of: "://") {
      guard schemes.contains(address[..<separator.lowerBound].lowercased()) else {
        throw refuse("this kind of proxy is not supported")
      }
      address = address[separator.upperBound...]
    }
    address = address.prefix { $0 != "/" }
    if let at = address.lastIndex(of: "@") { address = address[address.index(after: at)...] }
    do {
      _ = try BaseURL(parsing: "http://" + address)
    } catch {
      throw refuse(error.description)
    }
    return setting.text
  }

  /// The proxy for a base URL, or nil where it is reached directly, `NO_PROXY` apart.
  func proxy(for base: BaseURL) -> String? {
    guard !base.isLoopback else { return nil }
    return base.isSecure ? forSecure : forPlain
  }
}
