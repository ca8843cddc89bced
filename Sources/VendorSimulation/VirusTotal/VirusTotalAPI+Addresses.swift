import JSON
import Time

extension VirusTotalAPI {
  /// An address; VirusTotal answers about any, save one in the story.
  static func address(_ call: Call, _ id: String) -> Result<VirusTotalObject, Refusal> {
    guard let address = IPAddress(id) else {
      return .failure(
        Refusal(error(400, "InvalidArgumentError", "IP \"\(id)\" is not a valid IP address pattern")))
    }
    guard !["192.0.2.199", "192.88.99.199"].contains(address.text) else {
      return .failure(Refusal(error(404, "NotFoundError", "IP \"\(id)\" not found")))
    }
    let facts = call.world.host(address)
    var object = addressObject(call, address)
    object.relationships = [
      .init(
        name: "resolutions",
        objects: facts.resolutions.enumerated().map { index, name in
          resolution(call, address: address.text, name: name, hours: facts.lastSeenHours + index * 31)
        }),
      .init(name: "communicating_files", objects: facts.files.map { fileObject(call, call.world.file($0)) }),
      .init(name: "referrer_files"),
      .init(name: "historical_whois"),
      .init(name: "historical_ssl_certificates"),
      .init(name: "comments"),
      .init(name: "votes"),
      .init(
        name: "urls", isPremium: true, objects: facts.urls.compactMap { CanonicalURL($0).map { urlObject(call, $0) } }),
      .init(
        name: "downloaded_files", isPremium: true,
        objects: facts.urls.isEmpty ? [] : facts.files.map { fileObject(call, call.world.file($0)) }),
    ]
    return .success(object)
  }

  /// An address's object without its relationships.
  static func addressObject(_ call: Call, _ address: IPAddress) -> VirusTotalObject {
    let facts = call.world.host(address)
    let seen = call.world.now.earlier(hours: facts.lastSeenHours)
    let verdicts = Engines.network(
      facts.draw, malicious: facts.detections, suspicious: facts.suspicions, isUnknown: facts.standing == .unknown)
    var attributes: JSONObject = [
      "as_owner": .string(facts.place.organization), "asn": .integer(Int64(facts.place.asn)),
      "continent": .string(facts.place.continent), "country": .string(facts.place.countryCode),
      "network": .string(address.network), "regional_internet_registry": .string(facts.place.registry),
      "last_analysis_stats": verdicts.stats, "last_analysis_results": verdicts.results,
      "reputation": .integer(reputation(facts.standing, facts.draw)), "total_votes": votes(facts.standing, facts.draw),
      "tags": facts.isTor ? ["tor"] : [], "jarm": .string(facts.draw.hexadecimal("jarm", digits: 62)),
      "whois": .string("inetnum: \(address.network)\nnetname: EXAMPLE-NET\norg-name: \(facts.place.organization)\n"),
      "whois_date": .integer(call.world.now.earlier(hours: facts.lastSeenHours + 400).seconds),
      "last_analysis_date": .integer(seen.seconds), "last_modification_date": .integer(seen.seconds + 45),
    ]
    if facts.tags.contains("c2") {
      attributes.append(
        "crowdsourced_context",
        [
          [
            "title": "Operation Grey Harrier infrastructure", "details": "Beacon C2 server (confidence level: 90%)",
            "severity": "high", "source": "Example Sharing Group", "timestamp": .integer(seen.seconds),
          ]
        ])
    }
    return VirusTotalObject(
      type: "ip_address", id: address.text, collection: "ip_addresses", links: call.origin + "/api/v3",
      attributes: attributes)
  }

  /// One observation that a name pointed to an address; the same from either side.
  static func resolution(_ call: Call, address: String, name: String, hours: Int) -> VirusTotalObject {
    VirusTotalObject(
      type: "resolution", id: address + name, collection: "resolutions", links: call.origin + "/api/v3",
      attributes: [
        "date": .integer(call.world.now.earlier(hours: hours).seconds), "host_name": .string(name),
        "ip_address": .string(address), "resolver": "VirusTotal",
      ])
  }

  /// A resolution by its id, which is the address with the name behind it.
  static func resolution(_ call: Call, _ id: String) -> Result<VirusTotalObject, Refusal> {
    let end = id.utf8.firstIndex { !($0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || $0.hexadecimalDigit != nil) }
    var mark = end ?? id.endIndex
    while mark > id.startIndex {
      if let address = IPAddress(String(id[..<mark])) {
        let name = String(id[mark...])
        let facts = call.world.host(address)
        let index = facts.resolutions.firstIndex(of: name)
        if index != nil || call.world.domain(name).addresses.contains(address.text) {
          let hours = facts.lastSeenHours + (index ?? 0) * 31
          return .success(resolution(call, address: address.text, name: name, hours: hours))
        }
      }
      mark = id.index(before: mark)
    }
    return .failure(Refusal(notFound))
  }
}
