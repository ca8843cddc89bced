import Connectors
import Events
import Indicators
import Testing
import Time

/// Bodies recorded from the vendors, as SOURCES.md beside them lists them; skipped where they are not there.
@Suite("Recorded answers", .enabled(if: Fixture.recordings != nil, "shared/data/vendors is not there"))
struct RecordedAnswerTests {
  struct Recording: Sendable, CustomTestStringConvertible {
    var connector: String
    var file: String
    var kind: IndicatorKind
    var value: String
    var status = 200
    var observedAt: String?
    var signals: Facts = [:]
    var testDescription: String { file }
  }

  private func answer(_ recording: Recording) throws -> LookupAnswer {
    let connector = try #require(ConnectorCatalog.connector(named: recording.connector))
    let response = HTTPResponse(status: recording.status, body: try Fixture.recording(recording.file))
    let indicator = Indicator(recording.kind, canonical: recording.value)
    return connector.answer(from: response, about: indicator, receivedAt: noon)
  }

  @Test(
    "give these signals",
    arguments: [
      Recording(
        connector: "virustotal", file: "virustotal/file-1.json", kind: .md5, value: "99017f6eebbac24f351415dd410d522d",
        observedAt: "2025-03-17T06:21:17Z",
        signals: [
          "virustotal.malicious": 59, "virustotal.suspicious": 0, "virustotal.undetected": 13,
          "virustotal.harmless": 0, "virustotal.total": 72, "virustotal.ratio": .number(0.8194),
          "virustotal.reputation": -562, "virustotal.votes_malicious": 54, "virustotal.votes_harmless": 10,
          "virustotal.threat_label": "trojan.hosts2/qhost",
        ]),
      Recording(
        connector: "virustotal", file: "virustotal/ip-2.json", kind: .ipv4, value: "8.8.8.8",
        observedAt: "2026-08-19T14:23:45Z",
        signals: [
          "virustotal.malicious": 0, "virustotal.harmless": 53, "virustotal.total": 91, "virustotal.ratio": 0,
          "virustotal.reputation": 557, "virustotal.tags": ["suspicious-udp"],
        ]),
      Recording(
        connector: "virustotal", file: "virustotal/domain-2.json", kind: .domain, value: "google.com",
        signals: ["virustotal.malicious": 1, "virustotal.total": 91, "virustotal.ratio": .number(0.011)]),
      Recording(
        connector: "virustotal", file: "virustotal/domain-1.json", kind: .domain, value: "github.com",
        signals: ["virustotal.reputation": 2, "virustotal.votes_harmless": 2, "virustotal.votes_malicious": 0]),
      Recording(
        connector: "virustotal", file: "virustotal/url-1.json", kind: .url, value: "http://example.com/",
        signals: ["virustotal.malicious": 0, "virustotal.total": 71, "virustotal.votes_malicious": 118]),
      Recording(
        connector: "virustotal", file: "virustotal/url-2.json", kind: .url, value: "http://www.google.com",
        signals: ["virustotal.harmless": 64, "virustotal.reputation": 5912]),
      Recording(
        connector: "shodan", file: "shodan/host-2.json", kind: .ipv4, value: "8.8.8.8",
        observedAt: "2022-06-22T09:06:45.680Z",
        signals: [
          "shodan.ports": [53, 443], "shodan.tags": [], "shodan.org": "Google LLC", "shodan.asn": "AS15169",
          "shodan.hostnames": ["dns.google"],
        ]),
      Recording(
        connector: "internetdb", file: "shodan-internetdb/ip-1.json", kind: .ipv4, value: "120.78.59.202",
        signals: [
          "internetdb.ports": [22, 80, 443, 3306, 8081, 8090], "internetdb.tags": ["database", "eol-product"],
          "internetdb.hostnames": ["api02t.c.ylt100.cn"],
        ]),
      Recording(
        connector: "internetdb", file: "shodan-internetdb/ip-2.json", kind: .ipv4, value: "1.1.1.1",
        signals: ["internetdb.ports": [53, 80, 443], "internetdb.vulns": [], "internetdb.cpes": []]),
      Recording(
        connector: "abuseipdb", file: "abuseipdb/check-verbose-1.json", kind: .ipv4, value: "198.51.100.100",
        observedAt: "2018-12-20T20:55:14Z",
        signals: ["abuseipdb.confidence": 100, "abuseipdb.reports": 1, "abuseipdb.whitelisted": false]),
      Recording(
        connector: "abuseipdb", file: "abuseipdb/check-verbose-2.json", kind: .ipv4, value: "118.25.6.39",
        signals: ["abuseipdb.confidence": 100, "abuseipdb.distinct_users": 22, "abuseipdb.tor": false]),
      Recording(
        connector: "greynoise", file: "greynoise/v3-ip-1.json", kind: .ipv4, value: "118.69.124.186",
        observedAt: "2025-09-19T17:01:34Z",
        signals: [
          "greynoise.noise": true, "greynoise.riot": false, "greynoise.classification": "suspicious",
          "greynoise.tags": ["SMBv1 Crawler"], "greynoise.actor": "unknown", "greynoise.bot": false,
        ]),
      Recording(
        connector: "greynoise-community", file: "greynoise/community-200-1.json", kind: .ipv4, value: "1.2.3.4",
        observedAt: "2020-01-01T00:00:00Z",
        signals: [
          "greynoise-community.riot": true, "greynoise-community.classification": "benign",
          "greynoise-community.name": "Cloudflare",
        ]),
    ])
  func found(_ recording: Recording) throws {
    let observation = try #require(try answer(recording).observation)
    #expect(observation.status == .found)
    for expected in recording.signals.entries {
      #expect(observation.signals[expected.name] == expected.value, "\(expected.name)")
    }
    if let time = recording.observedAt { #expect(observation.observedAt?.rfc3339 == time) }
  }

  @Test(
    "say that nothing is known",
    arguments: [
      Recording(
        connector: "virustotal", file: "virustotal/error-404-file-1.json", kind: .md5,
        value: "0123456789abcdef0123456789abcdef", status: 404),
      Recording(
        connector: "virustotal", file: "virustotal/error-404-url-doc.json", kind: .url, value: "http://a.example/",
        status: 404),
      Recording(
        connector: "shodan", file: "shodan/error-404-host.json", kind: .ipv4, value: "192.0.2.1", status: 404),
      Recording(
        connector: "internetdb", file: "shodan-internetdb/error-404.json", kind: .ipv4, value: "192.0.2.1",
        status: 404),
      Recording(
        connector: "greynoise-community", file: "greynoise/community-404-1.json", kind: .ipv4, value: "8.8.8.8",
        status: 404),
    ])
  func notFound(_ recording: Recording) throws {
    #expect(try answer(recording).observation?.status == .notFound)
  }

  @Test(
    "fail for this reason",
    arguments: [
      ("virustotal", "virustotal/error-400-url.json", 400, FailureReason.badRequest),
      ("virustotal", "virustotal/error-401-wrong-key.json", 401, .keyRefused),
      ("virustotal", "virustotal/error-401-missing-key-doc.json", 401, .keyRefused),
      ("virustotal", "virustotal/ip-resolutions-1.json", 200, .malformed),
      ("virustotal", "virustotal/file-object-1.json", 200, .malformed),
      ("virustotal", "virustotal/domain-siblings-empty-1.json", 200, .malformed),
      ("virustotal", "virustotal/ip-2.json", 200, .wrongSubject),
      ("virustotal", "virustotal/domain-2.json", 200, .wrongSubject),
      ("shodan", "shodan/error-403-membership.json", 403, .forbidden),
      ("shodan", "shodan/x-error-filters.json", 401, .forbidden),
      ("shodan", "shodan/host-4.json", 200, .malformed),
      ("shodan", "shodan/honeyscore-1.json", 200, .malformed),
      ("shodan", "shodan/host-2.json", 200, .wrongSubject),
      ("abuseipdb", "abuseipdb/error-401.json", 401, .keyRefused),
      ("abuseipdb", "abuseipdb/error-422-ip.json", 422, .badRequest),
      ("abuseipdb", "abuseipdb/error-401.json", 200, .vendorError),
      ("abuseipdb", "abuseipdb/check-block-1.json", 200, .malformed),
      ("abuseipdb", "abuseipdb/blacklist-1.json", 200, .malformed),
      ("greynoise", "greynoise/error-500-1.json", 500, .serverError),
      ("greynoise", "greynoise/v2-context-error-1.json", 200, .vendorError),
      ("greynoise", "greynoise/v2-context-1.json", 200, .malformed),
      ("greynoise", "greynoise/v3-multi-1.json", 200, .malformed),
      ("greynoise-community", "greynoise/community-400-1.json", 400, .badRequest),
    ])
  func failures(_ connector: String, _ file: String, _ status: Int, _ reason: FailureReason) throws {
    let recording = Recording(connector: connector, file: file, kind: .ipv4, value: "192.0.2.77", status: status)
    #expect(try answer(recording).failure?.reason == reason)
  }

  @Test(
    "defer",
    arguments: [
      ("virustotal", "virustotal/error-429-quota.json", 60), ("shodan", "shodan/x-error-rate-limit.json", 1),
      ("abuseipdb", "abuseipdb/error-429-daily.json", 12 * 3600),
      ("greynoise-community", "greynoise/community-429-1.json", 12 * 3600),
    ] as [(String, String, Int64)])
  func quota(_ connector: String, _ file: String, _ seconds: Int64) throws {
    let recording = Recording(connector: connector, file: file, kind: .ipv4, value: "192.0.2.77", status: 429)
    #expect(try answer(recording).pause?.until == noon.after(seconds: seconds))
  }
}
