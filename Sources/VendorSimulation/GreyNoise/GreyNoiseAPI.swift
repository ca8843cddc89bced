import JSON
import Time

/// GreyNoise's API: lookups of v3, one or many at once, the community's lookup, and `/ping`; v2 has ended.
struct GreyNoiseAPI: VendorAPI {
  private var lookups: [String: QuotaMeter] = [:]
  private var communityLookups: [String: QuotaMeter] = [:]

  mutating func resetQuotas() {
    lookups = [:]
    communityLookups = [:]
  }

  mutating func answer(_ call: Call) -> Response {
    let key = call.request.header("key").flatMap { $0.isEmpty ? nil : $0 }
    let plan = key.flatMap { call.keys.plan(of: $0, at: .greynoise) }
    let path = call.segments
    if path.first == "v3", path.dropFirst().first == "community" {
      return community(call, key: key, plan: plan)
    }
    guard let key, let plan else { return Self.message(401, "Unauthorized") }
    if path == ["ping"] { return ping(call, plan: plan) }
    if path.first == "v2" { return Self.message(410, "This endpoint has been retired. Please use the v3 API.") }
    guard path.first == "v3", path.dropFirst().first == "ip", path.count <= 3 else {
      return Self.message(plan == .free ? 403 : 404, plan == .free ? "Forbidden" : "Not Found")
    }
    guard let isQuick = Self.flag(call.request.parameter("quick")) else {
      return Self.message(400, "Invalid parameter")
    }
    switch (call.request.method, path.count) {
    case ("GET", 3):
      guard let address = IPAddress(path[2]), address.isIPv4, !address.isPrivate else {
        return Self.message(400, "Invalid parameter")
      }
      guard takeLookup(key, call) else { return Self.own(429) }
      return lookup(call, address, isQuick: isQuick, plan: plan)
    case ("POST", 2):
      guard takeLookup(key, call) else { return Self.own(429) }
      return lookups(call, isQuick: isQuick, plan: plan)
    default: return Self.message(405, "Method Not Allowed")
    }
  }

  private mutating func takeLookup(_ key: String, _ call: Call) -> Bool {
    lookups[key, default: QuotaMeter()].take(call.quotas.greynoisePerDay, now: call.now)
  }

  private func ping(_ call: Call, plan: APIKeys.Plan) -> Response {
    Self.json(
      200,
      [
        "expiration": .string(call.world.now.earlier(hours: -24 * 365).day), "message": "pong",
        "offering": plan == .full ? "vip" : "community", "address": "127.0.0.1",
      ])
  }

  /// `/v3/community/{ip}`: the key may be missing, and not found is an answer.
  private mutating func community(_ call: Call, key: String?, plan: APIKeys.Plan?) -> Response {
    if key != nil, plan == nil { return Self.message(401, "Invalid API key") }
    guard call.request.method == "GET", call.segments.count == 3 else { return Self.message(404, "Not Found") }
    guard let address = IPAddress(call.segments[2]), address.isIPv4, !address.isPrivate else {
      return Self.message(400, "Request is not a valid routable IPv4 address")
    }
    let quota = key == nil ? call.quotas.greynoiseAnonymousPerDay : call.quotas.greynoiseCommunityPerDay
    guard communityLookups[key ?? "", default: QuotaMeter()].take(quota, now: call.now) else {
      return Self.communityQuotaExceeded(quota.limit ?? 0, plan: key == nil ? "unauthenticated" : "community")
    }
    return community(call.world.host(address), now: call.world.now)
  }

  /// `true`, `false` or nothing; nil for anything else.
  private static func flag(_ text: String?) -> Bool? {
    switch text?.lowercased() {
    case nil, "", "false", "0": false
    case "true", "1": true
    default: nil
    }
  }
}

extension GreyNoiseAPI {
  static func json(_ status: Int, _ value: JSONValue) -> Response {
    Response(
      status, .json(value, .go),
      headers: [Field("Content-Type", "application/json"), Field("Server", "nginx"), Field("Vary", "Origin")],
      framing: .chunked)
  }

  static func message(_ status: Int, _ text: String) -> Response {
    json(status, ["message": .string(text)])
  }

  /// What GreyNoise says for a status when nothing more is known.
  static func own(_ status: Int) -> Response {
    status == 429
      ? message(429, "You've hit the rate limit for this endpoint.")
      : message(500, "Encountered error while performing request")
  }

  private static func communityQuotaExceeded(_ limit: Int, plan: String) -> Response {
    json(
      429,
      [
        "plan": .string(plan), "rate-limit": .string("\(limit)-lookups/day"),
        "plan_url": "https://greynoise.io/pricing",
        "message": .string(
          "You have hit your daily rate limit of \(limit) requests per day. Please create a free account or upgrade your "
            + "plan at https://greynoise.io/pricing."),
      ])
  }
}
