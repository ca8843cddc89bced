import Events
import Indicators
import Testing
import Time

@testable import Interchange

@Suite("Versions and ends of MISP attributes")
struct MispEndingTests {
  private func read(_ text: String) throws -> [IntakeItem] { try items(of: MispReader(pieces(text))) }

  private func attribute(_ number: Int, _ type: String, _ value: String, _ more: String = "") -> String {
    """
    {"uuid":"\(uuid(number))","type":"\(type)","value":"\(value)","category":"Network activity","to_ids":true,\
    "timestamp":"1767225600"\(more)}
    """
  }

  private func event(_ attributes: String..., more: String = "") -> String {
    "{\"Event\":{\"info\":\"Ghost\",\"date\":\"2025-12-24\",\n\"Attribute\":[\(attributes.joined(separator: ",\n"))]\(more)}}"
  }

  @Test("an attribute is an object whose version is its timestamp, and names all that it says something about")
  func versions() throws {
    let items = try read(
      event(
        attribute(0xA1, "domain|ip", "a.example|192.0.2.1").replacing(uuid(0xA1), with: uuid(0xA1).uppercased()),
        attribute(2, "domain", "b.example"), attribute(3, "text", "long", ",\"to_ids\":false"),
        attribute(4, "domain", "not a domain"), "{\"type\":\"domain\",\"value\":\"c.example\",\"to_ids\":true}",
        more: ",\"Tag\":[{\"name\":\"tlp:green\"}]"))
    #expect(items.statements.map { $0.object?.id } == [uuid(0xA1), uuid(0xA1), uuid(2), nil])
    #expect(items.statements.map { $0.object?.version?.rfc3339 }.dropLast().allSatisfy { $0 == "2026-01-01T00:00:00Z" })
    #expect(
      Dictionary(uniqueKeysWithValues: items.objects.map { ($0.object.id, $0.indicators.map(\.value)) }) == [
        uuid(0xA1): ["a.example", "192.0.2.1"], uuid(2): ["b.example"],
        // It says nothing any more; a value that is damaged takes nothing back.
        uuid(3): [],
      ])
    #expect(items.objects.allSatisfy { $0.ending == nil })
  }

  @Test("what is deleted ends: an attribute, an object with all of its attributes, an event with everything")
  func deleted() throws {
    let object =
      "{\"name\":\"file\",\"timestamp\":\"1767312000\",\"deleted\":true,\"Attribute\":[\(attribute(3, "md5", md5)),\(attribute(4, "text", "x", ",\"to_ids\":false"))]}"
    let items = try read(
      event(
        attribute(1, "domain", "a.example", ",\"deleted\":true"), attribute(2, "domain", "b.example"),
        attribute(5, "domain", "no domain", ",\"deleted\":\"1\""), more: ",\"Object\":[\(object)]"))
    #expect(Set(items.objects.filter { $0.ending == .deleted }.map(\.object.id)) == Set([1, 3, 4, 5].map(uuid)))
    #expect(items.objects.filter { $0.ending == nil }.map(\.object.id) == [uuid(2)])
    #expect(items.objects.filter { $0.ending != nil }.allSatisfy { $0.indicators.isEmpty })
    // The server leaves the attributes of a deleted object as they were, and its time is later.
    #expect(items.objects.first { $0.object.id == uuid(3) }?.object.version?.day == "2026-01-02")
    #expect(items.indicators == ["domain b.example"])
    #expect(items.rejections.isEmpty && items.skips.map(\.reason) == [.ended, .ended, .ended, .ended])

    let whole = try read(
      event(
        attribute(1, "domain", "a.example"), attribute(2, "domain", "b.example"),
        more: ",\"timestamp\":\"1769904000\",\"deleted\":true,\"Tag\":[{\"name\":\"tlp:red\"}]"))
    #expect(whole.objects.map(\.ending) == [.deleted, .deleted])
    #expect(whole.objects.allSatisfy { $0.object.version?.day == "2026-02-01" })
    // Who heard of it before has to know how it is marked now.
    #expect(whole.objects.map(\.trafficLight) == [.red, .red])
    #expect(whole.statements.isEmpty && whole.skips.map(\.reason) == [.ended, .ended])
  }

  @Test("an attribute that is no longer for detection says so in its newer version")
  func detection() throws {
    let items = try read(
      event(
        attribute(1, "domain", "a.example"),
        attribute(1, "domain", "a.example").replacing("true", with: "false").replacing("1767225600", with: "1767312000")
      ))
    #expect(items.statements.map { $0.signal("feed.to_ids") } == [true, false])
    #expect(items.objects.map { $0.object.version?.day } == ["2026-01-01", "2026-01-02"])
  }

  @Test("an expiration ends an attribute at its date, a false positive is a negative sighting")
  func sightings() throws {
    let items = try read(
      event(
        attribute(
          1, "domain|ip", "a.example|192.0.2.1",
          ",\"Sighting\":[{\"type\":\"2\",\"date_sighting\":\"1767312000\"},{\"type\":2,\"date_sighting\":\"1767398400\"},{\"type\":1,\"date_sighting\":1767312000},{\"type\":\"0\",\"date_sighting\":\"1767312000\"}]"
        ), attribute(2, "domain", "b.example", ",\"Sighting\":[{\"type\":\"2\"}]"),
        attribute(3, "domain", "c.example", ",\"Sighting\":[{\"type\":\"7\",\"date_sighting\":\"1767312000\"}]"),
        more: ",\"Tag\":[{\"name\":\"tlp:amber\"}]"))
    // Each organisation states one end: the last of them is when nobody holds it valid any more.
    #expect(
      items.statements.map { $0.signal("valid_until")?.text } == [
        "2026-01-03T00:00:00Z", "2026-01-03T00:00:00Z", nil, nil,
      ])
    #expect(
      items.sightings.map { "\($0.indicator.value) \($0.isPositive) \($0.trafficLight?.name ?? "")" } == [
        "a.example true amber", "a.example false amber", "192.0.2.1 true amber", "192.0.2.1 false amber",
      ])
    #expect(items.ignored.map(\.line) == [3, 4])
    #expect(items.rejections.isEmpty)
  }

  @Test("sightings beside the attributes belong to the one whose uuid they name, or are reported")
  func strayedSightings() throws {
    let items = try read(
      event(
        attribute(1, "domain", "a.example"), attribute(2, "domain", "b.example"),
        more:
          ",\"Sighting\":[{\"attribute_uuid\":\"\(uuid(1).uppercased())\",\"type\":\"2\",\"date_sighting\":\"1767312000\"},{\"Attribute\":{\"uuid\":\"\(uuid(2))\"},\"type\":\"1\"},{\"type\":\"0\"},{\"attribute_uuid\":\"\(uuid(9))\",\"type\":\"0\"}]"
      ))
    #expect(items.statements.map { $0.signal("valid_until")?.text } == ["2026-01-02T00:00:00Z", nil])
    #expect(items.sightings.map { "\($0.indicator.value) \($0.isPositive)" } == ["b.example false"])
    #expect(items.rejections.map(\.reason).sorted().count == 2)
    #expect(items.rejections.contains { $0.text == uuid(9) })
  }

  @Test("the strictest marking of attribute, object and event counts, in any letter case")
  func markings() throws {
    func tags(_ names: String...) -> String {
      "\"Tag\":[\(names.map { "{\"name\":\"\($0)\"}" }.joined(separator: ","))]"
    }
    let object =
      "{\"name\":\"file\",\(tags("TLP:RED")),\"Attribute\":[\(attribute(3, "md5", md5, ",\"Sighting\":[{\"type\":\"0\"}]"))]}"
    let items = try read(
      event(
        attribute(1, "domain", "a.example", "," + tags("tlp:white", "PAP:RED")),
        attribute(2, "domain", "b.example", "," + tags("tlp:Amber+Strict", "misp-galaxy:tool=\\\"Mimikatz\\\"")),
        more: ",\"Object\":[\(object)]," + tags("TLP: AMBER", "pap:green", "c2")))
    #expect(
      items.statements.map(\.marking) == [Marking(.amber, .red), Marking(.amberStrict, .green), Marking(.red, .green)])
    #expect(items.statements.allSatisfy { $0.labels == ["c2"] })
    #expect(items.sightings.map(\.trafficLight) == [.red])
    // What an attribute names is marked as it is.
    #expect(items.entities.map(\.trafficLight) == [.amberStrict])
  }

  @Test("a tag behind a thousand others, or in the form of the event index, is a marking too")
  func manyTags() throws {
    let many = (0..<1500).map { "{\"name\":\"t\($0)\"}" }.joined(separator: ",")
    let items = try read(
      event(
        attribute(1, "domain", "a.example", ",\"Tag\":[\(many),{\"name\":\"tlp:red\"}]"),
        more: ",\"EventTag\":[{\"Tag\":{\"name\":\"PAP:AMBER\"}}]"))
    #expect(items.statements.map(\.marking) == [Marking(.red, .amber)])
  }

  @Test("of an event that breaks off before its tags, what came before counts as TLP:RED, and it is said")
  func truncation() throws {
    let text = event(attribute(1, "domain", "a.example"), attribute(2, "domain", "b.example"))
    let items = try read(String(text.dropLast(20)))
    #expect(items.statements.map(\.trafficLight) == [.red])
    #expect(items.rejections.count == 1 && items.rejections[0].reason.contains("TLP:RED"))
  }

  @Test(
    "what a taxonomy calls harmless is not listed",
    arguments: [
      ("false-positive:confirmed=\\\"true\\\"", true), ("False-Positive:Confirmed=\\\"True\\\"", true),
      ("ioc:artifact-state=\\\"not-malicious\\\"", true), ("cccs:maliciousness=\\\"non-malicious\\\"", true),
      ("crowdsec:false-positive=\\\"seo-crawler\\\"", true), ("misp:threat-level=\\\"no-risk\\\"", true),
      ("false-positive", true), ("benign", true), ("false-positive:confirmed=\\\"false\\\"", false),
      ("ioc:artifact-state=\\\"malicious\\\"", false), ("false-positive:risk=\\\"low\\\"", false),
      ("adversary:infrastructure-state=\\\"down\\\"", false),
      ("workflow:todo=\\\"review-for-false-positive\\\"", false),
      ("workflow:state=\\\"rejected\\\"", false), ("benign-looking", false),
    ])
  func harmless(tag: String, isHarmless: Bool) throws {
    let tags = ",\"Tag\":[{\"name\":\"\(tag)\"},{\"name\":\"misp:confidence-level=\\\"usually-confident\\\"\"}]"
    for text in [
      event(attribute(1, "domain", "a.example", tags)), event(attribute(1, "domain", "a.example"), more: tags),
    ] {
      let statement = try #require(try read(text).statements.first)
      #expect(
        statement.signals
          == (isHarmless
            ? ["feed.listed": false, "confidence": 75]
            : ["feed.listed": true, "feed.to_ids": true, "feed.confidence": 75]))
    }
  }

  @Test("one accusation outweighs what excuses")
  func mixed() throws {
    let tags = ",\"Tag\":[{\"name\":\"false-positive\"},{\"name\":\"ioc:artifact-state=\\\"malicious\\\"\"}]"
    #expect(try read(event(attribute(1, "domain", "a.example", tags))).statements[0].signal("feed.listed") == true)
  }

  @Test("a risk of false positives is how sure the source is, after what it says of that itself")
  func risk() throws {
    func confidence(_ tags: String...) throws -> SignalValue? {
      let tags = tags.map { "{\"name\":\"\($0)\"}" }.joined(separator: ",")
      return try read(event(attribute(1, "domain", "a.example", ",\"Tag\":[\(tags)]"))).statements[0].signal(
        "feed.confidence")
    }
    #expect(try confidence("false-positive:risk=\\\"high\\\"") == 25)
    #expect(try confidence("false-positive:risk=\\\"cannot-be-judged\\\"") == nil)
    #expect(
      try confidence("false-positive:risk=\\\"high\\\"", "misp:confidence-level=\\\"completely-confident\\\"") == 100)
    #expect(try confidence("osint:certainty=\\\"93\\\"") == 93)
  }

  @Test("a victim's address is not scored by how sure the event is")
  func context() throws {
    let items = try read(
      event(
        "{\"type\":\"ip-src\",\"value\":\"192.0.2.1\",\"to_ids\":false,\"category\":\"Targeting data\"}",
        more: ",\"Tag\":[{\"name\":\"misp:confidence-level=\\\"completely-confident\\\"\"}]"))
    #expect(items.statements.map(\.signals) == [["feed.listed": false, "feed.to_ids": false, "confidence": 100]])
  }

  @Test(
    "digests of something else are no checksums of files",
    arguments: [
      "authentihash", "imphash", "pehash", "impfuzzy", "ssdeep", "tlsh", "vhash", "telfhash", "cdhash", "sha512/256",
      "sha512/224", "sha3-256", "sha3-512", "sha224", "sha384", "hassh-md5", "hasshserver-md5", "ja3-fingerprint-md5",
      "jarm-fingerprint", "x509-fingerprint-md5", "x509-fingerprint-sha1", "x509-fingerprint-sha256", "git-commit-id",
      "dom-hash", "favicon-mmh3", "filename|imphash", "filename|authentihash", "filename|sha512/256",
      "filename|sha3-256",
    ])
  func digests(type: String) throws {
    for value in [md5, sha1, sha256, sha256 + sha256] {
      let value = type.contains("|") ? "a.exe|\(value)" : value
      let items = try read(event(attribute(1, type, value)))
      #expect(items.statements.isEmpty && items.rejections.count == 1)
      #expect(items.objects.isEmpty || items.objects[0].indicators.isEmpty)
    }
    guard case .other? = IndicatorTypeName(type.uppercased()) else {
      Issue.record("a column's type \(type) is no digest of something else")
      return
    }
  }

  @Test(
    "hashes of a part are none either, though their type says no more than md5",
    arguments: [
      ("pe-section", "md5", "md5"), ("elf-section", "sha256", "sha256"), ("macho-section", "sha1", "sha1"),
      ("pe", "richpe", "md5"), ("android-app", "certificate", "sha1"), ("android-app", "certificate-sha256", "sha256"),
      ("cs-beacon-config", "config-sha256", "sha256"), ("container-image", "digest", "sha256"),
    ])
  func parts(object: String, relation: String, type: String) throws {
    let value = ["md5": md5, "sha1": sha1, "sha256": sha256][type] ?? ""
    func read(_ object: String, _ relation: String) throws -> [IntakeItem] {
      let attribute = attribute(1, type, value, ",\"object_relation\":\"\(relation)\"")
      return try self.read(event(more: ",\"Object\":[{\"name\":\"\(object)\",\"Attribute\":[\(attribute)]}]"))
    }
    #expect(try read(object, relation).statements.isEmpty)
    #expect(try read(object, relation).rejections.count == 1)
    #expect(try read("file", type).indicators == ["\(type) \(value)"])
  }

  @Test("every attribute is accounted for")
  func accounting() throws {
    let items = try read(
      event(
        attribute(1, "domain|ip", "a.example|192.0.2.1"), attribute(2, "domain|ip", "b.example|nowhere"),
        attribute(3, "text", "x", ",\"to_ids\":false").replacing("\"to_ids\":true,", with: ""),
        attribute(4, "mutex", "m"),
        attribute(5, "domain", "c.example", ",\"deleted\":true"), "7",
        more: ",\"Object\":[{\"name\":\"file\",\"Attribute\":[]},{\"name\":\"pe\",\"deleted\":true}]"))
    #expect(items.statements.count == 3 && items.rejections.count == 3)
    #expect(items.skips.map(\.reason) == [.unkept, .unkept, .ended, .ended])
    #expect(items.units == 10)
  }
}

private let md5 = String(repeating: "ab", count: 16)
private let sha1 = String(repeating: "1d", count: 20)
private let sha256 = String(repeating: "0c", count: 32)

private func uuid(_ number: Int) -> String {
  let digits = String(number, radix: 16)
  return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
}
