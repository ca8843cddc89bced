import Testing

@testable import VendorSimulation

struct RouteTests {
  @Test(
    "every vendor is found under its folder and at the root",
    arguments: [
      ("/virustotal/api/v3/files/x", Vendor.virustotal, "/api/v3/files/x"),
      ("/api/v3/files/x", .virustotal, "/api/v3/files/x"),
      ("/shodan/shodan/host/1.2.3.4", .shodan, "/shodan/host/1.2.3.4"),
      ("/shodan/host/1.2.3.4", .shodan, "/shodan/host/1.2.3.4"),
      ("/shodan/api-info", .shodan, "/api-info"), ("/api-info", .shodan, "/api-info"),
      ("/shodan/dns/resolve", .shodan, "/dns/resolve"),
      ("/abuseipdb/api/v2/check", .abuseipdb, "/api/v2/check"), ("/api/v2/check", .abuseipdb, "/api/v2/check"),
      ("/greynoise/v3/ip/1.2.3.4", .greynoise, "/v3/ip/1.2.3.4"),
      ("/v3/community/1.2.3.4", .greynoise, "/v3/community/1.2.3.4"),
      ("/ping", .greynoise, "/ping"), ("/greynoise/ping", .greynoise, "/ping"),
      ("/internetdb/1.2.3.4", .internetdb, "/1.2.3.4"),
      ("/1.2.3.4", .internetdb, "/1.2.3.4"), ("/2001:db8::1", .internetdb, "/2001:db8::1"),
    ])
  func routes(path: String, vendor: Vendor, inner: String) {
    let route = Route(path: path)
    #expect(route?.vendor == vendor)
    #expect(route?.path == inner)
  }

  @Test(
    "other paths belong to nobody", arguments: ["/", "", "/favicon", "/api/v4/x", "/virustotal", "/virustotal/x", "//"])
  func nobody(path: String) {
    #expect(Route(path: path) == nil)
  }
}
