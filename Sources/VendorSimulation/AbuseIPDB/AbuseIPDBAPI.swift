import JSON
import Time

/// AbuseIPDB's API v2: the four endpoints that only read.
///
/// Reporting is not played: nothing is ever submitted to a vendor.
struct AbuseIPDBAPI: VendorAPI {
  /// What has been used of each endpoint's quota, by endpoint and key.
  private var meters: [String: QuotaMeter] = [:]

  mutating func resetQuotas() { meters = [:] }

  mutating func answer(_ call: Call) -> Response {
    // The order of PHP's middleware: who asks, how often, and only then what.
    let wantsJSON = call.request.header("accept")?.contains("json") == true
    guard let key = call.request.header("key"), let plan = call.keys.plan(of: key, at: .abuseipdb) else {
      return Self.error(401, Self.authenticationFailed).asPage(unless: wantsJSON)
    }
    let endpoint = call.segments.dropFirst(2).joined(separator: "/")
    guard let quota = Self.quota(of: endpoint, call.quotas) else {
      return Self.error(404, "The requested resource was not found.").asPage(unless: wantsJSON)
    }
    guard call.request.method == "GET" else {
      return Self.error(405, "The \(call.request.method) method is not supported for this route.")
        .asPage(unless: wantsJSON)
    }
    let meterName = "\(endpoint) \(key)"
    guard meters[meterName, default: QuotaMeter()].take(quota, now: call.now) else {
      return Self.quotaExceeded(quota.limit ?? 0, now: call.now).asPage(unless: wantsJSON)
    }
    let wantsText = call.request.parameter("plaintext") != nil || call.request.header("accept") == "text/plain"
    var answer =
      switch endpoint {
      case "check": check(call)
      case "reports": reports(call)
      case "blacklist": blacklist(call, plan: plan, asText: wantsText)
      default: checkBlock(call, plan: plan)
      }
    if answer.status >= 400 { answer = answer.asPage(unless: wantsJSON) }
    if let limit = quota.limit {
      let remaining = meters[meterName, default: QuotaMeter()].remaining(quota, now: call.now) ?? 0
      answer.setHeader("X-RateLimit-Limit", String(limit))
      answer.setHeader("X-RateLimit-Remaining", String(remaining))
    }
    return answer
  }

  private static func quota(of endpoint: String, _ quotas: SimulatorConfiguration.Quotas) -> Quota? {
    switch endpoint {
    case "check": quotas.abuseipdbChecksPerDay
    case "reports": quotas.abuseipdbReportsPerDay
    case "blacklist": quotas.abuseipdbBlacklistsPerDay
    case "check-block": quotas.abuseipdbBlocksPerDay
    default: nil
    }
  }
}

extension AbuseIPDBAPI {
  private static let headers = [
    Field("Content-Type", "application/json"), Field("Cache-Control", "no-cache, private"),
    Field("Server", "cloudflare"), Field("CF-Cache-Status", "DYNAMIC"),
  ]

  private static let authenticationFailed =
    "Authentication failed. Your API key is either missing, incorrect, or revoked. Note: The APIv2 key differs from the "
    + "APIv1 key."

  static func json(_ status: Int, _ value: JSONValue) -> Response {
    Response(status, .json(value, .php), headers: headers)
  }

  static func error(_ status: Int, _ detail: String, parameter: String? = nil) -> Response {
    var error: JSONObject = ["detail": .string(detail), "status": .integer(Int64(status))]
    if let parameter { error.append("source", ["parameter": .string(parameter)]) }
    return json(status, ["errors": [.object(error)]])
  }

  /// What AbuseIPDB says for a status when nothing more is known.
  static func own(_ status: Int, now: Timestamp) -> Response {
    status == 429 ? quotaExceeded(1000, now: now) : error(503, "The service is temporarily unavailable.")
  }

  private static func quotaExceeded(_ limit: Int, now: Timestamp) -> Response {
    var answer = error(
      429, "Daily rate limit of \(limit) requests exceeded for this endpoint. See headers for additional details.")
    answer.setHeader("Retry-After", String(now.nextMidnight.seconds - now.seconds))
    answer.setHeader("X-RateLimit-Limit", String(limit))
    answer.setHeader("X-RateLimit-Remaining", "0")
    answer.setHeader("X-RateLimit-Reset", String(now.nextMidnight.seconds))
    return answer
  }

  /// The whole number of a parameter within bounds, what it is by default, or nil where it is wrong.
  static func number(_ text: String?, in range: ClosedRange<Int>, default value: Int) -> Int? {
    guard let text else { return value }
    return Int(text).flatMap { range.contains($0) ? $0 : nil }
  }
}

extension Response {
  /// The error as the web page that AbuseIPDB answers with when JSON was not asked for.
  func asPage(unless wantsJSON: Bool) -> Response {
    guard !wantsJSON else { return self }
    var page = self
    page.setHeader("Content-Type", "text/html; charset=UTF-8")
    page.body = .bytes(
      Array(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Error \(status) | AbuseIPDB</title></head>\n<body><h1>\(status)</h1></body>\n</html>\n"
          .utf8))
    return page
  }
}
