import Events
import Indicators
import JSON
import Time

/// GreyNoise API v3: whether an address scans the whole internet, and whether it belongs to a known business service.
struct GreyNoise: Connector {
  let name = "greynoise"
  let kinds: [IndicatorKind] = [.ipv4]
  let key = KeyRequirement.required(environment: "GREYNOISE_KEY")
  let baseURL = "https://api.greynoise.io"
  let reach = Reach.database
  /// No limit is documented for a minute; plans count look-ups a year, which the vendor keeps itself.
  let defaults = ConnectorDefaults(
    limits: RequestLimits(perMinute: 60), timeToLive: .seconds(86_400), maximumTLP: .amber)

  func request(for indicator: Indicator, at base: BaseURL, key: Secret?) -> HTTPRequest? {
    guard let key, kinds.contains(indicator.kind) else { return nil }
    return HTTPRequest(
      at: base, path: ["v3", "ip", indicator.value], headers: [HTTPHeader("key", key.revealed())])
  }

  func answer(from response: HTTPResponse, about indicator: Indicator, receivedAt: Timestamp) -> LookupAnswer {
    .reading { () throws(LookupFailure) in
      switch response.status {
      // 206 is what a plan with restricted fields gets: all there is for it.
      case 200, 206: .answered(try observation(in: try response.object(), about: indicator))
      case 404: try notFound(response, indicator)
      case 403: .failed(LookupFailure(.keyRefused, response.message))
      default: response.answerByStatus(receivedAt: receivedAt)
      }
    }
  }

  /// A 404 is GreyNoise's own where it has a message, or the two sections.
  private func notFound(_ response: HTTPResponse, _ indicator: Indicator) throws(LookupFailure) -> LookupAnswer {
    let document = try response.object()
    if document["internet_scanner_intelligence"] != nil {
      return .answered(try observation(in: document, about: indicator))
    }
    guard document["message"]?.words != nil else { throw LookupFailure(.unexpectedStatus, response.message) }
    return .notFound
  }

  private func observation(in document: JSONValue, about indicator: Indicator) throws(LookupFailure) -> Observation {
    if let error = document["error"]?.words { throw LookupFailure(.vendorError, error) }
    let scanner = try section("internet_scanner_intelligence", of: document)
    let business = try section("business_service_intelligence", of: document)
    let noise = try found(in: scanner)
    let riot = try found(in: business)
    guard noise != nil || riot != nil else {
      throw LookupFailure(.malformed, "neither section says whether the address was found")
    }
    try indicator.requireSameAddress(as: document["ip"]?.words)
    var signals = SignalWriter(name)
    signals.set("noise", noise)
    TrustLevel(business["trust_level"]).write(isService: riot, to: &signals)
    guard noise == true || riot == true else { return Observation(status: .notFound, signals: signals.facts) }

    let tags = tagNames(in: scanner)
    signals.set("classification", scanner["classification"]?.words?.lowercased())
    signals.set("actor", scanner["actor"]?.words)
    signals.set("tags", tags)
    signals.set("vpn", scanner["vpn"]?.flag)
    signals.set("tor", scanner["tor"]?.flag)
    signals.set("bot", scanner["bot"]?.flag)
    signals.set("cves", vulnerabilities(in: scanner))
    let system = Relation.belongs(toAS: scanner[path: "metadata", "asn"]?.words)
    let names = [scanner[path: "metadata", "rdns"]?.words].compactMap { $0 }
    return Observation(
      status: .found, observedAt: lastSeen(in: scanner), signals: signals.facts, labels: tags ?? [],
      relations: (system.map { [$0] } ?? []) + Relation.relatedTo(hostnames: names))
  }

  private func section(_ name: String, of document: JSONValue) throws(LookupFailure) -> JSONValue {
    guard let section = document[name], section.isPresent else { return .null }
    guard case .object = section else { throw LookupFailure(.malformed, "\(name) is no object") }
    return section
  }

  /// Null where the plan does not cover the section.
  private func found(in section: JSONValue) throws(LookupFailure) -> Bool? {
    guard let value = section["found"], value.isPresent else { return nil }
    guard let found = value.flag else { throw LookupFailure(.malformed, "found is neither true nor false") }
    return found
  }

  /// The scanner's own list and those of its tags: most addresses have them only there.
  private func vulnerabilities(in scanner: JSONValue) -> [String]? {
    let tags = scanner["tags"].map { $0.array ?? [$0] } ?? []
    let lists = ([scanner] + tags.prefix(Bounds.read)).compactMap { $0["cves"]?.texts(Bounds.read) }
    guard !lists.isEmpty else { return nil }
    return lists.flatMap { $0 }.map { $0.uppercased() }.sortedOnce(Bounds.vulnerabilities)
  }

  /// The tags' names; the documentation also shows a single tag without a list around it.
  private func tagNames(in scanner: JSONValue) -> [String]? {
    guard let tags = scanner["tags"], tags.isPresent else { return nil }
    let elements = tags.array ?? [tags]
    let names = elements.prefix(Bounds.read).compactMap { $0["name"]?.words ?? $0["slug"]?.words ?? $0.words }
    return names.sortedOnce(Bounds.tags)
  }

  private func lastSeen(in scanner: JSONValue) -> Timestamp? {
    let stated = scanner["last_seen_timestamp"]
    return [stated?.string, stated?.array?.first?.string, scanner["last_seen"]?.string].lazy
      .compactMap { $0.flatMap { Timestamp(parsing: $0) } }.first
  }
}
