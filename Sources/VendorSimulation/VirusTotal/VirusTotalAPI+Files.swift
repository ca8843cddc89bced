import JSON
import Time

extension VirusTotalAPI {
  /// A file by any of its hashes; a malformed hash is simply not found, and echoed.
  static func file(_ call: Call, _ id: String) -> Result<VirusTotalObject, Refusal> {
    let hash = id.lowercased()
    let missing = error(404, "NotFoundError", "File \"\(id)\" not found")
    guard [32, 40, 64].contains(hash.utf8.count), hash.utf8.allSatisfy({ $0.hexadecimalDigit != nil }) else {
      return .failure(Refusal(missing))
    }
    let facts = call.world.file(hash)
    guard facts.standing != .unknown else { return .failure(Refusal(missing)) }
    var object = fileObject(call, facts)
    let links = object.links
    object.relationships = [
      .init(
        name: "contacted_ips", objects: facts.addresses.compactMap { IPAddress($0).map { addressObject(call, $0) } }),
      .init(name: "contacted_domains", objects: facts.domains.map { domainObject(call, $0) }),
      .init(name: "contacted_urls", objects: facts.urls.compactMap { CanonicalURL($0).map { urlObject(call, $0) } }),
      .init(
        name: "dropped_files",
        objects: facts.sha256 == World.loader.sha256 ? [fileObject(call, World.stealer)] : []),
      .init(
        name: "execution_parents",
        objects: facts.sha256 == World.stealer.sha256 ? [fileObject(call, World.loader)] : []),
      .init(name: "bundled_files"),
      .init(name: "behaviours"),
      .init(name: "collections"),
      .init(name: "comments"),
      .init(
        name: "votes",
        objects: facts.standing == .malicious ? [vote(facts.sha256, links, facts.draw)] : []),
      .init(name: "similar_files", isPremium: true),
    ]
    return .success(object)
  }

  /// A file's object without its relationships.
  static func fileObject(_ call: Call, _ facts: FileFacts) -> VirusTotalObject {
    let seen = call.world.now.earlier(hours: facts.lastSeenHours)
    let first = call.world.now.earlier(hours: facts.firstSeenDays * 24)
    let update = seen.day.split(separator: "-").joined()
    let verdicts = Engines.file(facts.draw, malicious: facts.detections, label: facts.threatLabel, update: update)
    var attributes: JSONObject = [
      "md5": .string(facts.md5), "sha1": .string(facts.sha1), "sha256": .string(facts.sha256),
      "size": .integer(Int64(facts.size)), "type_description": "Win32 EXE", "type_tag": "peexe",
      "type_tags": ["executable", "windows", "win32", "pe", "peexe"], "type_extension": "exe",
      "magic": "PE32 executable (GUI) Intel 80386, for MS Windows", "magika": "PEBIN",
      "tlsh": .string("T1" + facts.draw.hexadecimal("tlsh", digits: 70).uppercased()),
      "vhash": .string(facts.draw.hexadecimal("vhash", digits: 17)),
      "authentihash": .string(facts.draw.hexadecimal("authentihash", digits: 64)),
      "meaningful_name": .string(facts.names.first ?? ""), "names": .array(facts.names.map { .string($0) }),
      "tags": .array(facts.tags.map { .string($0) }),
      "times_submitted": .integer(Int64(facts.draw.number("submitted", in: 1...90))),
      "unique_sources": .integer(Int64(facts.draw.number("sources", in: 1...40))),
      "reputation": .integer(reputation(facts.standing, facts.draw)), "total_votes": votes(facts.standing, facts.draw),
      "creation_date": .integer(first.earlier(hours: 48).seconds), "first_submission_date": .integer(first.seconds),
      "last_submission_date": .integer(seen.earlier(hours: 2).seconds), "last_analysis_date": .integer(seen.seconds),
      "last_modification_date": .integer(seen.seconds + 60), "last_analysis_stats": verdicts.stats,
      "last_analysis_results": verdicts.results,
    ]
    if let label = facts.threatLabel {
      let parts = label.split(whereSeparator: { $0 == "." || $0 == "/" }).map { JSONValue.string(String($0)) }
      let half = JSONValue.integer(Int64(max(1, verdicts.malicious / 2)))
      attributes.append(
        "popular_threat_classification",
        [
          "suggested_threat_label": .string(label),
          "popular_threat_category": [["value": parts[0], "count": half]],
          "popular_threat_name": .array(parts.dropFirst().map { ["value": $0, "count": half] }),
        ])
    }
    return VirusTotalObject(
      type: "file", id: facts.sha256, collection: "files", links: call.origin + "/api/v3", attributes: attributes)
  }

  /// Negative for what the community holds for bad.
  static func reputation(_ standing: Standing, _ draw: Derivation) -> Int64 {
    switch standing {
    case .malicious: Int64(-draw.number("reputation", in: 1...120))
    case .suspicious: Int64(-draw.number("reputation", in: 0...5))
    case .service: 240
    case .clean: Int64(draw.number("reputation", in: 0...40))
    case .scanner, .unknown: 0
    }
  }

  static func votes(_ standing: Standing, _ draw: Derivation) -> JSONValue {
    let malicious = standing == .malicious ? draw.number("votes", in: 0...20) : standing == .service ? 3 : 0
    let harmless = standing == .clean || standing == .service ? draw.number("votes", in: 0...20) : 0
    return ["harmless": .integer(Int64(harmless)), "malicious": .integer(Int64(malicious))]
  }

  static func vote(_ id: String, _ links: String, _ draw: Derivation) -> VirusTotalObject {
    VirusTotalObject(
      type: "vote", id: "f-\(id)-\(draw.hexadecimal("voter", digits: 8))", collection: "votes", links: links,
      attributes: ["verdict": "malicious", "value": -1])
  }
}
