import JSON
import Time

extension AbuseIPDBAPI {
  static let invalidAddress = error(
    422, "The ip address must be a valid IPv4 or IPv6 address (e.g. 8.8.8.8 or 2001:4860:4860::8888).",
    parameter: "ipAddress")

  /// `/check`: one address; always 200 for a valid one, be it known or not.
  func check(_ call: Call) -> Response {
    guard let text = call.request.parameter("ipAddress"), !text.isEmpty else {
      return Self.error(422, "The ip address field is required.", parameter: "ipAddress")
    }
    guard let address = IPAddress(text) else { return Self.invalidAddress }
    guard let days = Self.number(call.request.parameter("maxAgeInDays"), in: 1...365, default: 30) else {
      return Self.error(422, "The max age in days must be between 1 and 365.", parameter: "maxAgeInDays")
    }
    let facts = call.world.host(address)
    let reports = Report.all(on: facts, now: call.world.now).filter { $0.isWithin(days: days, of: call.world.now) }
    let isVerbose = call.request.parameter("verbose") != nil
    let isKnown = facts.standing != .unknown && !address.isPrivate
    let place = facts.place

    var data: JSONObject = [
      "ipAddress": .string(address.text), "isPublic": .bool(!address.isPrivate),
      "ipVersion": .integer(address.isIPv4 ? 4 : 6),
      "isWhitelisted": facts.standing == .service ? true : reports.isEmpty ? nil : false,
      "abuseConfidenceScore": .integer(Int64(reports.isEmpty ? 0 : facts.abuseConfidence)),
      "countryCode": isKnown ? .string(place.countryCode) : nil,
    ]
    if isVerbose { data.append("countryName", isKnown ? .string(place.country) : nil) }
    data.append("usageType", address.isPrivate ? "Reserved" : isKnown ? .string(place.usage) : nil)
    data.append("isp", isKnown ? .string(place.organization) : nil)
    data.append("domain", isKnown ? .string(place.domain) : nil)
    data.append("hostnames", strings(facts.hostnames))
    data.append("isTor", .bool(facts.isTor))
    data.append("totalReports", .integer(Int64(reports.count)))
    data.append("numDistinctUsers", .integer(Int64(Set(reports.map(\.reporter)).count)))
    data.append("lastReportedAt", reports.first.map { .string($0.time.php) } ?? .null)
    if isVerbose { data.append("reports", .array(reports.prefix(10_000).map(\.json))) }
    return Self.json(200, ["data": .object(data)])
  }
}

/// One user's report of an address.
struct Report {
  let time: Timestamp
  let comment: String
  let categories: [Int]
  let reporter: Int
  let country: Place

  /// All reports on an address, newest first: the newest when it was last seen, the others further and further back.
  static func all(on facts: HostFacts, now: Timestamp) -> [Report] {
    guard !facts.address.isPrivate else { return [] }
    let kinds: [(categories: [Int], comment: String)] = [
      ([18, 22], "sshd[4711]: Invalid user admin from \(facts.address.text)"), ([14], "Port scan: 23/tcp, 2323/tcp"),
      ([21], "POST /wp-login.php HTTP/1.1"), ([15, 21], "GET /?x=${jndi:ldap://…} “probe”"),
    ]
    return (0..<facts.reports).map { index in
      let kind = facts.standing == .scanner ? kinds[1] : kinds[facts.draw.number("kind\(index)", in: 0...3)]
      return Report(
        time: now.earlier(hours: facts.lastSeenHours + index * 11 + index * index / 8), comment: kind.comment,
        categories: kind.categories, reporter: facts.draw.number("reporter\(index)", in: 1000...1000 + facts.reports),
        country: facts.draw.pick("reporter country\(index)", from: Place.all))
    }
  }

  func isWithin(days: Int, of now: Timestamp) -> Bool {
    time.milliseconds > now.milliseconds - Int64(days) * Timestamp.millisecondsPerDay
  }

  var json: JSONValue {
    [
      "reportedAt": .string(time.php), "comment": .string(comment),
      "categories": .array(categories.map { .integer(Int64($0)) }), "reporterId": .integer(Int64(reporter)),
      "reporterCountryCode": .string(country.countryCode), "reporterCountryName": .string(country.country),
    ]
  }
}

extension Timestamp {
  /// The time as PHP's `DATE_ATOM` has it, such as `2018-12-20T20:55:14+00:00`.
  var php: String { "\(day)T\(clock)+00:00" }
}
