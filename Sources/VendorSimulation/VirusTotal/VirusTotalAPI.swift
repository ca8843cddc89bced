import JSON
import Time

/// VirusTotal API v3: files, addresses, domains, URLs, their relationships, and the quota of a user.
struct VirusTotalAPI: VendorAPI {
  private var perMinute: [String: QuotaMeter] = [:]
  private var perDay: [String: QuotaMeter] = [:]
  /// URLs asked for by their text, so that the SHA-256 by which they were answered finds them too.
  private var askedURLs: [String: CanonicalURL] = [:]

  mutating func resetQuotas() {
    perMinute = [:]
    perDay = [:]
  }

  mutating func answer(_ call: Call) -> Response {
    guard let key = call.request.header("x-apikey"), !key.isEmpty else {
      return Self.error(401, "AuthenticationRequiredError", "X-Apikey header is missing")
    }
    guard let plan = call.keys.plan(of: key, at: .virustotal) else {
      return Self.error(401, "WrongCredentialsError", "Wrong API key")
    }
    let path = Array(call.segments.dropFirst(2))
    if path.first == "users" { return user(call, Array(path.dropFirst()), key: key) }
    guard call.request.method == "GET", path.count >= 2 else { return Self.notFound }
    guard takeQuota(key, call) else { return Self.error(429, "QuotaExceededError", "Quota exceeded") }

    var answer: Response
    switch object(call, collection: path[0], id: path[1]) {
    case .failure(let refusal): answer = refusal.response
    case .success(let object):
      switch path.count {
      case 2: answer = Self.single(object.withRelationships(call, plan: plan))
      case 3: answer = related(call, object, path[2], plan: plan, descriptorsOnly: false)
      case 4 where path[2] == "relationships":
        answer = related(call, object, path[3], plan: plan, descriptorsOnly: true)
      default: answer = Self.notFound
      }
    }
    if call.request.header("accept-encoding")?.contains("gzip") == true {
      answer = answer.gzipped()
    }
    return answer
  }

  private mutating func takeQuota(_ key: String, _ call: Call) -> Bool {
    // The day's quota is looked at first and counted last, so that a request refused by the minute does not cost a day's.
    guard perDay[key, default: QuotaMeter()].remaining(call.quotas.virustotalPerDay, now: call.now) != 0,
      perMinute[key, default: QuotaMeter()].take(call.quotas.virustotalPerMinute, now: call.now)
    else { return false }
    return perDay[key, default: QuotaMeter()].take(call.quotas.virustotalPerDay, now: call.now)
  }

  private mutating func object(_ call: Call, collection: String, id: String) -> Result<VirusTotalObject, Refusal> {
    switch collection {
    case "files": return Self.file(call, id)
    case "ip_addresses": return Self.address(call, id)
    case "domains": return Self.domain(call, id)
    case "resolutions": return Self.resolution(call, id)
    case "urls":
      if let url = CanonicalURL(urlID: id), askedURLs.count < 100_000 { askedURLs[url.id] = url }
      return Self.url(call, id, asked: askedURLs[id])
    default: return .failure(Refusal(Self.notFound))
    }
  }

  /// `/users/{id or key}` and `/users/{id or key}/overall_quotas`: these cost no quota.
  private mutating func user(_ call: Call, _ path: [String], key: String) -> Response {
    guard path.count >= 1, call.request.method == "GET" else { return Self.notFound }
    let limit = call.quotas.virustotalPerDay.limit ?? 1_000_000_000
    _ = perDay[key, default: QuotaMeter()].remaining(call.quotas.virustotalPerDay, now: call.now)
    let used = perDay[key]?.used ?? 0
    let daily: JSONValue = ["user": ["used": .integer(Int64(used)), "allowed": .integer(Int64(limit))]]
    let hourly: JSONValue = [
      "user": [
        "used": .integer(Int64(used)),
        "allowed": .integer(Int64((call.quotas.virustotalPerMinute.limit ?? 1_000_000) * 60)),
      ]
    ]
    let monthly: JSONValue = ["user": ["used": .integer(Int64(used)), "allowed": .integer(Int64(limit) * 31)]]
    let quotas: JSONValue = [
      "api_requests_hourly": hourly, "api_requests_daily": daily, "api_requests_monthly": monthly,
      "intelligence_searches_monthly": ["user": ["used": 0, "allowed": 0]],
    ]
    if path.count == 2, path[1] == "overall_quotas" {
      return Response(200, .json(["data": quotas], .indented), headers: Self.headers)
    }
    guard path.count == 1 else { return Self.notFound }
    return Self.single(
      VirusTotalObject(
        type: "user", id: "example-analyst", collection: "users", links: call.origin + "/api/v3",
        attributes: ["status": "active", "first_name": "Example", "quotas": quotas]))
  }
}

extension VirusTotalAPI {
  static let headers = [
    Field("Content-Type", "application/json"), Field("Vary", "Accept-Encoding"), Field("Cache-Control", "no-cache"),
    Field("Server", "Google Frontend"), Field("Via", "1.1 google"),
  ]

  static func error(_ status: Int, _ code: String, _ message: String) -> Response {
    Response(
      status, .json(["error": ["code": .string(code), "message": .string(message)]], .indented), headers: headers)
  }

  static let notFound = error(404, "NotFoundError", "Resource not found.")

  /// What VirusTotal says for a status when nothing more is known.
  static func own(_ status: Int) -> Response {
    status == 429
      ? error(429, "QuotaExceededError", "Quota exceeded")
      : error(503, "TransientError", "Transient server error. Retry might work.")
  }

  static func single(_ object: VirusTotalObject) -> Response {
    Response(200, .json(["data": object.json], .indented), headers: headers)
  }
}

/// An error as a value: what to answer instead of an object.
struct Refusal: Error {
  let response: Response
  init(_ response: Response) { self.response = response }
}

extension Response {
  /// The answer with its body packed.
  func gzipped() -> Response {
    var packed = self
    packed.body = .bytes(Gzip.compress(bytes))
    packed.setHeader("Content-Encoding", "gzip")
    return packed
  }
}
