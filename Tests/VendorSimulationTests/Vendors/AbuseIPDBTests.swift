import JSON
import Testing
import Time

@testable import VendorSimulation

struct AbuseIPDBTests {
  @Test("a clean address is 200 with nulls, a private one is not public")
  func clean() async {
    let data = await Vendors().abuseipdb("/check?ipAddress=192.0.2.199").json["data"]
    #expect(data?["abuseConfidenceScore"] == 0 && data?["totalReports"] == 0)
    #expect(data?["isWhitelisted"] == .null && data?["lastReportedAt"] == .null && data?["countryCode"] == .null)
    #expect(await Vendors().abuseipdb("/check?ipAddress=10.0.0.1").json[path: "data", "isPublic"] == false)
  }

  @Test("a resolver is whitelisted, whatever was reported")
  func whitelisted() async {
    let data = await Vendors().abuseipdb("/check?ipAddress=198.51.100.53").json["data"]
    #expect(data?["isWhitelisted"] == true && data?["abuseConfidenceScore"] == 0)
  }

  @Test(
    "wrong parameters are 422 with the parameter's name",
    arguments: [
      ("/check", "ipAddress"), ("/check?ipAddress=x", "ipAddress"),
      ("/check?ipAddress=192.0.2.1&maxAgeInDays=0", "maxAgeInDays"),
      ("/reports?ipAddress=192.0.2.1&perPage=101", "perPage"), ("/reports?ipAddress=192.0.2.1&page=0", "page"),
      ("/blacklist?confidenceMinimum=24", "confidenceMinimum"), ("/check-block?network=192.0.2.1", "network"),
      ("/check-block?network=192.0.2.0/33", "network"), ("/check-block?network=::/24", "network"),
    ])
  func invalid(path: String, parameter: String) async {
    let answer = await Vendors().abuseipdb(path)
    #expect(answer.status == 422)
    #expect(answer.json["errors"]?.array?.first?[path: "source", "parameter"]?.string == parameter)
  }

  @Test("the quota counts down by endpoint, and 429 tells until when")
  func quota() async {
    let vendors = Vendors { $0.quotas.abuseipdbChecksPerDay.limit = 2 }
    var left: [String?] = []
    for _ in 0..<2 {
      left.append(await vendors.abuseipdb("/check?ipAddress=192.0.2.1").header("x-ratelimit-remaining"))
    }
    #expect(left == ["1", "0"])
    let refused = await vendors.abuseipdb("/check?ipAddress=192.0.2.1")
    #expect(refused.status == 429)
    #expect(refused.header("Retry-After") == "43200")
    #expect(refused.header("X-RateLimit-Reset") == String(noon.nextMidnight.seconds))
    #expect(await vendors.abuseipdb("/reports?ipAddress=192.0.2.1").status == 200)
    vendors.clock.advance(seconds: 43_200)
    #expect(await vendors.abuseipdb("/check?ipAddress=192.0.2.1").status == 200)
  }

  @Test("nothing can be reported", arguments: ["report", "bulk-report"])
  func reporting(endpoint: String) async {
    let vendors = Vendors()
    let headers = [Field("Key", APIKeys.standard(.abuseipdb, .full)), Field("Accept", "application/json")]
    let answer = await vendors.simulator.answer(
      Request(method: "POST", target: "/api/v2/\(endpoint)", headers: headers, body: Array("ip=192.0.2.1".utf8)))
    #expect(answer.response.status == 404)
  }

  @Test("larger networks and lower confidence cost money")
  func plans() async {
    let vendors = Vendors()
    #expect(await vendors.abuseipdb("/check-block?network=203.0.113.0/22", key: .free).status == 402)
    #expect(await vendors.abuseipdb("/check-block?network=203.0.113.0/24", key: .free).status == 200)
    #expect(await vendors.abuseipdb("/blacklist?confidenceMinimum=90", key: .free).status == 402)
  }
}
