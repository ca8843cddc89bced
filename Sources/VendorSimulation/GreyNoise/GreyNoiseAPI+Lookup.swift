import JSON
import Time

extension GreyNoiseAPI {
  /// `GET /v3/ip/{ip}`: 404 with a message where neither data set has the address, 206 on the free plan.
  func lookup(_ call: Call, _ address: IPAddress, isQuick: Bool, plan: APIKeys.Plan) -> Response {
    let facts = call.world.host(address)
    guard facts.isKnownToGreyNoise else { return Self.message(404, "IP not found") }
    var body = record(facts, now: call.world.now, isQuick: isQuick, plan: plan)
    body.append("request_metadata", ["restricted_fields": restrictedFields(plan)])
    return Self.json(plan == .free ? 206 : 200, .object(body))
  }

  /// `POST /v3/ip` with `{"ips":[…]}`: up to 10,000 addresses; those not found are listed at the end.
  func lookups(_ call: Call, isQuick: Bool, plan: APIKeys.Plan) -> Response {
    guard let body = try? JSONValue(parsing: call.request.body), let asked = body["ips"]?.array,
      !asked.isEmpty, asked.count <= 10_000
    else { return Self.message(400, "Invalid parameter") }
    var found: [JSONValue] = []
    var missing: [JSONValue] = []
    for value in asked {
      guard let text = value.string, let address = IPAddress(text), address.isIPv4 else {
        return Self.message(400, "Invalid parameter")
      }
      let facts = call.world.host(address)
      if facts.isKnownToGreyNoise {
        found.append(.object(record(facts, now: call.world.now, isQuick: isQuick, plan: plan)))
      } else {
        missing.append(value)
      }
    }
    return Self.json(
      plan == .free ? 206 : 200,
      [
        "data": .array(found),
        "request_metadata": [
          "restricted_fields": restrictedFields(plan), "message": "", "ips_not_found": .array(missing),
        ],
      ])
  }

  /// `GET /v3/community/{ip}`.
  func community(_ facts: HostFacts, now: Timestamp) -> Response {
    let address = JSONValue.string(facts.address.text)
    guard facts.isKnownToGreyNoise else {
      return Self.json(
        404, ["ip": address, "noise": false, "riot": false, "message": "IP not observed scanning the internet."])
    }
    let isService = facts.standing == .service
    return Self.json(
      200,
      [
        "ip": address, "noise": .bool(!isService), "riot": .bool(isService),
        "classification": .string(isService ? "benign" : classification(facts)), "name": .string(facts.actor),
        "link": .string("https://viz.greynoise.io/\(isService ? "riot" : "ip")/\(facts.address.text)"),
        "last_seen": .string(now.earlier(hours: facts.lastSeenHours).day), "message": "Success",
      ])
  }

  func classification(_ facts: HostFacts) -> String {
    switch facts.standing {
    case .malicious: "malicious"
    case .suspicious: facts.draw.chance("classification", percent: 60) ? "suspicious" : "unknown"
    case .scanner: "benign"
    default: ""
    }
  }

  /// What the free plan does not show.
  func restrictedFields(_ plan: APIKeys.Plan) -> JSONValue {
    guard plan == .free else { return [] }
    return strings(
      [
        "business_service_intelligence", "internet_scanner_intelligence.first_seen",
        "internet_scanner_intelligence.cves",
      ]
        + ["scan", "ja3", "hassh", "http", "source", "tls", "ssh"].map {
          "internet_scanner_intelligence.raw_data.\($0)"
        }
        + ["sensor_hits", "sensor_count", "destination_countries", "destination_cities", "destination_asns"].map {
          "internet_scanner_intelligence.metadata.\($0)"
        })
  }
}
