import JSON
import Time

extension AbuseIPDBAPI {
  /// `/reports`: the reports on one address, page by page.
  func reports(_ call: Call) -> Response {
    guard let text = call.request.parameter("ipAddress"), !text.isEmpty else {
      return Self.error(422, "The ip address field is required.", parameter: "ipAddress")
    }
    guard let address = IPAddress(text) else { return Self.invalidAddress }
    guard let days = Self.number(call.request.parameter("maxAgeInDays"), in: 1...365, default: 30) else {
      return Self.error(422, "The max age in days must be between 1 and 365.", parameter: "maxAgeInDays")
    }
    guard let perPage = Self.number(call.request.parameter("perPage"), in: 1...100, default: 25) else {
      return Self.error(422, "The per page must be between 1 and 100.", parameter: "perPage")
    }
    guard let page = Self.number(call.request.parameter("page"), in: 1...1_000_000, default: 1) else {
      return Self.error(422, "The page must be at least 1.", parameter: "page")
    }
    let all = Report.all(on: call.world.host(address), now: call.world.now)
      .filter { $0.isWithin(days: days, of: call.world.now) }
    let shown = all.dropFirst((page - 1) * perPage).prefix(perPage)
    let lastPage = max(1, (all.count + perPage - 1) / perPage)
    func link(_ number: Int) -> JSONValue {
      guard (1...lastPage).contains(number), number != page else { return .null }
      return .string(
        "\(call.origin)/api/v2/reports?ipAddress=\(address.text)&maxAgeInDays=\(days)&page=\(number)&perPage=\(perPage)"
      )
    }
    return Self.json(
      200,
      [
        "data": [
          "total": .integer(Int64(all.count)), "page": .integer(Int64(page)), "count": .integer(Int64(shown.count)),
          "perPage": .integer(Int64(perPage)), "lastPage": .integer(Int64(lastPage)), "nextPageUrl": link(page + 1),
          "previousPageUrl": link(page - 1), "results": .array(shown.map(\.json)),
        ]
      ])
  }

  /// `/blacklist`: the worst addresses, as JSON or one a line.
  func blacklist(_ call: Call, plan: APIKeys.Plan, asText: Bool) -> Response {
    guard let minimum = Self.number(call.request.parameter("confidenceMinimum"), in: 25...100, default: 100) else {
      return Self.error(422, "The confidence minimum must be between 25 and 100.", parameter: "confidenceMinimum")
    }
    guard plan == .full || minimum == 100 else {
      return Self.error(402, "The confidenceMinimum parameter is a subscriber feature.", parameter: "confidenceMinimum")
    }
    guard let limit = Self.number(call.request.parameter("limit"), in: 1...500_000, default: 10_000) else {
      return Self.error(422, "The limit must be at least 1.", parameter: "limit")
    }
    let version = call.request.parameter("ipVersion")
    let listed = Self.listed(call.world).filter { host in
      host.abuseConfidence >= minimum && (version == nil || version == (host.address.isIPv4 ? "4" : "6"))
    }
    let shown = listed.prefix(plan == .full ? limit : min(limit, 10_000))
    if asText {
      return Response(
        200, .bytes(Array(shown.map(\.address.text).joined(separator: "\n").utf8)),
        headers: [Field("Content-Type", "text/plain; charset=UTF-8"), Field("Server", "cloudflare")])
    }
    return Self.json(
      200,
      [
        "meta": ["generatedAt": .string(call.world.now.php)],
        "data": .array(
          shown.map { host in
            [
              "ipAddress": .string(host.address.text), "countryCode": .string(host.place.countryCode),
              "abuseConfidenceScore": .integer(Int64(host.abuseConfidence)),
              "lastReportedAt": .string(call.world.now.earlier(hours: host.lastSeenHours).php),
            ]
          }),
      ])
  }

  /// Every reported address of the documentation ranges and the story, worst first.
  private static func listed(_ world: World) -> [HostFacts] {
    let networks = ["192.0.2", "198.51.100", "203.0.113"]
    let texts = networks.flatMap { network in (1...254).map { "\(network).\($0)" } } + ["2001:db8:6861::10"]
    return texts.compactMap { IPAddress($0) }.map { world.host($0) }
      .filter { $0.reports > 0 && $0.standing != .service }
      .sorted { ($1.abuseConfidence, $0.address.text) < ($0.abuseConfidence, $1.address.text) }
  }

  /// `/check-block`: the reported addresses of a network; /24 at most on the free plan, /20 otherwise.
  func checkBlock(_ call: Call, plan: APIKeys.Plan) -> Response {
    guard let text = call.request.parameter("network"), !text.isEmpty else {
      return Self.error(422, "The network field is required.", parameter: "network")
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(String(parts[0])), address.isIPv4, let length = Int(parts[1]),
      (0...32).contains(length)
    else { return Self.error(422, "The network must be a valid CIDR notation.", parameter: "network") }
    guard length >= (plan == .full ? 20 : 24) else {
      return Self.error(402, "The network is larger than your subscription allows.", parameter: "network")
    }
    guard let days = Self.number(call.request.parameter("maxAgeInDays"), in: 1...365, default: 30) else {
      return Self.error(422, "The max age in days must be between 1 and 365.", parameter: "maxAgeInDays")
    }
    let size: Int64 = 1 << (32 - length)
    let first = address.number / size * size
    let hosts = (first..<first + size).compactMap { IPAddress(Self.dotted($0)) }.map { call.world.host($0) }
    let reported: [JSONValue] = hosts.compactMap { host in
      let reports = Report.all(on: host, now: call.world.now).filter { $0.isWithin(days: days, of: call.world.now) }
      guard let newest = reports.first else { return nil }
      return [
        "ipAddress": .string(host.address.text), "numReports": .integer(Int64(reports.count)),
        "mostRecentReport": .string(newest.time.php),
        "abuseConfidenceScore": .integer(Int64(host.abuseConfidence)), "countryCode": .string(host.place.countryCode),
      ]
    }
    let usable: ClosedRange<Int64> = size > 2 ? first + 1...first + size - 2 : first...first + size - 1
    return Self.json(
      200,
      [
        "data": [
          "networkAddress": .string(Self.dotted(first)), "netmask": .string(Self.dotted(0xFFFF_FFFF - (size - 1))),
          "minAddress": .string(Self.dotted(usable.lowerBound)), "maxAddress": .string(Self.dotted(usable.upperBound)),
          "numPossibleHosts": .integer(Int64(usable.count)),
          "addressSpaceDesc": address.isPrivate ? "Private Use" : "Internet", "reportedAddress": .array(reported),
        ]
      ])
  }

  private static func dotted(_ number: Int64) -> String {
    [24, 16, 8, 0].map { String(number >> Int64($0) & 0xFF) }.joined(separator: ".")
  }
}
