import JSON
import Time

extension ShodanAPI {
  /// `/shodan/host/{ip}`: the host with its banners; `minify` leaves the banners out, `history` adds older ones.
  func host(_ call: Call, _ text: String, plan: APIKeys.Plan) -> Response {
    guard let address = IPAddress(text) else { return Self.error(400, "Invalid IP") }
    let facts = call.world.host(address)
    guard facts.isKnownToShodan, !address.isPrivate else {
      return Self.error(404, "No information available for that IP.")
    }
    // On the free plan 404 means nothing there, 403 something there, but not for this key.
    guard plan == .full || facts.draw.chance("shodan free plan", percent: 50) else {
      return Self.error(403, "Requires membership or higher to access")
    }
    let place = facts.place
    let seen = call.world.now.earlier(hours: facts.lastSeenHours)
    var host: JSONObject = [
      "city": .string(place.city), "region_code": nil, "os": nil, "tags": strings(facts.tags),
      "ip": .integer(address.number), "isp": .string(place.organization), "area_code": nil,
      "longitude": .number(place.longitude), "last_update": .string(seen.shodan),
      "ports": .array(facts.ports.map { .integer(Int64($0)) }), "latitude": .number(place.latitude),
      "hostnames": strings(facts.hostnames), "country_code": .string(place.countryCode),
      "country_name": .string(place.country), "domains": strings(domains(facts)), "org": .string(place.organization),
      "asn": .string("AS\(place.asn)"), "ip_str": .string(address.text),
    ]
    if !facts.vulnerabilities.isEmpty { host.append("vulns", strings(facts.vulnerabilities)) }
    guard !isOn(call.request.parameter("minify")) else { return Self.json(200, .object(host)) }

    var banners = facts.ports.enumerated().map { index, port in
      banner(facts, port: port, at: seen.earlier(hours: index * 7), isFirst: index == 0)
    }
    if isOn(call.request.parameter("history")) {
      banners += facts.ports.prefix(2).map { banner(facts, port: $0, at: seen.earlier(hours: 24 * 60), isFirst: false) }
    }
    host.append("data", .array(banners))
    return Self.json(200, .object(host))
  }

  private func banner(_ facts: HostFacts, port: Int, at time: Timestamp, isFirst: Bool) -> JSONValue {
    let place = facts.place
    let service = Self.service(on: port)
    var banner: JSONObject = [
      "hash": .integer(Int64(facts.draw.number("hash\(port)", in: -2_000_000_000...2_000_000_000))),
      "timestamp": .string(time.shodan), "isp": .string(place.organization),
      "transport": .string(service.transport), "data": .string(service.data), "asn": .string("AS\(place.asn)"),
      "port": .integer(Int64(port)), "hostnames": strings(facts.hostnames),
      "location": [
        "city": .string(place.city), "region_code": nil, "area_code": nil, "longitude": .number(place.longitude),
        "latitude": .number(place.latitude), "country_code": .string(place.countryCode),
        "country_name": .string(place.country),
      ],
      "ip": .integer(facts.address.number), "domains": strings(domains(facts)), "org": .string(place.organization),
      "os": nil,
      "_shodan": [
        "crawler": .string(facts.draw.hexadecimal("crawler\(port)", digits: 40)), "options": [:],
        "id": .string(uuid(facts.draw, "banner\(port)")), "module": .string(service.module), "ptr": true,
      ],
      "opts": [:], "ip_str": .string(facts.address.text),
    ]
    if let product = service.product {
      banner.append("product", .string(product.name))
      banner.append("version", .string(product.version))
      banner.append("cpe", [.string("cpe:/a:\(product.cpe)")])
      banner.append("cpe23", [.string("cpe:2.3:a:\(product.cpe):*:*:*:*:*:*:*")])
    }
    if service.module.hasPrefix("http") {
      banner.append(
        "http", ["status": 200, "title": "Welcome", "server": "nginx", "host": .string(facts.address.text)])
    }
    if facts.tags.contains("self-signed"), port == 443 { banner.append("tags", ["self-signed"]) }
    if isFirst, !facts.vulnerabilities.isEmpty {
      // A list of ids for the host, an object with details for the banner: both as Shodan has it.
      var details = JSONObject()
      for id in facts.vulnerabilities {
        details.append(
          id,
          [
            "cvss": .number(Double(facts.draw.number(id, in: 40...100)) / 10), "verified": false,
            "summary": "An invented summary.", "references": [.string("https://cve.example/\(id)")],
          ])
      }
      banner.append("vulns", .object(details))
    }
    return .object(banner)
  }

  private struct Service {
    var module: String
    var transport = "tcp"
    var data = ""
    var product: (name: String, version: String, cpe: String)?
  }

  private static func service(on port: Int) -> Service {
    switch port {
    case 22:
      Service(module: "ssh", data: "SSH-2.0-OpenSSH_7.4\r\n", product: ("OpenSSH", "7.4", "openbsd:openssh:7.4"))
    case 53: Service(module: "dns-udp", transport: "udp", data: "\nRecursion: enabled")
    case 80, 8080:
      Service(
        module: "http", data: "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n",
        product: ("nginx", "1.18.0", "f5:nginx:1.18.0"))
    case 443, 8443: Service(module: "https", data: "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n")
    case 3389: Service(module: "rdp", data: "Remote Desktop Protocol\n")
    default: Service(module: "auto", data: "")
    }
  }

  private func domains(_ facts: HostFacts) -> [String] {
    facts.hostnames.map { $0.split(separator: ".").suffix(2).joined(separator: ".") }
  }

  private func isOn(_ parameter: String?) -> Bool {
    ["true", "1", "yes"].contains(parameter?.lowercased() ?? "")
  }
}

/// Strings as a JSON array.
func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

/// A UUID drawn from a text.
func uuid(_ draw: Derivation, _ name: String) -> String {
  let digits = Array(draw.hexadecimal(name, digits: 32))
  let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
  return parts.map { String(digits[$0]) }.joined(separator: "-")
}
