import Events
import Indicators
import JSON
import Time

/// Shodan InternetDB: ports, products and inferred vulnerabilities of an address, without a key.
struct InternetDB: Connector {
  let name = "internetdb"
  let kinds: [IndicatorKind] = [.ipv4, .ipv6]
  let key = KeyRequirement.none
  let baseURL = "https://internetdb.shodan.io"
  let reach = Reach.database
  /// No limit is documented, but some 600 requests without a pause were answered with an hour's ban.
  ///
  /// The data is renewed weekly.
  let defaults = ConnectorDefaults(
    limits: RequestLimits(perMinute: 120), timeToLive: .seconds(7 * 86_400), maximumTLP: .clear)

  func request(for indicator: Indicator, at base: BaseURL, key: Secret?) -> HTTPRequest? {
    guard kinds.contains(indicator.kind) else { return nil }
    return HTTPRequest(at: base, path: [indicator.value])
  }

  func answer(from response: HTTPResponse, about indicator: Indicator, receivedAt: Timestamp) -> LookupAnswer {
    .reading { () throws(LookupFailure) in
      switch response.status {
      case 200:
        return .answered(try observation(in: try response.object(), about: indicator))
      case 404:
        // The server's framework says "Not Found" for a wrong path: that is no answer about the address.
        guard try response.object()["detail"]?.words?.lowercased().hasPrefix("no information") == true else {
          throw LookupFailure(.unexpectedStatus, response.message)
        }
        return .notFound
      default:
        return response.answerByStatus(receivedAt: receivedAt)
      }
    }
  }

  private func observation(in host: JSONValue, about indicator: Indicator) throws(LookupFailure) -> Observation {
    if let error = host["error"]?.words ?? host["detail"]?.words { throw LookupFailure(.vendorError, error) }
    try indicator.requireSameAddress(as: host["ip"]?.words)
    guard let ports = host["ports"]?.ports else { throw LookupFailure(.malformed, "ports is no list") }
    var signals = SignalWriter(name)
    let tags = host["tags"]?.texts(Bounds.tags)
    let hostnames = host["hostnames"]?.texts(Bounds.hostnames)
    signals.set("ports", ports)
    signals.set("vulns", host["vulns"]?.texts(Bounds.read)?.withoutDisproved.sortedOnce(Bounds.vulnerabilities))
    signals.set("tags", tags)
    signals.set("hostnames", hostnames)
    signals.set("cpes", host["cpes"]?.texts(Bounds.tags))
    return Observation(
      status: .found, signals: signals.facts, labels: tags ?? [],
      relations: Relation.relatedTo(hostnames: hostnames ?? []))
  }

  /// There is no key to check: a look-up of an address that is always there.
  func checkRequest(at base: BaseURL, key: Secret?) -> HTTPRequest {
    HTTPRequest(at: base, path: ["1.1.1.1"])
  }

  func checkAnswer(from response: HTTPResponse, receivedAt: Timestamp) -> CheckAnswer {
    let subject = Indicator(.ipv4, canonical: "1.1.1.1")
    switch answer(from: response, about: subject, receivedAt: receivedAt) {
    case .answered: return .working(KeyStatus())
    case .failed(let failure): return .failed(failure)
    case .rateLimited(let pause): return .rateLimited(pause)
    }
  }
}
