import Connectors
import Events
import Indicators
import Testing
import Time

/// Shodan, InternetDB, AbuseIPDB and both GreyNoise connectors: which signals come out of which answer.
@Suite("Address connectors")
struct AddressConnectorTests {
  private let address = Indicator(.ipv4, canonical: "203.0.113.7")

  private func answer(_ name: String, _ status: Int, _ body: String) throws -> LookupAnswer {
    let connector = try #require(ConnectorCatalog.connector(named: name))
    return connector.answer(from: HTTPResponse(status, body), about: address, receivedAt: noon)
  }

  private func observation(
    _ name: String, _ status: Int, _ body: String, orStatus other: Int? = nil
  ) throws -> Observation {
    let answers = [try answer(name, status, body), try other.map { try answer(name, $0, body) }].compactMap { $0 }
    return try #require(answers.lazy.compactMap(\.observation).first)
  }

  @Test("Shodan: ports sorted, vulnerabilities of host and banners, no operating system where it is null")
  func shodan() throws {
    let observation = try observation("shodan", 200, try Fixture.text("shodan/host.json"))
    #expect(
      observation.signals == [
        "shodan.ports": [22, 443, 8443], "shodan.vulns": ["CVE-2019-11043", "CVE-2021-44228"],
        "shodan.tags": ["c2", "self-signed"], "shodan.org": "Example Hosting", "shodan.asn": "AS64496",
        "shodan.hostnames": ["mail.evil.example", "www.evil.example"],
      ])
    #expect(observation.observedAt?.rfc3339 == "2026-08-19T09:06:45.680Z")
    #expect(observation.labels == ["c2", "self-signed"])
    #expect(observation.relations.map(\.type) == ["belongs-to", "related-to", "related-to"])
  }

  @Test(
    "Shodan: what a refusal means",
    arguments: [
      (401, "<html><head><title>401 Unauthorized</title></head></html>", FailureReason.keyRefused),
      (401, "{\"error\":\"Invalid API key\"}", .keyRefused),
      (401, "{\"error\":\"Please upgrade your API plan to use filters or paging.\"}", .forbidden),
      (403, "{\"error\":\"Requires membership or higher to access\"}", .forbidden),
      (200, "{\"error\":\"Invalid IP\"}", .vendorError),
      (400, "{\"error\":\"Invalid IP\"}", .badRequest),
      (404, "{\"error\":\"No such route\"}", .unexpectedStatus),
      (502, "<html>Bad Gateway</html>", .serverError),
    ])
  func shodanRefusals(_ status: Int, _ body: String, _ reason: FailureReason) throws {
    #expect(try answer("shodan", status, body).failure?.reason == reason)
  }

  @Test(
    "Shodan: used-up credits defer until the next day, or for as long as the refusal says, whatever its status",
    arguments: [
      (401, "Insufficient query credits, please upgrade your API plan", "2026-08-21T00:00:00Z"),
      (403, "Insufficient query credits; wait for the monthly limit to reset", "2026-09-01T00:00:00Z"),
      (402, "You have used your daily query credits", "2026-08-21T00:00:00Z"),
      (200, "Request limit reached (1/ second), please wait a second", "2026-08-20T12:00:01Z"),
    ])
  func shodanCredits(_ status: Int, _ error: String, _ until: String) async throws {
    let outcome = try await Lookup.run(
      address, with: try settings("shodan", at: "https://shodan.example"),
      over: CannedTransport([.success(HTTPResponse(status, "{\"error\":\"\(error)\"}"))]), clock: .instant)
    #expect(outcome.answer.pause?.until.rfc3339 == until)
    #expect(outcome.pause == outcome.answer.pause)
  }

  @Test("Shodan and InternetDB: a vulnerability with an exclamation mark was verified not to be there")
  func disproved() throws {
    let host = """
      {"ip_str":"203.0.113.7","ports":[443],"vulns":["!CVE-2014-0160","CVE-2021-44228","CVE-2014-0160"],"data":[
      {"port":443,"vulns":{"!CVE-2020-0601":{"verified":true},"CVE-2019-11043":{"verified":false},"cve-2020-0601":{}}},
      {"port":8443,"vulns":["! CVE-2021-44228"]}]}
      """
    #expect(try observation("shodan", 200, host).signals["shodan.vulns"] == ["CVE-2019-11043", "CVE-2021-44228"])
    let only = "{\"ip_str\":\"203.0.113.7\",\"vulns\":[\"!CVE-2014-0160\"]}"
    #expect(try observation("shodan", 200, only).signals["shodan.vulns"] == [])
    let bare = "{\"ip\":\"203.0.113.7\",\"ports\":[],\"vulns\":[\"CVE-2018-16845\",\"!CVE-2019-9516\"]}"
    #expect(try observation("internetdb", 200, bare).signals["internetdb.vulns"] == ["CVE-2018-16845"])
  }

  @Test("InternetDB: six fields, sorted, and empty lists kept as empty")
  func internetDB() throws {
    let observation = try observation("internetdb", 200, try Fixture.text("internetdb/host.json"))
    #expect(observation.signals["internetdb.vulns"] == ["CVE-2018-16845", "CVE-2019-9516"])
    #expect(observation.signals["internetdb.ports"] == [22, 443])
    #expect(observation.observedAt == nil)
    let bare = try self.observation(
      "internetdb", 200, "{\"ip\":\"203.0.113.7\",\"ports\":[53],\"vulns\":[],\"tags\":null}")
    #expect(bare.signals == ["internetdb.ports": [53], "internetdb.vulns": []])
  }

  @Test("AbuseIPDB: confidence with its time; a clean address is found with confidence 0")
  func abuseIPDB() throws {
    let reported = try observation("abuseipdb", 200, try Fixture.text("abuseipdb/reported.json"))
    #expect(
      reported.signals == [
        "abuseipdb.confidence": 87, "abuseipdb.reports": 47, "abuseipdb.distinct_users": 22,
        "abuseipdb.whitelisted": false, "abuseipdb.tor": false,
        "abuseipdb.usage_type": "Data Center/Web Hosting/Transit",
      ])
    #expect(reported.observedAt?.rfc3339 == "2026-08-18T18:55:14Z")
    #expect(reported.relations.map(\.target.value) == ["www.evil.example"])
    let clean = try observation("abuseipdb", 200, try Fixture.text("abuseipdb/clean.json"))
    #expect(clean.status == .found)
    #expect(
      clean.signals == [
        "abuseipdb.confidence": 0, "abuseipdb.reports": 0, "abuseipdb.distinct_users": 0, "abuseipdb.tor": false,
      ])
    #expect(clean.observedAt == nil)
  }

  @Test(
    "AbuseIPDB: the score also as a text, but only from 0 to 100",
    arguments: [("\"100\"", 100), ("42.0", 42), ("101", nil), ("-1", nil), ("0.5", nil), ("null", nil), ("1e99", nil)]
      as [(String, Int64?)])
  func abuseIPDBScore(_ written: String, _ score: Int64?) throws {
    let answer = try answer(
      "abuseipdb", 200, "{\"data\":{\"ipAddress\":\"203.0.113.7\",\"abuseConfidenceScore\":\(written)}}")
    #expect(answer.observation?.signals["abuseipdb.confidence"]?.integer == score)
    #expect((answer.failure?.reason == .malformed) == (score == nil))
  }

  @Test("AbuseIPDB: the last request of the day is an answer and a pause")
  func abuseIPDBSpent() async throws {
    let body = try Fixture.bytes("abuseipdb/reported.json")
    let headers = [HTTPHeader("X-RateLimit-Limit", "1000"), HTTPHeader("X-RateLimit-Remaining", "0")]
    let outcome = try await Lookup.run(
      address, with: try settings("abuseipdb", at: "https://abuseipdb.example"),
      over: CannedTransport([.success(HTTPResponse(status: 200, headers: headers, body: body))]), clock: .instant)
    #expect(outcome.answer.observation?.status == .found)
    #expect(outcome.pause?.until.rfc3339 == "2026-08-21T00:00:00Z")
  }

  @Test("GreyNoise: a scanner with its tags, and no text where the vendor leaves one empty")
  func greyNoiseScanner() throws {
    let observation = try observation("greynoise", 200, try Fixture.text("greynoise/scanner.json"))
    #expect(
      observation.signals == [
        "greynoise.noise": true, "greynoise.business_service": false, "greynoise.riot": false,
        "greynoise.classification": "malicious", "greynoise.actor": "unknown",
        "greynoise.tags": ["Mirai", "SSH Bruteforcer"], "greynoise.vpn": false,
        "greynoise.tor": false, "greynoise.bot": true, "greynoise.cves": ["CVE-2020-9054"],
      ])
    #expect(observation.observedAt?.rfc3339 == "2026-08-19T17:01:34Z")
  }

  @Test("GreyNoise: a business service with its trust level as a number")
  func greyNoiseBusiness() throws {
    let observation = try observation("greynoise", 200, try Fixture.text("greynoise/business.json"))
    #expect(observation.status == .found)
    #expect(observation.signals["greynoise.riot"] == true)
    #expect(observation.signals["greynoise.noise"] == false)
    #expect(observation.signals["greynoise.trust_level"] == 1)
    #expect(observation.signals["greynoise.classification"] == nil)
  }

  @Test(
    "GreyNoise: a service is ruled out at level 1 or without a level, and only there, however the level is written",
    arguments: [
      ("\"1\"", true, 1), ("1", true, 1), ("1.0", true, 1), ("\"Level 1\"", true, 1), ("\"2\"", nil, 2),
      ("2", nil, 2), ("\" 3 \"", nil, 3), ("3", nil, 3), ("\"label only\"", nil, "label only"),
      ("\"\"", true, nil), ("null", true, nil),
    ] as [(String, Bool?, SignalValue?)])
  func trustLevels(_ written: String, _ isRuledOut: Bool?, _ level: SignalValue?) throws {
    let full = """
      {"ip":"203.0.113.7","internet_scanner_intelligence":{"found":false},
      "business_service_intelligence":{"found":true,"trust_level":\(written)}}
      """
    let community = "{\"ip\":\"203.0.113.7\",\"noise\":false,\"riot\":true,\"trust_level\":\(written)}"
    for (name, body) in [("greynoise", full), ("greynoise-community", community)] {
      let signals = try observation(name, 206, body, orStatus: 200).signals
      #expect(signals["\(name).business_service"] == true)
      #expect(signals["\(name).riot"]?.bool == isRuledOut)
      #expect(signals["\(name).trust_level"] == level)
    }
  }

  @Test("GreyNoise: vulnerabilities also where only the tags name them")
  func tagVulnerabilities() throws {
    let body = """
      {"ip":"203.0.113.7","internet_scanner_intelligence":{"found":true,"classification":"Malicious","cves":[],"tags":[
      {"name":"A","cves":["CVE-2020-9054","cve-2018-10561"]},{"name":"B"},{"name":"C","cves":["CVE-2020-9054"]},"D"]}}
      """
    let signals = try observation("greynoise", 200, body).signals
    #expect(signals["greynoise.cves"] == ["CVE-2018-10561", "CVE-2020-9054"])
    #expect(signals["greynoise.tags"] == ["A", "B", "C", "D"])
    #expect(signals["greynoise.classification"] == "malicious")
    let none = """
      {"ip":"203.0.113.7","internet_scanner_intelligence":{"found":true,"tags":[{"name":"A"}]}}
      """
    #expect(try observation("greynoise", 200, none).signals["greynoise.cves"] == nil)
  }

  @Test("GreyNoise: a partial answer is an answer, without what the plan does not cover")
  func greyNoisePartial() throws {
    let observation = try observation("greynoise", 206, try Fixture.text("greynoise/partial.json"))
    #expect(observation.signals == ["greynoise.noise": true, "greynoise.classification": "suspicious"])
    #expect(observation.observedAt?.day == "2026-08-19")
  }

  @Test("GreyNoise: not found in both sections is not found, whatever the status")
  func greyNoiseNeither() throws {
    let body = try Fixture.text("greynoise/neither.json")
    for status in [200, 206, 404] { #expect(try observation("greynoise", status, body).status == .notFound) }
    let restricted = body.replacing("\"found\": false, \"trust_level\"", with: "\"found\": null, \"trust_level\"")
    #expect(try observation("greynoise", 206, restricted).signals == ["greynoise.noise": false])
  }

  @Test("GreyNoise: a new classification is kept as it is, a bad plan is a refused key, an old error is none")
  func greyNoiseOddities() throws {
    let body = try Fixture.text("greynoise/scanner.json")
      .replacing("\"malicious\", \"cves\": [\"CVE-2020-9054\"], \"bot\"", with: "\"hostile\", \"bot\"")
    #expect(try observation("greynoise", 200, body).signals["greynoise.classification"] == "hostile")
    #expect(try answer("greynoise", 403, "{\"message\":\"Forbidden\"}").failure?.reason == .keyRefused)
    #expect(try answer("greynoise", 200, "{\"error\":\"commonly spoofed ip\"}").failure?.reason == .vendorError)
    #expect(try answer("greynoise", 400, "{\"message\":\"Invalid parameter\"}").failure?.reason == .badRequest)
  }

  @Test("GreyNoise community: a known service is found, a 404 with the vendor's body is not found")
  func community() throws {
    let name = "greynoise-community"
    let riot = try observation(name, 200, try Fixture.text("greynoise-community/riot.json"))
    #expect(
      riot.signals == [
        "greynoise-community.noise": false, "greynoise-community.business_service": true,
        "greynoise-community.riot": true, "greynoise-community.classification": "benign",
        "greynoise-community.name": "Example CDN",
      ])
    #expect(riot.observedAt?.day == "2026-08-19")
    let unseen = try observation(name, 404, try Fixture.text("greynoise-community/not-found.json"))
    #expect(unseen.status == .notFound)
    #expect(
      unseen.signals == [
        "greynoise-community.noise": false, "greynoise-community.business_service": false,
        "greynoise-community.riot": false,
      ])
  }

  @Test("lists and texts are cut to bounds, the same way whatever their order")
  func bounds() throws {
    let ports = (0..<50_000).map(String.init)
    func body(_ ports: some Sequence<String>) -> String {
      "{\"ip\":\"203.0.113.7\",\"ports\":[\(ports.joined(separator: ","))],"
        + "\"tags\":[\"\(String(repeating: "é", count: 5000))\"]}"
    }
    let observation = try observation("internetdb", 200, body(ports.prefix(9000)))
    #expect(observation.signals["internetdb.ports"]?.list?.count == 200)
    #expect(observation.signals["internetdb.tags"]?.list?.first?.text?.unicodeScalars.count == 300)
    #expect(try self.observation("internetdb", 200, body(ports.prefix(9000).reversed())) == observation)
    #expect(try self.observation("internetdb", 200, body(ports)).signals["internetdb.ports"]?.list?.count == 200)
  }

  @Test("an autonomous system has one id for all vendors, the one that STIX derives from its number")
  func autonomousSystem() throws {
    let shodan = try observation("shodan", 200, try Fixture.text("shodan/host.json"))
    let greynoise = try observation("greynoise", 200, try Fixture.text("greynoise/scanner.json"))
    let target = try #require(shodan.relations.first?.target)
    #expect(greynoise.relations.first?.target == target)
    // python: stix2.v21.AutonomousSystem(number=64496).id
    #expect(target.value == "autonomous-system--9ad79ee3-2fde-5015-b0cc-7a96404effca")
  }

  @Test(
    "checks read what is left",
    arguments: [
      (
        "shodan", "shodan/api-info.json",
        KeyStatus(
          plan: "dev",
          quotas: [
            QuotaStatus(name: "query_credits", allowed: 100, remaining: 97),
            QuotaStatus(name: "scan_credits", allowed: 100, remaining: 100),
          ])
      ),
      ("greynoise", "greynoise/ping.json", KeyStatus(plan: "community", expires: "2027-12-31")),
      ("greynoise-community", "greynoise/ping.json", KeyStatus(plan: "community", expires: "2027-12-31")),
      (
        "abuseipdb", "abuseipdb/clean.json",
        KeyStatus(quotas: [QuotaStatus(name: "day", allowed: 1000, remaining: 998)])
      ),
    ])
  func checks(_ name: String, _ file: String, _ status: KeyStatus) throws {
    let connector = try #require(ConnectorCatalog.connector(named: name))
    let headers = [("x-ratelimit-limit", "1000"), ("x-ratelimit-remaining", "998")]
    let answer = connector.checkAnswer(from: HTTPResponse(200, try Fixture.text(file), headers), receivedAt: noon)
    #expect(answer == .working(status))
    let refused = connector.checkAnswer(from: HTTPResponse(401, "{\"message\":\"Unauthorized\"}"), receivedAt: noon)
    guard case .failed(let failure) = refused else {
      Issue.record("a refused key is a failure")
      return
    }
    #expect(failure.reason == .keyRefused)
  }
}
