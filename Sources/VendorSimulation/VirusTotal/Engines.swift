import JSON

/// The engines that judge, all invented: nothing here puts a verdict into a real product's mouth.
enum Engines {
  private static let stems = [
    "Alder", "Bastion", "Cobalt", "Dunlin", "Ember", "Fathom", "Granite", "Heron", "Isobar", "Juniper", "Kelvin",
    "Lantern", "Meridian", "Nimbus", "Opal", "Palisade", "Quarry", "Rampart",
  ]

  /// 72 engines for files.
  static let forFiles = stems.flatMap { ["\($0) AV", "\($0) Endpoint", "\($0) ML", "\($0)-Labs"] }
  /// 90 engines for addresses, domains and URLs.
  static let forNetwork = stems.flatMap {
    ["\($0) Intelligence", "\($0) Safe Browsing", "\($0) Blocklist", "\($0)-Labs", "\($0) URL Filter"]
  }

  /// What each engine says, and the sums of it.
  struct Verdicts {
    let results: JSONValue
    let stats: JSONValue
    let malicious: Int
  }

  /// Verdicts on an address, a domain or a URL.
  static func network(_ draw: Derivation, malicious: Int, suspicious: Int, isUnknown: Bool) -> Verdicts {
    let order = order(forNetwork.count, draw)
    var results = JSONObject()
    var counts = ["malicious": 0, "suspicious": 0, "undetected": 0, "harmless": 0]
    for (index, engine) in forNetwork.enumerated() {
      let rank = order[index]
      let (category, result) =
        switch rank {
        case ..<malicious: ("malicious", rank % 3 == 0 ? "phishing" : rank % 3 == 1 ? "malware" : "malicious")
        case ..<(malicious + suspicious): ("suspicious", "suspicious")
        default: isUnknown || rank % 3 == 0 ? ("undetected", "unrated") : ("harmless", "clean")
        }
      counts[category, default: 0] += 1
      results.append(
        engine,
        [
          "method": "blacklist", "engine_name": .string(engine), "category": .string(category),
          "result": .string(result),
        ])
    }
    return Verdicts(
      results: .object(results),
      stats: [
        "malicious": count(counts, "malicious"), "suspicious": count(counts, "suspicious"),
        "undetected": count(counts, "undetected"), "harmless": count(counts, "harmless"), "timeout": 0,
      ], malicious: counts["malicious"] ?? 0)
  }

  /// Verdicts on a file.
  static func file(_ draw: Derivation, malicious: Int, label: String?, update: String) -> Verdicts {
    let order = order(forFiles.count, draw)
    var results = JSONObject()
    var counts: [String: Int] = [:]
    for (index, engine) in forFiles.enumerated() {
      let rank = order[index]
      let category =
        switch rank {
        case ..<malicious: "malicious"
        case forFiles.count - 1: "failure"
        case (forFiles.count - 4)...: "type-unsupported"
        default: "undetected"
        }
      counts[category, default: 0] += 1
      let name = "\(label ?? "Generic.Suspect").\(rank % 7)"
      results.append(
        engine,
        [
          "method": "blacklist", "engine_name": .string(engine), "engine_version": .string("\(1 + rank % 9).\(rank).0"),
          "engine_update": .string(update), "category": .string(category),
          "result": category == "malicious" ? .string(name) : .null,
        ])
    }
    return Verdicts(
      results: .object(results),
      stats: [
        "malicious": count(counts, "malicious"), "suspicious": 0, "undetected": count(counts, "undetected"),
        "harmless": 0, "timeout": 0, "confirmed-timeout": 0, "failure": count(counts, "failure"),
        "type-unsupported": count(counts, "type-unsupported"),
      ], malicious: counts["malicious"] ?? 0)
  }

  /// For each engine its rank in an order that depends on the indicator: the first ranks detect.
  private static func order(_ count: Int, _ draw: Derivation) -> [Int] {
    let start = draw.number("engines", in: 0...(count - 1))
    // A step that shares no factor with the count visits each engine once.
    let step = [7, 11, 13, 17, 19][draw.number("step", in: 0...4)]
    return (0..<count).map { (start + $0 * step) % count }
  }

  private static func count(_ counts: [String: Int], _ name: String) -> JSONValue {
    .integer(Int64(counts[name] ?? 0))
  }
}
