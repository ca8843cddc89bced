import Events
import Indicators
import TestSupport
import Testing
import Time

@testable import Interchange

@Suite("Reading STIX")
struct StixReaderTests {
  private func read(_ text: String, of size: Int = 1 << 16) throws -> [IntakeItem] {
    try items(of: StixReader(pieces(text, of: size)))
  }

  private func bundle(_ objects: String...) -> String {
    "{\"type\":\"bundle\",\"id\":\"bundle--\(uuid(0))\",\"objects\":[\n\(objects.joined(separator: ",\n"))\n]}"
  }

  private func indicator(_ number: Int, _ pattern: String, _ more: String = "") -> String {
    """
    {"type":"indicator","spec_version":"2.1","id":"indicator--\(uuid(number))","created":"2026-01-01T00:00:00Z",\
    "modified":"2026-02-01T00:00:00.000Z","valid_from":"2025-12-01T00:00:00Z","pattern_type":"stix",\
    "pattern":"\(pattern)"\(more)}
    """
  }

  @Test("an indicator says what its pattern names, since when, how surely and under which marking")
  func indicator() throws {
    let more = """
      ,"confidence":80,"labels":["c2","tlp:green"],"indicator_types":["malicious-activity"],"x_opencti_score":65,\
      "valid_until":"2026-06-01T00:00:00Z","object_marking_refs":["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"]
      """
    let statement = try #require(
      try read(bundle(indicator(1, "[domain-name:value = 'evil.example']", more))).statements.first)
    #expect(statement.indicator.short == "domain evil.example")
    #expect(
      statement.signals == [
        "feed.listed": true, "feed.confidence": 80, "feed.score": 65, "valid_until": "2026-06-01T00:00:00Z",
      ])
    #expect(statement.labels == ["c2", "malicious-activity"])
    #expect(statement.trafficLight == .amber)
    #expect(statement.statedAt?.rfc3339 == "2026-02-01T00:00:00Z")
    #expect(statement.firstSeen?.rfc3339 == "2025-12-01T00:00:00Z")
    #expect(statement.line == 2)
  }

  @Test("a revoked or benign indicator is not listed")
  func unlisted() throws {
    let items = try read(
      bundle(
        indicator(1, "[domain-name:value = 'a.example']", ",\"revoked\":true"),
        indicator(2, "[domain-name:value = 'b.example']", ",\"indicator_types\":[\"benign\"]"),
        indicator(3, "[domain-name:value = 'c.example' AND file:size > 1]")))
    #expect(items.statements.map { $0.signal("feed.listed") } == [false, false, true])
    #expect(items.statements.map { $0.signal("feed.revoked") } == [true, nil, nil])
    #expect(items.statements.map { $0.signal("feed.combined") } == [nil, nil, true])
    #expect(items.rejections.count == 1)
    #expect(items.rejections[0].reason.hasPrefix("of the pattern 1 were taken in, but not: file:size > 1"))
  }

  @Test("what is no STIX pattern, or names nothing, is kept with the reason")
  func rejectedPatterns() throws {
    let items = try read(
      bundle(
        "{\"type\":\"indicator\",\"id\":\"indicator--\(uuid(1))\",\"pattern_type\":\"yara\",\"pattern\":\"rule a {}\"}",
        indicator(2, "[file:name = 'a.exe']"), indicator(3, "[broken"),
        "{\"type\":\"indicator\",\"id\":\"indicator--\(uuid(4))\"}",
        "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(9))\",\"relationship_type\":\"indicates\",\"source_ref\":\"indicator--\(uuid(2))\",\"target_ref\":\"malware--\(uuid(5))\"}"
      ))
    #expect(items.rejections.map(\.line) == [2, 3, 4, 5, 6])
    #expect(items.rejections.map(\.text).prefix(3) == ["rule a {}", "[file:name = 'a.exe']", "[broken"])
    #expect(items.rejections[0].reason.contains("yara"))
    #expect(items.rejections[1].reason.contains("file:name"))
    #expect(items.rejections[4].reason.contains("no indicator was taken in from indicator--"))
    #expect(items.units == 5)
  }

  @Test("references work whichever way round the objects stand", arguments: [false, true], [1, 11, 1 << 16])
  func references(isReversed: Bool, size: Int) throws {
    let objects = [
      "{\"type\":\"marking-definition\",\"id\":\"marking-definition--\(uuid(50))\",\"definition_type\":\"tlp\",\"definition\":{\"tlp\":\"red\"}}",
      "{\"type\":\"marking-definition\",\"id\":\"marking-definition--\(uuid(51))\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"(c)\"}}",
      indicator(
        1, "[ipv4-addr:value = '192.0.2.1' OR domain-name:value = 'a.example']",
        ",\"object_marking_refs\":[\"marking-definition--\(uuid(50))\",\"marking-definition--\(uuid(51))\"]"),
      "{\"type\":\"campaign\",\"id\":\"campaign--\(uuid(2))\",\"name\":\"Ghost\",\"object_marking_refs\":[\"marking-definition--\(uuid(51))\"]}",
      "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(3))\",\"relationship_type\":\"indicates\",\"source_ref\":\"indicator--\(uuid(1))\",\"target_ref\":\"campaign--\(uuid(2))\",\"modified\":\"2026-03-01T00:00:00Z\"}",
      "{\"type\":\"sighting\",\"id\":\"sighting--\(uuid(4))\",\"sighting_of_ref\":\"indicator--\(uuid(1))\",\"count\":3,\"last_seen\":\"2026-04-01T00:00:00Z\"}",
      "{\"type\":\"sighting\",\"id\":\"sighting--\(uuid(5))\",\"sighting_of_ref\":\"indicator--\(uuid(1))\",\"x_opencti_negative\":true,\"created\":\"2026-05-01T00:00:00Z\"}",
    ]
    let text =
      "{\"type\":\"bundle\",\"id\":\"b\",\"objects\":[\((isReversed ? objects.reversed() : objects).joined(separator: ","))]}"
    let items = try read(text, of: size)
    #expect(Set(items.indicators) == ["ipv4 192.0.2.1", "domain a.example"])
    #expect(items.statements.allSatisfy { $0.trafficLight == .red })
    #expect(items.entities.map(\.key.short) == ["campaign campaign--\(uuid(2))"])
    #expect(items.entities[0].name == "Ghost" && items.entities[0].trafficLight == nil)
    #expect(
      Set(items.relationships.map { "\($0.from.short) \($0.type) \($0.to.short)" }) == [
        "ipv4 192.0.2.1 indicates campaign campaign--\(uuid(2))",
        "domain a.example indicates campaign campaign--\(uuid(2))",
      ])
    #expect(items.relationships[0].modifiedAt?.rfc3339 == "2026-03-01T00:00:00Z")
    #expect(
      Set(items.sightings.map { "\($0.indicator.value) \($0.count) \($0.isPositive) \($0.seenAt?.day ?? "")" }) == [
        "192.0.2.1 3 true 2026-04-01", "a.example 3 true 2026-04-01", "192.0.2.1 1 false 2026-05-01",
        "a.example 1 false 2026-05-01",
      ])
    #expect(items.rejections.isEmpty)
    #expect(items.skipped == 2)
  }

  @Test("a reference to what is not there is reported, not lost")
  func danglingReferences() throws {
    let items = try read(
      bundle(
        "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(3))\",\"relationship_type\":\"indicates\",\"source_ref\":\"indicator--\(uuid(1))\",\"target_ref\":\"campaign--\(uuid(2))\"}",
        "{\"type\":\"sighting\",\"id\":\"sighting--\(uuid(4))\",\"sighting_of_ref\":\"malware--\(uuid(1))\"}",
        "{\"type\":\"sighting\",\"id\":\"sighting--\(uuid(5))\"}",
        "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(6))\",\"relationship_type\":\"uses\",\"source_ref\":\"mutex--\(uuid(1))\",\"target_ref\":\"campaign--\(uuid(2))\"}",
        "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(7))\",\"revoked\":true,\"relationship_type\":\"uses\",\"source_ref\":\"malware--\(uuid(1))\",\"target_ref\":\"campaign--\(uuid(2))\"}"
      ))
    #expect(items.rejections.map(\.line).sorted() == [2, 3, 4, 5])
    #expect(items.skipped == 1 && items.relationships.isEmpty && items.sightings.isEmpty)
  }

  @Test("a reference that names no type is reported")
  func untypedReferences() throws {
    // Found by Scripts/fuzz: what begins with the separator became an entity of no kind.
    let items = try read(
      bundle(
        "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(1))\",\"relationship_type\":\"uses\",\"source_ref\":\"--\(uuid(2))\",\"target_ref\":\"campaign--\(uuid(3))\"}"
      ))
    #expect(items.rejections.map(\.reason) == ["objects such as --\(uuid(2)) are not kept"])
    #expect(items.relationships.isEmpty)
  }

  @Test("an observable alone was observed; beside an indicator it adds nothing, or a sighting")
  func observables() throws {
    let items = try read(
      bundle(
        "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--\(uuid(1))\",\"value\":\"192.0.2.1\"}",
        "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--\(uuid(2))\",\"value\":\"192.0.2.2\"}",
        "{\"type\":\"domain-name\",\"id\":\"domain-name--\(uuid(3))\",\"value\":\"a.example\",\"resolves_to_refs\":[\"ipv4-addr--\(uuid(1))\"]}",
        "{\"type\":\"observed-data\",\"id\":\"observed-data--\(uuid(4))\",\"first_observed\":\"2026-01-01T00:00:00Z\",\"last_observed\":\"2026-01-02T00:00:00Z\",\"number_observed\":5,\"object_refs\":[\"ipv4-addr--\(uuid(2))\",\"domain-name--\(uuid(3))\",\"process--\(uuid(8))\"]}",
        "{\"type\":\"file\",\"id\":\"file--\(uuid(5))\",\"hashes\":{\"MD5\":\"\(md5)\",\"SHA-256\":\"\(sha256)\",\"SSDEEP\":\"3:a:b\"}}",
        "{\"type\":\"file\",\"id\":\"file--\(uuid(6))\",\"name\":\"a.exe\"}",
        "{\"type\":\"mutex\",\"id\":\"mutex--\(uuid(7))\",\"name\":\"m\"}",
        indicator(9, "[ipv4-addr:value IN ('192.0.2.1', '192.0.2.2')]")))
    #expect(
      items.indicators == ["ipv4 192.0.2.1", "ipv4 192.0.2.2", "domain a.example", "md5 \(md5)", "sha256 \(sha256)"])
    let observed = items.statements.dropFirst(2)
    #expect(observed.allSatisfy { $0.signal("feed.observed") == true && $0.signal("feed.listed") == nil })
    #expect(items.statements[2].signal("feed.times_observed") == 5)
    #expect(items.statements[2].lastSeen?.rfc3339 == "2026-01-02T00:00:00Z")
    #expect(items.sightings.map { "\($0.indicator.value) \($0.count)" } == ["192.0.2.2 5"])
    #expect(
      items.relationships.map { "\($0.from.value) \($0.type) \($0.to.value)" } == ["a.example resolves-to 192.0.2.1"])
    #expect(items.rejections.map(\.line) == [7, 8])
  }

  @Test("observed data of STIX 2.0 holds its objects inside it")
  func embeddedObservables() throws {
    let items = try read(
      bundle(
        """
        {"type":"observed-data","id":"observed-data--\(uuid(1))","first_observed":"2016-01-01T00:00:00Z",
        "last_observed":"2016-01-02T00:00:00Z","number_observed":2,"objects":{
        "0":{"type":"domain-name","value":"a.example","resolves_to_refs":["1"]},
        "1":{"type":"ipv4-addr","value":"192.0.2.1"},
        "2":{"type":"network-traffic","dst_ref":"1"},
        "3":{"type":"file","hashes":{"sha256":"\(sha256)"}}}}
        """))
    #expect(items.indicators == ["domain a.example", "ipv4 192.0.2.1", "sha256 \(sha256)"])
    #expect(items.statements.allSatisfy { $0.signals == ["feed.observed": true, "feed.times_observed": 2] })
    #expect(items.statements.allSatisfy { $0.statedAt?.rfc3339 == "2016-01-02T00:00:00Z" })
    #expect(items.statements[0].relations.map(\.target.value) == ["192.0.2.1"])
  }

  @Test("entities keep their names, aliases and catalogue ids, and no free text")
  func entities() throws {
    let items = try read(
      bundle(
        """
        {"type":"attack-pattern","id":"attack-pattern--\(uuid(1))","name":"Phishing","description":"long","modified":"2026-01-01T00:00:00Z",
        "external_references":[{"source_name":"capec","external_id":"CAPEC-98"},{"source_name":"mitre-attack","external_id":"T1566"}],
        "kill_chain_phases":[{"kill_chain_name":"mitre-attack","phase_name":"initial-access"}],"x_mitre_deprecated":true}
        """,
        "{\"type\":\"intrusion-set\",\"id\":\"intrusion-set--\(uuid(2))\",\"name\":\"APT1\",\"aliases\":[\"Comment Crew\"],\"revoked\":true}",
        "{\"type\":\"autonomous-system\",\"id\":\"autonomous-system--\(uuid(3))\",\"number\":15169}",
        "{\"type\":\"note\",\"id\":\"note--\(uuid(4))\",\"content\":\"x\"}",
        "{\"type\":\"campaign\",\"id\":\"malware--\(uuid(5))\",\"name\":\"x\"}",
        "{\"type\":\"ledger\",\"id\":\"ledger--scorecard\",\"name\":\"x\"}",
        "{\"type\":\"ipv4\",\"id\":\"ipv4--x\",\"name\":\"x\"}",
        "{\"type\":\"malware\"}", "5",
        "{\"type\":"
          + "\"tool\",\"id\":\"tool--\(uuid(6))\"}"))
    #expect(items.entities.map(\.name) == ["Phishing", "APT1", "AS15169", "tool--\(uuid(6))"])
    #expect(
      items.entities[0].facts == [
        "external_id": "T1566", "kill_chain_phases": ["mitre-attack/initial-access"], "deprecated": true,
      ])
    #expect(items.entities[1].facts == ["aliases": ["Comment Crew"], "revoked": true])
    #expect(items.entities[0].modifiedAt?.rfc3339 == "2026-01-01T00:00:00Z")
    #expect(items.rejections.map(\.line) == [8, 11, 12])
    #expect(items.skipped == 3)
  }

  @Test(
    "takes a bundle, an envelope, an object, a list or one a line",
    arguments: [
      "{\"objects\":[A,B]}", "{\"more\":false,\"objects\":[A,B],\"next\":\"x\"}", "[A,B]", "A\nB\n", "A B",
      "[{\"type\":\"bundle\",\"id\":\"b\",\"objects\":[A]},B]",
      "{\"type\":\"bundle\",\"id\":\"b\",\"objects\":[A]}\n{\"type\":\"bundle\",\"id\":\"c\",\"objects\":[B]}\n",
      "\u{FEFF}{\"objects\":[],\"id\":\"x\"}[A]B",
    ], [1, 1 << 16])
  func wrappings(text: String, size: Int) throws {
    let filled = text.replacing("A", with: indicator(1, "[domain-name:value = 'a.example']"))
      .replacing("B", with: indicator(2, "[domain-name:value = 'b.example']"))
    let items = try read(filled, of: size)
    #expect(items.indicators == ["domain a.example", "domain b.example"])
    #expect(items.rejections.isEmpty)
  }

  @Test("an element that cannot be read does not stop the rest")
  func badElements() throws {
    let deep = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
    let items = try read(
      bundle(
        "{\"type\":\"tool\",tru}", "{\"a\":\(deep)}", "[1]", indicator(1, "[domain-name:value = 'a.example']")))
    #expect(items.indicators == ["domain a.example"])
    #expect(items.rejections.map(\.line) == [2, 3, 4])
  }

  @Test("of a text that breaks off, what came before is kept and the damage reported")
  func truncation() throws {
    let text = bundle(
      "{\"type\":\"sighting\",\"id\":\"sighting--\(uuid(4))\",\"sighting_of_ref\":\"indicator--\(uuid(1))\"}",
      indicator(1, "[domain-name:value = 'a.example']"), indicator(2, "[domain-name:value = 'b.example']"))
    let items = try read(String(text.dropLast(30)))
    #expect(items.indicators == ["domain a.example"])
    #expect(items.sightings.count == 1)
    #expect(items.rejections.count == 1 && items.rejections[0].reason.contains("damaged"))
    #expect(throws: IntakeError.self) { try read("{\"type\":\"bundle\",\"objects\":[{\"type\":\"tool\"") }
    #expect(throws: IntakeError.self) { try read("this is no JSON") }
  }

  @Test(
    "JSON that is none of STIX is refused",
    arguments: ["{\"a\":1}", "{\"Event\":{\"info\":\"x\"}}", "{\"data\":[{\"id\":\"x\"}]}"])
  func foreign(text: String) {
    #expect(throws: IntakeError.self) { try read(text) }
  }

  @Test("the product of two large objects is refused, not built")
  func products() throws {
    let many = (0..<200).map { "'192.0.2.\($0)'" }.joined(separator: ",")
    let items = try read(
      bundle(
        indicator(1, "[ipv4-addr:value IN (\(many))]"), indicator(2, "[ipv4-addr:value IN (\(many))]"),
        "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(3))\",\"relationship_type\":\"related-to\",\"source_ref\":\"indicator--\(uuid(1))\",\"target_ref\":\"indicator--\(uuid(2))\"}"
      ))
    #expect(items.relationships.isEmpty)
    #expect(items.rejections.count == 1)
  }

  @Test("never stops on damaged input, and gives the same whatever the pieces")
  func fuzz() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let text = bundle(
      indicator(1, "[ipv4-addr:value = '192.0.2.1' OR file:hashes.MD5 = '\(md5)']", ",\"confidence\":80"),
      "{\"type\":\"campaign\",\"id\":\"campaign--\(uuid(2))\",\"name\":\"Ghost\"}",
      "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(3))\",\"relationship_type\":\"indicates\",\"source_ref\":\"indicator--\(uuid(1))\",\"target_ref\":\"campaign--\(uuid(2))\"}",
      "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--\(uuid(5))\",\"value\":\"192.0.2.9\"}")
    for _ in 0..<500 {
      let bytes = damaged(Array(text.utf8), using: &random)
      let whole = try? items(of: StixReader(pieces(bytes)))
      let size = Int.random(in: 1...60, using: &random)
      #expect(whole == (try? items(of: StixReader(pieces(bytes, of: size)))), "seed \(seed)")
    }
  }

  @Test(
    "takes in recorded bundles whole", .enabled(if: SharedData.isThere),
    arguments: [
      ("stix/oasis/poisonivy.json", 64, 152, 13, 40), ("stix/oasis/apt1.json", 10, 30, 2, 34),
      ("stix/oasis/infrastructure.json", 2, 4, 0, 4), ("stix/oasis/indicator-for-c2-ip-address.json", 1, 0, 0, 0),
      ("stix/oasis/indicator-to-campaign-relationship.json", 1, 1, 0, 1),
      ("stix/oasis/indicators-for-C2-with-COA.json", 2, 3, 0, 3),
      ("stix/oasis/malicious-email-indicator-with-attachment.json", 0, 0, 4, 2),
      ("stix/ics-attack-18.1.json", 0, 1373, 0, 452),
    ])
  func recorded(path: String, statements: Int, relationships: Int, rejections: Int, entities: Int) throws {
    let items = try items(of: StixReader(pieces(SharedData.bytes(path), of: 1000)))
    #expect(items.statements.count == statements)
    #expect(items.relationships.count == relationships)
    #expect(items.rejections.count == rejections)
    #expect(items.entities.count == entities)
  }

  @Test("reads the marking of a single recorded object", .enabled(if: SharedData.isThere))
  func recordedMarking() throws {
    let items = try items(of: StixReader(pieces(SharedData.bytes("stix/oasis/interop-objectmarking-test.json"))))
    #expect(items.entities.map(\.trafficLight) == [.red])
  }
}

private let md5 = String(repeating: "ab", count: 16)
private let sha256 = String(repeating: "0c", count: 32)

private func uuid(_ number: Int) -> String {
  let digits = String(number)
  return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
}
