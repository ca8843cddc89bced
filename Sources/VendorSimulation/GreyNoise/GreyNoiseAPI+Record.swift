import JSON
import Time

extension GreyNoiseAPI {
  /// What both data sets hold about an address; absent texts are empty, never null.
  func record(_ facts: HostFacts, now: Timestamp, isQuick: Bool, plan: APIKeys.Plan) -> JSONObject {
    [
      "ip": .string(facts.address.text),
      "business_service_intelligence": business(facts, now: now, isQuick: isQuick, plan: plan),
      "internet_scanner_intelligence": scanner(facts, now: now, isQuick: isQuick, plan: plan),
    ]
  }

  private func business(_ facts: HostFacts, now: Timestamp, isQuick: Bool, plan: APIKeys.Plan) -> JSONValue {
    let isService = facts.standing == .service
    guard plan == .full else { return ["found": nil, "trust_level": ""] }
    // Trust levels are strings: "1" high, "2" moderate.
    let trust: JSONValue = isService ? .string(facts.draw.pick("trust", from: ["1", "1", "2"])) : ""
    guard !isQuick else { return ["found": .bool(isService), "trust_level": trust] }
    func text(_ text: String) -> JSONValue { .string(isService ? text : "") }
    return [
      "found": .bool(isService), "category": text("public_dns"), "name": text(facts.actor),
      "description": text("An invented public resolver."),
      "explanation": text("Many machines ask it for names; traffic from it is answers."),
      "last_updated": text(now.earlier(hours: 6).midnight.rfc3339), "reference": text("https://dns.example/"),
      "trust_level": trust,
    ]
  }

  private func scanner(_ facts: HostFacts, now: Timestamp, isQuick: Bool, plan: APIKeys.Plan) -> JSONValue {
    let isNoise = facts.standing != .service
    let kind = JSONValue.string(isNoise ? classification(facts) : "")
    guard !isQuick else { return ["found": .bool(isNoise), "classification": kind] }
    let seen = now.earlier(hours: facts.lastSeenHours)
    let isFull = plan == .full && isNoise
    return [
      "first_seen": .string(isFull ? now.earlier(hours: facts.firstSeenDays * 24).day : ""),
      "last_seen": .string(isNoise ? seen.day : ""), "found": .bool(isNoise),
      "tags": .array(isNoise ? facts.behaviours.map { tag($0, facts, seen) } : []),
      "actor": .string(isNoise ? facts.actor : ""), "spoofable": false, "classification": kind,
      "cves": strings(isFull ? Array(facts.vulnerabilities.prefix(1)) : []),
      "bot": .bool(isNoise && facts.draw.chance("bot", percent: 10)),
      "vpn": .bool(isNoise && facts.isVPN), "vpn_service": .string(isNoise && facts.isVPN ? "EXAMPLE_VPN" : ""),
      "tor": .bool(isNoise && facts.isTor), "metadata": metadata(facts, isFull: isFull),
      "raw_data": rawData(facts, isFull: isFull),
      "last_seen_timestamp": .string(isNoise ? "\(seen.day) \(seen.clock)" : ""),
    ]
  }

  private func tag(_ name: String, _ facts: HostFacts, _ seen: Timestamp) -> JSONValue {
    let slug = name.lowercased().split(whereSeparator: { $0 == " " || $0 == "/" }).joined(separator: "-")
    let intention = facts.standing == .scanner ? "benign" : facts.standing == .malicious ? "malicious" : "suspicious"
    return [
      "id": .string(uuid(Derivation(name), "tag")), "slug": .string(slug), "name": .string(name),
      "description": .string("IP addresses with this tag have been observed doing what its name says."),
      "category": .string(name.hasSuffix("Scanner") ? "actor" : "activity"), "intention": .string(intention),
      "references": [.string("https://tags.example/\(slug)")], "cves": [],
      "recommend_block": .bool(intention == "malicious"),
      "created": "2021-04-02", "updated_at": .string("\(seen.day)T\(seen.clock).002041Z"),
    ]
  }

  private func metadata(_ facts: HostFacts, isFull: Bool) -> JSONValue {
    let place = facts.place
    let targets = facts.draw.some("targets", 1...3, from: Place.all)
    let rdns = facts.hostnames.first ?? ""
    return [
      "asn": .string("AS\(place.asn)"), "source_country": .string(place.country),
      "source_country_code": .string(place.countryCode), "source_city": .string(place.city),
      "domain": .string(place.domain), "rdns_parent": .string(rdns.isEmpty ? "" : place.domain),
      "rdns_validated": .bool(!rdns.isEmpty), "organization": .string(place.organization),
      "category": .string(place.category), "rdns": .string(rdns), "os": "",
      "sensor_count": .integer(isFull ? Int64(facts.draw.number("sensors", in: 1...1200)) : 0),
      "sensor_hits": .integer(isFull ? Int64(facts.draw.number("hits", in: 5...400_000)) : 0),
      "region": .string(place.region), "mobile": .bool(place.category == "mobile"), "single_destination": false,
      "destination_countries": strings(isFull ? targets.map(\.country) : []),
      "destination_country_codes": strings(isFull ? targets.map(\.countryCode) : []),
      "destination_asns": strings(isFull ? targets.map { "AS\($0.asn)" } : []),
      "destination_cities": strings(isFull ? targets.map(\.city) : []), "carrier": "", "datacenter": "",
      "longitude": .number(place.longitude), "latitude": .number(place.latitude),
    ]
  }

  private func rawData(_ facts: HostFacts, isFull: Bool) -> JSONValue {
    let ports = facts.draw.some("scanned", 1...4, from: [22, 23, 80, 443, 445, 2323, 8080])
    return [
      "scan": .array(isFull ? ports.map { ["port": .integer(Int64($0)), "protocol": "tcp"] } : []),
      "ja3": isFull
        ? [
          [
            "fingerprint": .string(facts.draw.hexadecimal("ja3", digits: 32)),
            "port": .integer(Int64(ports.first ?? 443)),
          ]
        ]
        : [],
      "hassh": [],
      "http": [
        "md5": [], "cookie_keys": [], "request_authorization": [], "request_cookies": [],
        "request_header": isFull ? ["user-agent", "host"] : [], "method": isFull ? ["GET"] : [],
        "path": isFull ? ["/", "/login?next=/&lang=en"] : [], "request_origin": [],
        "useragent": isFull ? ["Mozilla/5.0 (compatible; example)"] : [],
      ],
      "source": ["bytes": .integer(isFull ? Int64(facts.draw.number("bytes", in: 400...90_000_000)) : 0)],
      "tls": ["cipher": [], "ja4": []], "ssh": ["key": []],
    ]
  }
}
