import JSON
import Time

extension VirusTotalAPI {
  /// A domain: 400 where it is none under VirusTotal's rules (`.test` and the like have no registry), 404 if never seen.
  static func domain(_ call: Call, _ id: String) -> Result<VirusTotalObject, Refusal> {
    let name = id.lowercased()
    guard isDomain(name) else {
      return .failure(
        Refusal(error(400, "InvalidArgumentError", "Domain \"\(id)\" is not a valid domain pattern")))
    }
    let facts = call.world.domain(name)
    guard facts.standing != .unknown else {
      return .failure(Refusal(error(404, "NotFoundError", "Domain \"\(id)\" not found")))
    }
    var object = domainObject(call, name)
    object.relationships = [
      .init(
        name: "resolutions",
        objects: facts.addresses.enumerated().map { index, address in
          resolution(call, address: address, name: name, hours: facts.lastSeenHours + index * 43)
        }),
      .init(name: "subdomains", objects: facts.subdomains.map { domainObject(call, $0) }),
      .init(name: "siblings"),
      .init(name: "communicating_files", objects: facts.files.map { fileObject(call, call.world.file($0)) }),
      .init(name: "referrer_files"),
      .init(name: "historical_whois"),
      .init(name: "historical_ssl_certificates"),
      .init(name: "comments"),
      .init(name: "votes"),
      .init(
        name: "urls", isPremium: true, objects: facts.urls.compactMap { CanonicalURL($0).map { urlObject(call, $0) } }),
      .init(name: "downloaded_files", isPremium: true),
    ]
    return .success(object)
  }

  /// A domain's object without its relationships.
  static func domainObject(_ call: Call, _ name: String) -> VirusTotalObject {
    let facts = call.world.domain(name)
    let seen = call.world.now.earlier(hours: facts.lastSeenHours)
    let created = call.world.now.earlier(hours: facts.createdDays * 24)
    let verdicts = Engines.network(
      facts.draw, malicious: facts.detections, suspicious: facts.standing == .suspicious ? 1 : 0,
      isUnknown: facts.standing == .unknown)
    let records = facts.addresses.map { address in
      JSONValue.object(["type": "A", "ttl": 300, "value": .string(address)])
    }
    return VirusTotalObject(
      type: "domain", id: name, collection: "domains", links: call.origin + "/api/v3",
      attributes: [
        "tld": .string(name.split(separator: ".").last.map(String.init) ?? ""),
        "registrar": .string(facts.registrar),
        "categories": ["Forcepoint ThreatSeeker": .string(facts.category), "Sophos": .string(facts.category)],
        "creation_date": .integer(created.seconds), "expiration_date": .integer(created.seconds + 86_400 * 3650),
        "last_update_date": .integer(created.seconds + 3600),
        "last_dns_records": .array(records), "last_dns_records_date": .integer(seen.seconds),
        "last_analysis_stats": verdicts.stats, "last_analysis_results": verdicts.results,
        "last_analysis_date": .integer(seen.seconds), "last_modification_date": .integer(seen.seconds + 30),
        "popularity_ranks": facts.standing == .clean
          ? [
            "Majestic": [
              "rank": .integer(Int64(facts.draw.number("rank", in: 900...900_000))),
              "timestamp": .integer(seen.seconds),
            ]
          ]
          : [:],
        "reputation": .integer(reputation(facts.standing, facts.draw)),
        "tags": .array(facts.tags.map { .string($0) }), "total_votes": votes(facts.standing, facts.draw),
        "jarm": .string(facts.draw.hexadecimal("jarm", digits: 62)),
        "whois": .string("Domain Name: \(name)\nRegistrar: \(facts.registrar)\nCreation Date: \(created.rfc3339)\n"),
        "whois_date": .integer(seen.seconds),
      ])
  }

  private static func isDomain(_ name: String) -> Bool {
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, name.utf8.count <= 253, let top = labels.last,
      !["test", "invalid", "localhost", "local", "internal", "lan", "arpa", "onion"].contains(String(top)),
      !top.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
        && label.utf8.allSatisfy { byte in
          (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
    }
  }
}
