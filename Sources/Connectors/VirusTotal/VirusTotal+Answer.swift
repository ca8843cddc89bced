import Events
import Indicators
import JSON
import Time

extension VirusTotal {
  func answer(from response: HTTPResponse, about indicator: Indicator, receivedAt: Timestamp) -> LookupAnswer {
    .reading { () throws(LookupFailure) in
      switch response.status {
      case 200: .answered(try observation(in: try response.object(), about: indicator))
      case 404: try notFound(response)
      default: response.answerByStatus(receivedAt: receivedAt)
      }
    }
  }

  /// A 404 means "not found" only where VirusTotal itself says so; a proxy's or a wrong path's does not.
  private func notFound(_ response: HTTPResponse) throws(LookupFailure) -> LookupAnswer {
    let document = try response.object()
    guard document[path: "error", "code"]?.words == "NotFoundError" else {
      throw LookupFailure(.unexpectedStatus, response.message)
    }
    return .notFound
  }

  private func observation(in document: JSONValue, about indicator: Indicator) throws(LookupFailure) -> Observation {
    if document["error"]?.isPresent == true {
      throw LookupFailure(.vendorError, HTTPResponse.message(in: document) ?? "an error without words")
    }
    guard let data = document["data"], case .object = data, let attributes = data["attributes"],
      case .object = attributes
    else { throw LookupFailure(.malformed, "data.attributes is no object") }
    try requireSubject(of: data, attributes, is: indicator)

    var signals = SignalWriter(name)
    try EngineCounts(in: attributes)?.write(to: &signals)
    try Assessment(in: attributes)?.write(to: &signals)
    let tags = attributes["tags"]?.texts(Bounds.tags)
    signals.set("reputation", attributes["reputation"]?.integer)
    signals.set("votes_malicious", attributes[path: "total_votes", "malicious"]?.count)
    signals.set("votes_harmless", attributes[path: "total_votes", "harmless"]?.count)
    signals.set("threat_label", attributes[path: "popular_threat_classification", "suggested_threat_label"]?.words)
    signals.set("tags", tags)
    return Observation(
      status: .found, observedAt: attributes["last_analysis_date"]?.integer.flatMap(Timestamp.init(seconds:)),
      signals: signals.facts, labels: tags ?? [], relations: relations(in: attributes, of: indicator))
  }

  /// Addresses and domains must come back as asked; a file by whichever of its hashes was asked; a URL on its host,
  /// because VirusTotal answers with the canonical form of both.
  private func requireSubject(
    of data: JSONValue, _ attributes: JSONValue, is indicator: Indicator
  ) throws(LookupFailure) {
    guard let id = data["id"]?.words else { throw LookupFailure(.malformed, "data.id is no text") }
    func require(_ holds: Bool, _ subject: String) throws(LookupFailure) {
      guard !holds else { return }
      throw LookupFailure(.wrongSubject, "asked about \(indicator.value), the answer is about \(subject)")
    }
    if let type = data["type"]?.words, let expected = Self.types[indicator.kind] {
      try require(type == expected, "the \(type) \(id)")
    }
    switch indicator.kind {
    case .ipv4, .ipv6:
      try indicator.requireSameAddress(as: id)
    case .domain:
      try require(id.asHostname ?? id.lowercased() == indicator.value, id)
    case .url:
      guard let url = attributes["url"]?.string else { return }
      guard let asked = indicator.host, let answered = (try? Indicator(parsing: url, as: .url))?.host else { return }
      try require(asked == answered, url)
    case .md5, .sha1, .sha256:
      let stated = attributes[indicator.kind.rawValue]?.words ?? (indicator.kind == .sha256 ? id : nil)
      if let stated { try require(stated.lowercased() == indicator.value.lowercased(), stated) }
    case .cidr, .email, .sha512:
      throw LookupFailure(.wrongSubject, "VirusTotal was not asked about \(indicator.value)")
    }
  }

  private static let types: [IndicatorKind: String] = [
    .ipv4: "ip_address", .ipv6: "ip_address", .domain: "domain", .url: "url", .md5: "file", .sha1: "file",
    .sha256: "file",
  ]

  /// An address belongs to its autonomous system, a domain resolves to the addresses of its last DNS records.
  private func relations(in attributes: JSONValue, of indicator: Indicator) -> [Relation] {
    switch indicator.kind {
    case .ipv4, .ipv6:
      return [Relation.belongs(toAS: attributes["asn"]?.integer.map { String($0) })].compactMap { $0 }
    case .domain:
      let records = attributes["last_dns_records"]?.array?.prefix(Bounds.read) ?? []
      let addresses = records.filter { ["A", "AAAA"].contains($0["type"]?.words) }
        .compactMap { $0["value"]?.words.flatMap { IPAddress(parsing: $0)?.description } }
      return addresses.sortedOnce(Bounds.relations).compactMap { address in
        IPAddress(parsing: address).map { Relation(type: "resolves-to", target: StreamKey($0.indicator)) }
      }
    default:
      return []
    }
  }
}
