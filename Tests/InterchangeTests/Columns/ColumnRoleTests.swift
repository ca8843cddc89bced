import Indicators
import Testing

@testable import Interchange

@Suite("What the name of a column promises")
struct ColumnRoleTests {
  @Test(
    "the last word says what it is, and capitals, hyphens and parentheses part words",
    arguments: [
      ("Dropper URL", .value([.url])), ("SHA-256 Hash", .value([.sha256])), ("Payload MD5 (zip)", .value([.md5])),
      ("c2Ip", .value(IndicatorKind.addresses)), ("Panel_Server", .value(IndicatorKind.hosts)),
      ("Callback Domain / IP", .value(IndicatorKind.hosts)), ("Sender Email Address", .value([.email])),
      ("First Submission", .firstSeen), ("observed last seen", .lastSeen), ("Blocked Until", .validUntil),
      ("Observable-Type", .kind), ("Confidence of attribution", .confidence), ("Verdict", .verdict),
      ("is_malicious", .isHarmful), ("Whitelisted", .isHarmless), ("Malware Family", .labels),
    ] as [(String, ColumnRole)])
  func named(name: String, role: ColumnRole) {
    #expect(ColumnRole(name: name) == role)
  }

  @Test(
    "fingerprints, files, owners and the value's own dates are nothing to take",
    arguments: [
      "imphash", "pubkey_md5", "TLS Cert SHA1", "JA3 hash", "authentihash (sha256)", "rich-hash", "Dropped Filename",
      "file path", "pdb path", "Mutex", "IP country", "Domain registrar", "registrant email",
      "Creation Date", "registered_on", "Compile Time", "MAC address", "victim_ip", "Git commit", "File size",
    ])
  func foreign(name: String) {
    #expect(ColumnRole(name: name) == .foreign)
  }

  @Test(
    "what the publisher wrote and where it stands is about the row",
    arguments: [
      "Reference", "VT link", "Report URL", "analysis", "Notes", "Description ", "Source", "added by", "Title",
    ])
  func remarks(name: String) {
    #expect(ColumnRole(name: name) == .remark)
  }

  @Test(
    "a name that says nothing leaves it to the cells",
    arguments: ["Data", "bad_guy", "x", "", "Payload", "the reports that we have seen about this and other domains"])
  func silent(name: String) {
    #expect(ColumnRole(name: name) == nil)
  }
}
