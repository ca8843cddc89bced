import Indicators
import Time

/// VirusTotal API v3: what some ninety engines make of an address, a domain, a URL or a file.
struct VirusTotal: Connector {
  let name = "virustotal"
  let kinds: [IndicatorKind] = [.ipv4, .ipv6, .domain, .url, .md5, .sha1, .sha256]
  let key = KeyRequirement.required(environment: "VIRUSTOTAL_TOKEN")
  let baseURL = "https://www.virustotal.com/api/v3"
  /// The free quota.
  let defaults = ConnectorDefaults(
    limits: RequestLimits(perMinute: 4, perDay: 500), timeToLive: .seconds(7 * 86_400), maximumTLP: .amber)

  func request(for indicator: Indicator, at base: BaseURL, key: Secret?) -> HTTPRequest? {
    guard let key else { return nil }
    let path: [String]
    switch indicator.kind {
    case .ipv4, .ipv6: path = ["ip_addresses", indicator.value]
    case .domain: path = ["domains", indicator.value]
    case .url: path = ["urls", Self.identifier(ofURL: indicator.value)]
    case .md5, .sha1, .sha256: path = ["files", indicator.value]
    case .cidr, .email, .sha512: return nil
    }
    return HTTPRequest(at: base, path: path, headers: [HTTPHeader("x-apikey", key.revealed())])
  }

  /// The id under which a URL is asked for: its base64url without padding (RFC 4648 §5).
  static func identifier(ofURL url: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var output: [UInt8] = []
    var bits = 0
    var pending = 0
    for byte in url.utf8 {
      pending = pending << 8 | Int(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        output.append(alphabet[pending >> bits & 63])
      }
      pending &= 63
    }
    if bits > 0 { output.append(alphabet[pending << (6 - bits) & 63]) }
    return String(decoding: output, as: UTF8.self)
  }
}
