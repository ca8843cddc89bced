import Events
import Indicators
import Time

/// VirusTotal API v3: what some ninety engines make of an address, a domain, a URL or a file.
struct VirusTotal: Connector {
  let name = "virustotal"
  let kinds: [IndicatorKind] = [.ipv4, .ipv6, .domain, .url, .md5, .sha1, .sha256]
  let key = KeyRequirement.required(environment: "VIRUSTOTAL_TOKEN")
  let baseURL = "https://www.virustotal.com/api/v3"
  let reach = Reach.database
  /// The free quota.
  let defaults = ConnectorDefaults(
    limits: RequestLimits(perMinute: 4, perDay: 500), timeToLive: .seconds(7 * 86_400), maximumTLP: .amber)

  func request(for indicator: Indicator, at base: BaseURL, key: Secret?) -> HTTPRequest? {
    guard let key else { return nil }
    let path: [String]
    switch indicator.kind {
    case .ipv4, .ipv6: path = ["ip_addresses", indicator.value]
    case .domain: path = ["domains", indicator.value]
    // The id of a URL is its base64url without padding.
    case .url: path = ["urls", Base64.urlEncoded(indicator.value)]
    case .md5, .sha1, .sha256: path = ["files", indicator.value]
    case .cidr, .email, .sha512: return nil
    }
    return HTTPRequest(at: base, path: path, headers: Self.headers(key))
  }

  /// Google Threat Intelligence answers with its assessment only those who name themselves in `x-tool`.
  static func headers(_ key: Secret?) -> [HTTPHeader] {
    [HTTPHeader("x-apikey", key?.revealed() ?? ""), HTTPHeader("x-tool", Product.nameAndVersion)]
  }
}
