import Connectors
import Events
import Indicators
import JSON
import Testing
import Time

@Suite("VirusTotal")
struct VirusTotalTests {
  private let address = Indicator(.ipv4, canonical: "203.0.113.7")

  private func connector() throws -> any Connector { try #require(ConnectorCatalog.connector(named: "virustotal")) }

  private func answer(_ body: String, _ indicator: Indicator, status: Int = 200) throws -> LookupAnswer {
    try connector().answer(from: HTTPResponse(status, body), about: indicator, receivedAt: noon)
  }

  @Test(
    "asks by the path of the kind",
    arguments: [
      (Indicator(.ipv4, canonical: "203.0.113.7"), "/ip_addresses/203.0.113.7"),
      (Indicator(.ipv6, canonical: "2001:db8::7"), "/ip_addresses/2001:db8::7"),
      (Indicator(.domain, canonical: "evil.example"), "/domains/evil.example"),
      (Indicator(.url, canonical: "http://example.com/"), "/urls/aHR0cDovL2V4YW1wbGUuY29tLw"),
      (Indicator(.url, canonical: "http://www.google.com"), "/urls/aHR0cDovL3d3dy5nb29nbGUuY29t"),
      (Indicator(.url, canonical: "http://a.example/?>?>~ÿ"), "/urls/aHR0cDovL2EuZXhhbXBsZS8_Pj8-fsO_"),
      (Indicator(.md5, canonical: "098f6bcd4621d373cade4e832627b4f6"), "/files/098f6bcd4621d373cade4e832627b4f6"),
    ])
  func request(_ indicator: Indicator, _ path: String) throws {
    let base = try BaseURL(parsing: "https://www.virustotal.com/api/v3/")
    let request = try #require(try connector().request(for: indicator, at: base, key: Secret(testKey)))
    #expect(request.url == "https://www.virustotal.com/api/v3" + path)
    #expect(request.headers.contains(HTTPHeader("x-apikey", testKey)))
    #expect(request.headers.contains(HTTPHeader("x-tool", "iocledger/\(Product.version)")))
    #expect(try connector().request(for: indicator, at: base, key: nil) == nil)
  }

  @Test("does not ask about kinds that it does not answer")
  func otherKinds() throws {
    let base = try BaseURL(parsing: "https://example.org")
    for kind in [IndicatorKind.cidr, .email, .sha512] {
      #expect(try connector().request(for: Indicator(kind, canonical: "x"), at: base, key: Secret(testKey)) == nil)
    }
  }

  @Test("reads counts, votes, reputation, tags, time and the autonomous system")
  func signals() throws {
    let observation = try #require(try answer(try Fixture.text("virustotal/address.json"), address).observation)
    #expect(
      observation.signals == [
        "virustotal.malicious": 12, "virustotal.suspicious": 2, "virustotal.harmless": 46,
        "virustotal.undetected": 30, "virustotal.total": 90, "virustotal.ratio": .number(0.1333),
        "virustotal.reputation": -12, "virustotal.votes_malicious": 7, "virustotal.votes_harmless": 1,
        "virustotal.tags": ["self-signed", "tor"],
      ])
    #expect(observation.observedAt == Timestamp(milliseconds: 1_787_149_425_000))
    #expect(observation.labels == ["self-signed", "tor"])
    let system = try #require(observation.relations.first)
    #expect(system.type == "belongs-to")
    #expect(system.name == "AS64496")
    #expect(system.target.kind == "autonomous-system")
  }

  @Test("leads a domain to the addresses in its DNS records")
  func resolutions() throws {
    let domain = Indicator(.domain, canonical: "evil.example")
    let observation = try #require(try answer(try Fixture.text("virustotal/domain.json"), domain).observation)
    #expect(observation.relations.map(\.type) == ["resolves-to", "resolves-to"])
    #expect(observation.relations.map(\.target.value) == ["2001:db8::7", "203.0.113.7"])
    #expect(observation.relations.map(\.target.kind) == ["ipv6", "ipv4"])
  }

  @Test("knows a file by any of its hashes", arguments: [IndicatorKind.md5, .sha1, .sha256])
  func hashes(_ kind: IndicatorKind) throws {
    let body = try Fixture.json("virustotal/file.json")
    let value = try #require(body[path: "data", "attributes", kind.rawValue]?.string)
    let found = try answer(body.text(), Indicator(kind, canonical: value))
    #expect(found.observation?.signals["virustotal.threat_label"] == "trojan.test/sample")
    let other = String(value.dropLast()) + (value.hasSuffix("0") ? "1" : "0")
    #expect(try answer(body.text(), Indicator(kind, canonical: other)).failure?.reason == .wrongSubject)
  }

  @Test(
    "takes a URL in the vendor's canonical form, but not one on another host",
    arguments: [
      ("http://evil.example", true), ("HTTP://EVIL.example/", true), ("http://user@evil.example:80/#top", true),
      ("http://203.0.113.7/", false), ("http://good.example/", false), ("http://evil.example.org/", false),
    ])
  func urls(_ url: String, _ isSame: Bool) throws {
    let answer = try answer(try Fixture.text("virustotal/url.json"), Indicator(.url, canonical: url))
    #expect((answer.observation?.status == .found) == isSame)
    #expect(isSame || answer.failure?.reason == .wrongSubject)
  }

  @Test("knows an IPv6 address however it is written")
  func writtenDifferently() throws {
    let body = "{\"data\":{\"type\":\"ip_address\",\"id\":\"2001:DB8:0:0:0:0:0:7\",\"attributes\":{}}}"
    let answer = try answer(body, Indicator(.ipv6, canonical: "2001:db8::7"))
    #expect(answer.observation?.status == .found)
  }

  @Test("counts the engines itself where there are no statistics, and does without both")
  func withoutStatistics() throws {
    let counted = """
      {"data":{"type":"ip_address","id":"203.0.113.7","attributes":{"last_analysis_stats":null,"last_analysis_results":{
      "A":{"category":"malicious"},"B":{"category":"malicious"},"C":{"category":"undetected"},"D":{"category":"timeout"},
      "E":{"category":"quantum"},"F":null}}}}
      """
    let signals = try #require(try answer(counted, address).observation?.signals)
    #expect(signals["virustotal.malicious"] == 2)
    #expect(signals["virustotal.total"] == 3)
    #expect(signals["virustotal.ratio"] == .number(0.6667))
    let bare = "{\"data\":{\"type\":\"ip_address\",\"id\":\"203.0.113.7\",\"attributes\":{\"reputation\":\"-5\"}}}"
    let observation = try #require(try answer(bare, address).observation)
    #expect(observation.status == .found)
    #expect(observation.signals == ["virustotal.reputation": -5])
  }

  @Test("takes Google's assessment for itself, apart from what the engines say")
  func assessment() throws {
    func signals(_ assessment: String) throws -> LookupAnswer {
      try answer(
        "{\"data\":{\"type\":\"ip_address\",\"id\":\"203.0.113.7\",\"attributes\":{\"gti_assessment\":\(assessment),"
          + "\"last_analysis_stats\":{\"malicious\":0,\"suspicious\":0,\"undetected\":9,\"harmless\":81}}}}", address)
    }
    let full = """
      {"verdict":{"value":"VERDICT_MALICIOUS"},"threat_score":{"value":80},"severity":{"value":"SEVERITY_HIGH"},
      "contributing_factors":{"mandiant_confidence_score":90},"description":"…"}
      """
    let read = try #require(try signals(full).observation?.signals)
    #expect(read["virustotal.gti_verdict"] == "malicious" && read["virustotal.gti_severity"] == "high")
    #expect(read["virustotal.gti_score"] == 80)
    #expect(read["virustotal.malicious"] == 0 && read["virustotal.total"] == 90)
    #expect(read["virustotal.ratio"] == 0)
    let bare = try #require(
      try signals("{\"verdict\":\"Suspicious\",\"threat_score\":\"35\",\"severity\":null}").observation?.signals)
    #expect(bare["virustotal.gti_verdict"] == "suspicious" && bare["virustotal.gti_score"] == 35)
    #expect(bare["virustotal.gti_severity"] == nil)
    #expect(try signals("null").observation?.signals["virustotal.gti_verdict"] == nil)
    #expect(try signals("[]").failure?.reason == .malformed)
    #expect(try signals("{\"threat_score\":{\"value\":101}}").failure?.reason == .malformed)
  }

  @Test("has no ratio where no engine has an opinion")
  func noEngines() throws {
    let body = """
      {"data":{"type":"ip_address","id":"203.0.113.7","attributes":{"last_analysis_stats":{"malicious":0,"suspicious":0,
      "undetected":0,"harmless":"0","timeout":9}}}}
      """
    let signals = try #require(try answer(body, address).observation?.signals)
    #expect(signals["virustotal.total"] == 0)
    #expect(signals["virustotal.ratio"] == nil)
    #expect(signals["virustotal.harmless"] == 0)
  }

  @Test("takes a lack of privilege for that, not for a bad key")
  func forbidden() throws {
    let body = "{\"error\":{\"code\":\"ForbiddenError\",\"message\":\"You are not authorized\"}}"
    #expect(try answer(body, address, status: 403).failure?.reason == .forbidden)
    #expect(try answer(body, address, status: 404).failure?.reason == .unexpectedStatus)
    #expect(try answer(body, address).failure?.reason == .vendorError)
  }

  @Test("checks the key by the quotas, which it reads in both of their shapes")
  func check() throws {
    let request = try connector().checkRequest(at: try BaseURL(parsing: "https://vt.example/api"), key: Secret(testKey))
    #expect(request.url == "https://vt.example/api/users/\(testKey)/overall_quotas")
    #expect(!"\(request)\(String(reflecting: request))".contains(testKey))
    let answer = try connector().checkAnswer(
      from: HTTPResponse(200, try Fixture.text("virustotal/quotas.json")), receivedAt: noon)
    #expect(
      answer
        == .working(
          KeyStatus(quotas: [
            QuotaStatus(name: "hour", allowed: 240, remaining: 238),
            QuotaStatus(name: "day", allowed: 500, remaining: 469),
            QuotaStatus(name: "month", allowed: 15_500, remaining: 14_900),
          ])))
    let flat = "{\"data\":{\"attributes\":{\"quotas\":{\"api_requests_daily\":{\"allowed\":500,\"used\":\"600\"}}}}}"
    #expect(
      try connector().checkAnswer(from: HTTPResponse(200, flat), receivedAt: noon)
        == .working(KeyStatus(quotas: [QuotaStatus(name: "day", allowed: 500, remaining: 0)])))
  }
}
