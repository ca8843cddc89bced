import Events
import Indicators
import JSON
import Time

/// Shodan: which services an address offers to the internet.
struct Shodan: Connector {
  let name = "shodan"
  let kinds: [IndicatorKind] = [.ipv4, .ipv6]
  let key = KeyRequirement.required(environment: "SHODAN_TOKEN")
  let baseURL = "https://api.shodan.io"
  let reach = Reach.database
  /// One request a second on every plan; host look-ups cost no credits.
  let defaults = ConnectorDefaults(
    limits: RequestLimits(perSecond: 1, perMinute: 60), timeToLive: .seconds(7 * 86_400), maximumTLP: .amber)

  func request(for indicator: Indicator, at base: BaseURL, key: Secret?) -> HTTPRequest? {
    guard let key, kinds.contains(indicator.kind) else { return nil }
    return HTTPRequest(at: base, path: ["shodan", "host", indicator.value], query: [("key", key.revealed())])
  }

  func answer(from response: HTTPResponse, about indicator: Indicator, receivedAt: Timestamp) -> LookupAnswer {
    .reading { () throws(LookupFailure) in
      switch response.status {
      case 200:
        return .answered(try observation(in: try response.object(), about: indicator))
      case 404:
        guard try response.object()["error"]?.words?.lowercased().hasPrefix("no information") == true else {
          throw LookupFailure(.unexpectedStatus, response.message)
        }
        return .notFound
      case 429:
        // The only rate there is is one of a second; a page of something in front of Shodan speaks of another.
        let window: LimitWindow = (try? response.object()) == nil ? .minute : .second
        return .rateLimited(
          .afterRefusal(response, receivedAt: receivedAt, reason: response.message, otherwise: window))
      case 401 where response.message.speaksOfPlan:
        throw LookupFailure(.forbidden, response.message)
      default:
        return response.answerByStatus(receivedAt: receivedAt)
      }
    }
  }

  private func observation(in host: JSONValue, about indicator: Indicator) throws(LookupFailure) -> Observation {
    if let error = host["error"]?.words { throw LookupFailure(.vendorError, error) }
    try indicator.requireSameAddress(as: host["ip_str"]?.words)
    var signals = SignalWriter(name)
    let tags = host["tags"]?.texts(Bounds.tags)
    let hostnames = host["hostnames"]?.texts(Bounds.hostnames)
    signals.set("ports", try ports(in: host))
    signals.set("vulns", vulnerabilities(in: host))
    signals.set("tags", tags)
    signals.set("org", host["org"]?.words)
    signals.set("asn", host["asn"]?.words)
    signals.set("os", host["os"]?.words)
    signals.set("hostnames", hostnames)
    let system = Relation.belongs(toAS: host["asn"]?.words)
    return Observation(
      status: .found, observedAt: host["last_update"]?.string.flatMap { Timestamp(parsing: $0) },
      signals: signals.facts, labels: tags ?? [],
      relations: (system.map { [$0] } ?? []) + Relation.relatedTo(hostnames: hostnames ?? []))
  }

  private func ports(in host: JSONValue) throws(LookupFailure) -> [Int64]? {
    guard let value = host["ports"], value.isPresent else { return nil }
    guard let ports = value.ports else { throw LookupFailure(.malformed, "ports is no list") }
    return ports
  }

  /// The host's own list, and the names in its banners, where Shodan writes them as the members of an object.
  ///
  /// A name that begins with `!` was verified not to be: it takes away the same name in its list, which was inferred from a
  /// version, and is none itself.
  private func vulnerabilities(in host: JSONValue) -> [String]? {
    var names = host["vulns"].flatMap(Self.vulnerabilityNames)
    for banner in host["data"]?.array?.prefix(Bounds.read) ?? [] {
      guard let more = banner["vulns"].flatMap(Self.vulnerabilityNames) else { continue }
      names = (names ?? []) + more
    }
    return names?.sortedOnce(Bounds.vulnerabilities)
  }

  private static func vulnerabilityNames(_ value: JSONValue) -> [String]? {
    (value.object.map { $0.members.prefix(Bounds.read).map(\.name.bounded) } ?? value.texts(Bounds.read))?
      .withoutDisproved
  }
}

extension String {
  /// Whether a refusal is about what the plan covers rather than about the key.
  fileprivate var speaksOfPlan: Bool {
    let text = lowercased()
    return text.contains("upgrade") || text.contains("membership")
  }
}
