import Events
import Indicators
import JSON

/// A STIX cyber observable: something that was there, which says nothing about malice.
struct StixObservable {
  /// The types that hold indicators of our kinds.
  static let indicatorTypes: Set<String> = [
    "ipv4-addr", "ipv6-addr", "domain-name", "url", "email-addr", "file", "artifact", "hostname", "x-opencti-hostname",
  ]
  /// The types of things that might be indicators, of kinds that we do not hold.
  static let foreignTypes: Set<String> = [
    "mac-addr", "mutex", "windows-registry-key", "x509-certificate", "cryptocurrency-wallet", "phone-number",
    "user-agent", "payment-card", "bank-account",
  ]
  /// The types that only join others or describe a machine.
  static let otherTypes: Set<String> = [
    "directory", "email-message", "email-mime-component", "network-traffic", "process", "software", "user-account",
    "text",
    "media-content", "credential", "tracking-number", "persona", "ssh-key",
  ]

  /// Whether an id is that of an observable which may hold indicators.
  static func isReference(_ id: String) -> Bool {
    guard id.utf8.count <= StixObject.maximumIDLength, let separator = id.firstRange(of: "--") else { return false }
    return indicatorTypes.contains(String(id[..<separator.lowerBound]))
  }

  /// The indicators that it holds: several for a file with several hashes.
  var indicators: [Indicator] = []
  /// Why there are not more.
  var reasons: [(text: String, reason: String)] = []

  /// Reads the properties of an observable of one of the ``indicatorTypes``.
  init(type: String, json: JSONObject) {
    switch type {
    case "ipv4-addr", "ipv6-addr": read(json["value"], IndicatorKind.addresses)
    case "domain-name": read(json["value"], [.domain])
    case "hostname", "x-opencti-hostname": read(json["value"], IndicatorKind.hosts)
    case "url": read(json["value"], [.url])
    case "email-addr": read(json["value"], [.email])
    default: readHashes(json["hashes"]?.object)
    }
    if indicators.isEmpty, reasons.isEmpty { reasons = [(type, "the \(type) has no \(noun(type)) that we hold")] }
  }

  private func noun(_ type: String) -> String { ["file", "artifact"].contains(type) ? "hash" : "value" }

  private mutating func read(_ value: JSONValue?, _ kinds: [IndicatorKind]) {
    guard let text = value?.string else { return }
    do throws(IndicatorError) {
      let indicator = try Indicator(parsing: text, asOneOf: kinds)
      if !indicators.contains(indicator) { indicators.append(indicator) }
    } catch {
      reasons.append((text.cut(to: 200), String(describing: error)))
    }
  }

  private mutating func readHashes(_ hashes: JSONObject?) {
    for member in hashes?.members.prefix(32) ?? [] {
      if let kind = IndicatorKind(hashAlgorithm: member.name) { read(member.value, [kind]) }
    }
  }
}
