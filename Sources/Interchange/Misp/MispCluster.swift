import Events
import JSON

/// A MISP galaxy cluster that is a threat: an actor, a malware, a tool or a technique.
struct MispCluster: Hashable {
  /// The STIX type of the entity and its id, or the tag where there is no UUID to make an id from.
  let key: StreamKey
  let name: String
  let facts: Facts

  /// What an indicator says about the cluster.
  var relation: Relation { Relation(type: "indicates", target: key, name: name) }

  /// The cluster as an entity.
  func entity(line: Int) -> EntityStatement {
    EntityStatement(key: key, name: name, facts: facts, line: line)
  }

  /// Reads a cluster of a galaxy; nil for galaxies that name no threat, such as countries and sectors.
  ///
  /// The UUIDs of the `mitre-*` galaxies are those of the objects in ATT&CK, so that both become the same entity.
  init?(_ json: JSONValue, galaxyType: String?) {
    guard let galaxy = json["type"]?.string ?? galaxyType, let type = Self.types[galaxy],
      let value = json["value"]?.string, !value.isEmpty
    else { return nil }
    let (name, externalID) = Self.parts(of: value)
    var facts = Facts()
    facts["external_id"] = (json["meta"]?["external_id"]?.array?.first?.string ?? externalID).map {
      .text($0.cut(to: 100))
    }
    let aliases = LabelList(json["meta"]?["synonyms"]?.array?.compactMap(\.string) ?? []).labels
    if !aliases.isEmpty { facts["aliases"] = .texts(aliases) }
    let tag = "misp-galaxy:\(galaxy)=\"\(value)\"".cut(to: 300)
    let uuid = json["uuid"]?.string.flatMap(String.init(uuid:))
    self.init(type: type, id: uuid.map { "\(type)--\($0)" } ?? tag, name: name, facts: facts)
  }

  /// Reads the tag of a cluster, such as `misp-galaxy:threat-actor="APT 29"`.
  init?(tag: String) {
    let prefix = "misp-galaxy:"
    guard tag.hasPrefix(prefix), tag.hasSuffix("\""), let separator = tag.firstRange(of: "=\""),
      let type = Self.types[String(tag[..<separator.lowerBound].dropFirst(prefix.count))],
      separator.upperBound < tag.index(before: tag.endIndex)
    else { return nil }
    let (name, externalID) = Self.parts(of: String(tag[separator.upperBound...].dropLast()))
    var facts = Facts()
    facts["external_id"] = externalID.map { .text($0) }
    self.init(type: type, id: tag.cut(to: 300), name: name, facts: facts)
  }

  private init(type: String, id: String, name: String, facts: Facts) {
    key = StreamKey(kind: type, value: id)
    self.name = name.cut(to: 300)
    self.facts = facts
  }

  /// `Spearphishing Attachment - T1193` as its name and its id in ATT&CK.
  private static func parts(of value: String) -> (name: String, externalID: String?) {
    guard let separator = value.ranges(of: " - ").last else { return (value, nil) }
    let id = value[separator.upperBound...]
    guard let letter = id.first, "TGSMC".contains(letter), id.dropFirst().allSatisfy({ $0.isNumber || $0 == "." }),
      id.utf8.count >= 5, id.utf8.count <= 9
    else { return (value, nil) }
    return (String(value[..<separator.lowerBound]), String(id))
  }

  /// The STIX type of a galaxy's clusters, as OpenCTI's importer chooses it: an actor is an intrusion set.
  private static let types: [String: String] = [
    "threat-actor": "intrusion-set", "mitre-intrusion-set": "intrusion-set",
    "microsoft-activity-group": "intrusion-set",
    "360net-threat-actor": "intrusion-set",
    "mitre-attack-pattern": "attack-pattern", "mitre-ics-techniques": "attack-pattern",
    "mitre-mobile-attack-attack-pattern": "attack-pattern", "mitre-enterprise-attack-attack-pattern": "attack-pattern",
    "mitre-malware": "malware", "malpedia": "malware", "ransomware": "malware", "rat": "malware", "banker": "malware",
    "stealer": "malware", "backdoor": "malware", "botnet": "malware", "cryptominers": "malware", "android": "malware",
    "mitre-tool": "tool", "tool": "tool", "exploit-kit": "tool", "tds": "tool",
    "mitre-campaign": "campaign",
  ]
}

extension String {
  /// A UUID in lower case, or nil where the text is none.
  init?(uuid text: String) {
    guard text.utf8.count == 36 else { return nil }
    for (index, byte) in text.utf8.enumerated() {
      let isHyphen = index == 8 || index == 13 || index == 18 || index == 23
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"):
        guard !isHyphen else { return nil }
      case UInt8(ascii: "-"): guard isHyphen else { return nil }
      default: return nil
      }
    }
    self = text.lowercased()
  }
}
