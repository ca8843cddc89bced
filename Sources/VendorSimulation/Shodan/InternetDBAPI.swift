import JSON
import Time

/// Shodan's InternetDB: six members about an address, without a key.
struct InternetDBAPI: VendorAPI {
  private var perMinute = QuotaMeter()

  mutating func resetQuotas() { perMinute = QuotaMeter() }

  mutating func answer(_ call: Call) -> Response {
    guard perMinute.take(call.quotas.internetdbPerMinute, now: call.now) else { return Self.own(429) }
    guard call.request.method == "GET", call.segments.count == 1 else {
      return Self.json(404, ["detail": "Not Found"], at: call.now)
    }
    guard let address = IPAddress(call.segments[0]) else {
      return Self.json(
        422,
        [
          "detail": [
            [
              "loc": ["path", "ip"], "msg": "value is not a valid IPv4 or IPv6 address",
              "type": "value_error.ipvanyaddress",
            ]
          ]
        ], at: call.now)
    }
    let facts = call.world.host(address)
    guard facts.isKnownToShodan, !address.isPrivate else {
      return Self.json(404, ["detail": "No information available"], at: call.now)
    }
    let products = facts.ports.compactMap { [22: "cpe:/a:openbsd:openssh:7.4", 80: "cpe:/a:f5:nginx:1.18.0"][$0] }
    return Self.json(
      200,
      [
        "cpes": strings(products), "hostnames": strings(facts.hostnames), "ip": .string(address.text),
        "ports": .array(facts.ports.sorted().map { .integer(Int64($0)) }), "tags": strings(facts.tags),
        "vulns": strings(facts.vulnerabilities),
      ], at: call.now)
  }

  /// What InternetDB says for a status when nothing more is known.
  static func own(_ status: Int) -> Response {
    status == 429
      ? Response(
        429, .bytes(Array("Rate limit exceeded.".utf8)),
        headers: [Field("Content-Type", "text/plain; charset=UTF-8"), Field("Server", "cloudflare")])
      : .html(
        503, "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>",
        headers: [Field("Server", "cloudflare")])
  }

  private static func json(_ status: Int, _ value: JSONValue, at now: Timestamp) -> Response {
    Response(
      status, .json(value, .compact),
      headers: [
        Field("Content-Type", "application/json"), Field("Cache-Control", "public, max-age=432000"),
        Field("Vary", "Accept-Encoding"), Field("Last-Modified", now.earlier(hours: 1).httpDate),
        Field("CF-Cache-Status", "MISS"), Field("Expires", now.earlier(hours: -120).httpDate),
        Field("Access-Control-Allow-Origin", "*"), Field("Server", "cloudflare"),
      ])
  }
}
