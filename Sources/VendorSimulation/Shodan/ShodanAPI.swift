import JSON
import Time

/// Shodan's REST API: hosts, DNS, and what a key may do.
struct ShodanAPI: VendorAPI {
  private var perSecond: [String: QuotaMeter] = [:]

  mutating func resetQuotas() { perSecond = [:] }

  mutating func answer(_ call: Call) -> Response {
    guard let key = call.request.parameter("key"), let plan = call.keys.plan(of: key, at: .shodan) else {
      return Self.unauthorized
    }
    guard perSecond[key, default: QuotaMeter()].take(call.quotas.shodanPerSecond, now: call.now) else {
      return Self.own(429)
    }
    guard call.request.method == "GET" else { return Self.missingPage }
    let path = call.segments
    switch (path.first, path.dropFirst().first, path.count) {
    case ("shodan", "host", 3): return host(call, path[2], plan: plan)
    case ("api-info", _, 1): return Self.json(200, Self.information(plan))
    case ("account", "profile", 2):
      return Self.json(
        200,
        ["member": .bool(plan == .full), "credits": 0, "display_name": nil, "created": "2019-03-28T01:05:44.940000"])
    case ("tools", "myip", 2): return Self.json(200, "127.0.0.1")
    case ("labs", "honeyscore", 3):
      guard let address = IPAddress(path[2]) else { return Self.error(400, "Invalid IP") }
      return Self.json(200, .number(call.world.host(address).tags.contains("honeypot") ? 0.8 : 0))
    case ("dns", "resolve", 2): return resolve(call)
    case ("dns", "reverse", 2): return reverse(call)
    case ("dns", "domain", 3): return domain(call, path[2].lowercased(), plan: plan)
    default: return Self.missingPage
    }
  }

  private static func information(_ plan: APIKeys.Plan) -> JSONValue {
    let credits: Int64 = plan == .full ? 100 : 0
    return [
      "scan_credits": .integer(credits),
      "usage_limits": [
        "scan_credits": .integer(credits), "query_credits": .integer(credits),
        "monitored_ips": .integer(plan == .full ? 16 : 0),
      ],
      "plan": plan == .full ? "dev" : "oss", "https": false, "unlocked": .bool(plan == .full),
      "query_credits": .integer(credits), "monitored_ips": 0, "unlocked_left": .integer(credits), "telnet": false,
    ]
  }
}

extension ShodanAPI {
  private static let headers = [
    Field("Server", "nginx"), Field("Content-Type", "application/json; charset=UTF-8"),
    Field("Vary", "Accept-Encoding"), Field("Access-Control-Allow-Origin", "*"), Field("X-Frame-Options", "DENY"),
    Field("X-Content-Type-Options", "nosniff"),
    Field("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
  ]

  static func json(_ status: Int, _ value: JSONValue) -> Response {
    Response(status, .json(value, .python), headers: headers, framing: .chunked)
  }

  static func error(_ status: Int, _ message: String) -> Response {
    json(status, ["error": .string(message)])
  }

  /// What Shodan says for a status when nothing more is known.
  static func own(_ status: Int) -> Response {
    status == 429
      ? error(
        429,
        "Request rate limit reached (1/ second). Please wait a second before trying again and slow down your API calls."
      )
      : .html(502, page("502 Bad Gateway"), headers: [Field("Server", "nginx")])
  }

  /// nginx turns a bad key away before Shodan's own server sees it, so the answer is a page.
  private static let unauthorized = Response.html(
    401, page("401 Authorization Required"), headers: [Field("Server", "nginx")])

  private static let missingPage = Response.html(404, page("404 Not Found"), headers: [Field("Server", "nginx")])

  private static func page(_ title: String) -> String {
    "<html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n<center><h1>\(title)</h1></center>\r\n"
      + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
  }
}

extension Timestamp {
  /// The time as Shodan writes it: microseconds, and no zone.
  var shodan: String { "\(day)T\(clock).\(100_000 + milliseconds % 800_000)" }
}
