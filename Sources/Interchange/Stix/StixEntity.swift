import Events
import JSON
import Time

extension StixObject {
  /// Types that are no intelligence of their own: free text, which is never in events, and definitions.
  static let passedOverTypes: Set<String> = ["note", "language-content", "extension-definition", "bundle"]

  private static let maximumNameLength = 300
  private static let maximumListLength = 64

  /// The object as an entity; its description, being free text, stays out.
  func entity(named name: String? = nil) -> EntityStatement {
    var facts = Facts()
    facts["aliases"] = list(texts("aliases") + texts("x_mitre_aliases") + texts("x_opencti_aliases"))
    facts["external_id"] = externalID.map { .text($0) }
    facts["types"] = list(typeProperties.flatMap(texts))
    facts["labels"] = list(labels)
    facts["kill_chain_phases"] = list(killChainPhases)
    for name in ["first_seen", "last_seen", "published"] {
      facts[name] = time(name).map { .text($0.rfc3339) }
    }
    if isRevoked { facts["revoked"] = true }
    if self["x_mitre_deprecated"]?.bool == true { facts["deprecated"] = true }
    facts["confidence"] = confidence
    let name = name ?? self["name"]?.string ?? self["value"]?.string ?? id
    return EntityStatement(
      key: StreamKey(kind: type, value: id), name: name.cut(to: Self.maximumNameLength), facts: facts,
      modifiedAt: modifiedAt, line: line)
  }

  /// The id in the catalogue that the object comes from, such as `T1566` or `CVE-2026-1234`.
  private var externalID: String? {
    let references = self["external_references"]?.array ?? []
    let catalogues = references.filter { $0["external_id"]?.string != nil }
    let mitre = catalogues.first { $0["source_name"]?.string?.hasPrefix("mitre") == true }
    return (mitre ?? catalogues.first)?["external_id"]?.string?.cut(to: Self.maximumNameLength)
  }

  /// `malware_types` of malware, `threat_actor_types` of threat actors, and so on.
  private var typeProperties: [String] {
    [
      "malware_types", "threat_actor_types", "infrastructure_types", "tool_types", "report_types", "roles",
      "identity_class",
      "x_mitre_domains",
    ]
  }

  private var killChainPhases: [String] {
    (self["kill_chain_phases"]?.array ?? []).compactMap { phase in
      guard let chain = phase["kill_chain_name"]?.string, let name = phase["phase_name"]?.string else { return nil }
      return "\(chain)/\(name)"
    }
  }

  private func list(_ texts: [String]) -> SignalValue? {
    let texts = LabelList(texts).labels
    return texts.isEmpty ? nil : .texts(texts)
  }
}
