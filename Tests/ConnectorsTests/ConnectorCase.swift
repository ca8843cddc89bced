import Indicators
import Testing

/// One connector with what its vendor answers in each situation: the input of the compatibility suite.
struct ConnectorCase: Sendable, CustomTestStringConvertible {
  var name: String
  var indicator: Indicator
  var found: String
  /// What the answer is about, as it stands in the body, and another subject to put in its place.
  var subject: (asked: String, other: String)
  /// A member that carries the answer, as it stands in the body, and the same of a wrong type.
  var core: (good: String, wrong: String)
  var notFound: (status: Int, body: String)
  var badKey: (status: Int, body: String)?
  var quota: String
  /// How many seconds after noon UTC a refusal ends that says no more than this one.
  var quotaLasts: Int64 = 60
  /// A signal that the good answer must give.
  var signal: String

  var testDescription: String { "\(name) \(indicator.kind.rawValue)" }

  private static let address = Indicator(.ipv4, canonical: "203.0.113.7")

  static let all: [ConnectorCase] = [
    ConnectorCase(
      name: "virustotal", indicator: address, found: "virustotal/address.json",
      subject: ("203.0.113.7\"", "203.0.113.8\""), core: ("\"malicious\": 12", "\"malicious\": \"many\""),
      notFound: (404, "virustotal/not-found.json"), badKey: (401, "virustotal/bad-key.json"),
      quota: "virustotal/quota.json", signal: "virustotal.malicious"),
    ConnectorCase(
      name: "virustotal", indicator: Indicator(.domain, canonical: "evil.example"), found: "virustotal/domain.json",
      subject: ("\"id\": \"evil.example\"", "\"id\": \"good.example\""),
      core: ("{\"harmless\": 60", "[{\"harmless\": 60"), notFound: (404, "virustotal/not-found.json"),
      badKey: (401, "virustotal/bad-key.json"), quota: "virustotal/quota.json", signal: "virustotal.malicious"),
    ConnectorCase(
      name: "virustotal", indicator: Indicator(.url, canonical: "http://evil.example/"), found: "virustotal/url.json",
      subject: ("\"url\": \"http://evil.example/\"", "\"url\": \"http://good.example/\""),
      core: ("\"attributes\": {", "\"attributes\": null, \"then\": {"), notFound: (404, "virustotal/not-found.json"),
      badKey: (401, "virustotal/bad-key.json"), quota: "virustotal/quota.json", signal: "virustotal.malicious"),
    ConnectorCase(
      name: "virustotal", indicator: Indicator(.md5, canonical: "098f6bcd4621d373cade4e832627b4f6"),
      found: "virustotal/file.json", subject: ("098f6bcd4621d373", "098f6bcd4621d374"),
      core: ("\"malicious\": 59", "\"malicious\": -1"), notFound: (404, "virustotal/not-found.json"),
      badKey: (401, "virustotal/bad-key.json"), quota: "virustotal/quota.json", signal: "virustotal.threat_label"),
    ConnectorCase(
      name: "shodan", indicator: address, found: "shodan/host.json",
      subject: ("\"ip_str\": \"203.0.113.7\"", "\"ip_str\": \"203.0.113.8\""),
      core: ("\"ports\": [8443, 22, 443, 22]", "\"ports\": \"22\""), notFound: (404, "shodan/not-found.json"),
      badKey: (401, "shodan/bad-key.html"), quota: "shodan/quota.json", quotaLasts: 1,
      signal: "shodan.ports"),
    ConnectorCase(
      name: "internetdb", indicator: address, found: "internetdb/host.json",
      subject: ("203.0.113.7", "203.0.113.8"), core: ("\"ports\":[22,443]", "\"ports\":null"),
      notFound: (404, "internetdb/not-found.json"), badKey: nil, quota: "internetdb/quota.json",
      signal: "internetdb.cpes"),
    ConnectorCase(
      name: "abuseipdb", indicator: address, found: "abuseipdb/reported.json",
      subject: ("\"ipAddress\":\"203.0.113.7\"", "\"ipAddress\":\"203.0.113.8\""),
      core: ("\"abuseConfidenceScore\":87", "\"abuseConfidenceScore\":[87]"),
      notFound: (200, "abuseipdb/clean.json"), badKey: (401, "abuseipdb/bad-key.json"), quota: "abuseipdb/quota.json",
      quotaLasts: 12 * 3600, signal: "abuseipdb.confidence"),
    ConnectorCase(
      name: "greynoise", indicator: address, found: "greynoise/scanner.json",
      subject: ("\"ip\": \"203.0.113.7\"", "\"ip\": \"203.0.113.8\""),
      core: ("\"internet_scanner_intelligence\": {", "\"internet_scanner_intelligence\": 1, \"then\": {"),
      notFound: (404, "greynoise/not-found.json"), badKey: (401, "greynoise/bad-key.json"),
      quota: "greynoise/quota.json", signal: "greynoise.classification"),
    ConnectorCase(
      name: "greynoise-community", indicator: address, found: "greynoise-community/riot.json",
      subject: ("203.0.113.7\",", "203.0.113.8\","), core: ("\"riot\": true", "\"riot\": \"perhaps\""),
      notFound: (404, "greynoise-community/not-found.json"), badKey: (401, "greynoise-community/bad-key.json"),
      quota: "greynoise-community/quota.json", quotaLasts: 12 * 3600, signal: "greynoise-community.name"),
  ]
}
