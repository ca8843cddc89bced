import Events
import Indicators
import JSON
import TestSupport
import Testing
import Time

@testable import Interchange

@Suite("Reading MISP")
struct MispReaderTests {
  private func read(_ text: String, of size: Int = 1 << 16) throws -> [IntakeItem] {
    try items(of: MispReader(pieces(text, of: size)))
  }

  private func attribute(_ type: String, _ value: String, _ more: String = "") -> String {
    "{\"type\":\"\(type)\",\"value\":\"\(value)\",\"category\":\"Network activity\",\"to_ids\":true,\"timestamp\":\"1767225600\"\(more)}"
  }

  /// An event as the server writes it: attributes first, tags last.
  private func event(_ attributes: String..., more: String = "", tags: String = "") -> String {
    """
    {"Event":{"info":"Ghost","date":"2025-12-24","uuid":"5C3C46A0-EFAE-4E0A-891C-DB88E46CE012",
    "Attribute":[\(attributes.joined(separator: ",\n"))]\(more),"Tag":[\(tags)]}}
    """
  }

  @Test("an attribute says what it is, when, how surely, and what its event says of all")
  func attribute() throws {
    let items = try read(
      event(
        attribute("domain", "evil[.]example"),
        attribute(
          "ip-dst|port", "192.0.2.1|443",
          ",\"Tag\":[{\"name\":\"tlp:green\"},{\"name\":\"c2\"},{\"name\":\"misp:confidence-level=\\\"rarely-confident\\\"\"}],\"first_seen\":\"2026-01-02T00:00:00+00:00\",\"last_seen\":\"2026-01-03T00:00:00.000000+01:00\""
        ),
        tags:
          "{\"name\":\"tlp:amber\"},{\"name\":\"type:OSINT\"},{\"name\":\"admiralty-scale:information-credibility=\\\"2\\\"\"}"
      ))
    #expect(items.indicators == ["domain evil.example", "ipv4 192.0.2.1"])
    let first = items.statements[0]
    #expect(first.signals == ["feed.listed": true, "feed.to_ids": true, "feed.confidence": 75])
    #expect(first.trafficLight == .amber)
    #expect(first.labels == ["type:OSINT", "admiralty-scale:information-credibility=\"2\""])
    #expect(first.statedAt?.rfc3339 == "2026-01-01T00:00:00Z")
    #expect(first.relations == [report])
    #expect(first.line == 2)
    let second = items.statements[1]
    #expect(second.signal("feed.confidence") == 25)
    // The event is marked more strictly, and all that it holds with it.
    #expect(second.trafficLight == .amber)
    #expect(second.labels.prefix(2) == ["c2", "misp:confidence-level=\"rarely-confident\""])
    #expect(second.labels.contains("type:OSINT"))
    #expect(second.firstSeen?.rfc3339 == "2026-01-02T00:00:00Z")
    #expect(second.statedAt?.rfc3339 == "2026-01-02T23:00:00Z")
    #expect(second.line == 3)
    #expect(items.entities.map(\.key.short) == ["report report--5c3c46a0-efae-4e0a-891c-db88e46ce012"])
    #expect(items.entities[0].trafficLight == .amber)
  }

  private let report = Relation(
    type: "related-to", target: StreamKey(kind: "report", value: "report--5c3c46a0-efae-4e0a-891c-db88e46ce012"),
    name: "Ghost")

  @Test(
    "knows the types that hold our kinds",
    arguments: [
      ("ip-src", "192.0.2.1", ["ipv4 192.0.2.1"]), ("ip-dst", "192.0.2.0/24", ["cidr 192.0.2.0/24"]),
      ("ip-src|port", "2001:db8::1|80", ["ipv6 2001:db8::1"]), ("domain", "evil.example", ["domain evil.example"]),
      ("hostname", "a.evil.example", ["domain a.evil.example"]),
      ("hostname|port", "evil.example|8080", ["domain evil.example"]),
      ("domain|ip", "evil.example|192.0.2.1", ["domain evil.example", "ipv4 192.0.2.1"]),
      ("url", "hxxp://evil.example/a|b", ["url http://evil.example/a%7Cb"]),
      ("uri", "http://evil.example/", ["url http://evil.example/"]),
      ("email", "a@evil.example", ["email a@evil.example"]), ("email-src", "a@evil.example", ["email a@evil.example"]),
      ("email-dst", "a@evil.example", ["email a@evil.example"]),
      ("email-reply-to", "a@evil.example", ["email a@evil.example"]),
      ("md5", md5, ["md5 \(md5)"]), ("sha1", sha1, ["sha1 \(sha1)"]), ("sha256", sha256, ["sha256 \(sha256)"]),
      ("sha512", sha256 + sha256, ["sha512 \(sha256)\(sha256)"]), ("filename|md5", "a.exe|\(md5)", ["md5 \(md5)"]),
      ("filename|sha1", "a.exe|\(sha1)", ["sha1 \(sha1)"]),
      ("filename|sha256", "a.exe|\(sha256)", ["sha256 \(sha256)"]),
      ("filename|sha512", "a.exe|\(sha256)\(sha256)", ["sha512 \(sha256)\(sha256)"]),
      ("malware-sample", "a.exe|\(md5)", ["md5 \(md5)"]),
    ])
  func types(type: String, value: String, indicators: [String]) throws {
    let items = try read(event(attribute(type, value)))
    #expect(items.indicators == indicators)
    #expect(items.rejections.isEmpty)
  }

  @Test("relates the domain of a pair to its address")
  func pair() throws {
    let statements = try read(event(attribute("domain|ip", "evil.example|192.0.2.1"))).statements
    #expect(
      statements[0].relations.first
        == Relation(type: "resolves-to", target: StreamKey(kind: "ipv4", value: "192.0.2.1")))
    #expect(statements[1].relations == [report])
  }

  @Test(
    "reports what is marked for detection and cannot be held, and passes over the rest",
    arguments: [
      ("ssdeep", "3:a:b", "true", true), ("mutex", "m", "1", true), ("ssdeep", "3:a:b", "false", false),
      ("text", "long", "false", false), ("link", "https://example.org/report", "false", false),
      ("comment", "x", "0", false),
      ("domain", "not a domain", "false", true), ("filename|md5", "a.exe", "true", true),
      ("ip-dst|port", "192.0.2.1", "true", true),
      ("uri", "/index.php?id=1", "true", true),
    ])
  func otherTypes(type: String, value: String, toIDs: String, isReported: Bool) throws {
    let items = try read(event("{\"type\":\"\(type)\",\"value\":\"\(value)\",\"to_ids\":\(toIDs)}"))
    #expect(items.statements.isEmpty)
    #expect(items.rejections.count == (isReported ? 1 : 0))
    #expect(items.skipped == (isReported ? 0 : 1))
    #expect(items.rejections.allSatisfy { $0.line == 2 && $0.text == value && !$0.reason.isEmpty })
  }

  @Test("deleted attributes and objects are gone, damaged ones are reported")
  func gone() throws {
    let items = try read(
      event(
        attribute("domain", "a.example", ",\"deleted\":true"), attribute("domain", "b.example", ",\"deleted\":\"1\""),
        "{\"value\":\"c.example\"}", "{\"type\":\"domain\",tru}", "7", attribute("domain", "d.example"),
        more: ",\"Object\":[{\"name\":\"file\",\"deleted\":true,\"Attribute\":[\(attribute("md5", md5))]}]"))
    #expect(items.indicators == ["domain d.example"])
    #expect(items.rejections.map(\.line) == [4, 5, 6])
    #expect(items.skips.map(\.reason) == [.ended, .ended, .ended])
  }

  @Test("what only tells the story is taken in and not listed")
  func context() throws {
    let items = try read(
      event(
        "{\"type\":\"domain\",\"value\":\"a.example\",\"to_ids\":false,\"category\":\"Network activity\"}",
        "{\"type\":\"domain\",\"value\":\"b.example\",\"to_ids\":false,\"category\":\"External analysis\"}",
        "{\"type\":\"email-dst\",\"value\":\"victim@c.example\",\"to_ids\":false}",
        "{\"type\":\"email-dst\",\"value\":\"drop@d.example\",\"to_ids\":true}",
        more: """
          ,"Object":[{"name":"corporate-asset","first_seen":"2026-01-05T00:00:00Z","Attribute":[{"type":"ip-src","value":"192.0.2.1","to_ids":false,"category":"Network activity"}]},
          {"name":"file","Attribute":[\(attribute("md5", md5)),\(attribute("text", "x"))]}],
          "Galaxy":[{"type":"threat-actor","GalaxyCluster":[{"value":"APT 29","uuid":"b2056ff0-00b9-482e-b11c-c771daa5f28a"}]}]
          """))
    #expect(
      items.indicators == [
        "domain a.example", "domain b.example", "email victim@c.example", "email drop@d.example", "ipv4 192.0.2.1",
        "md5 \(md5)",
      ])
    #expect(items.statements.map { $0.signal("feed.listed") } == [true, false, false, true, false, true])
    #expect(items.statements.map { $0.signal("feed.to_ids") } == [false, false, false, true, false, true])
    #expect(
      items.statements.map { $0.relations.contains { $0.type == "indicates" } } == [
        true, false, false, true, false, true,
      ])
    #expect(items.statements[4].statedAt?.rfc3339 == "2026-01-05T00:00:00Z")
    #expect(items.statements[0].statedAt?.rfc3339 == "2025-12-24T00:00:00Z")
  }

  @Test("galaxy clusters of threats become entities that the indicators indicate")
  func galaxies() throws {
    let items = try read(
      event(
        attribute(
          "domain", "a.example",
          ",\"Galaxy\":[{\"type\":\"mitre-malware\",\"GalaxyCluster\":[{\"type\":\"mitre-malware\",\"value\":\"PolyglotDuke - S0518\",\"uuid\":\"3d57dcc4-be99-4613-9482-d5218f5ec13e\"}]}]"
        ),
        attribute("domain", "b.example"),
        more: """
          ,"Galaxy":[{"type":"threat-actor","GalaxyCluster":[{"type":"threat-actor","value":"APT 29","uuid":"B2056FF0-00b9-482e-b11c-c771daa5f28a","meta":{"synonyms":["Dukes","Cozy Bear"]}}]},
          {"type":"mitre-attack-pattern","GalaxyCluster":[{"type":"mitre-attack-pattern","value":"PowerShell - T1059.001","uuid":"970a3432-3237-47ad-bcca-7d8cbb217736"}]},
          {"type":"country","GalaxyCluster":[{"type":"country","value":"Slovakia","uuid":"970a3432-3237-47ad-bcca-7d8cbb217737"}]}]
          """,
        tags:
          "{\"name\":\"misp-galaxy:threat-actor=\\\"APT 29\\\"\"},{\"name\":\"misp-galaxy:tool=\\\"Mimikatz\\\"\"},{\"name\":\"misp-galaxy:country=\\\"slovakia\\\"\"}"
      ))
    #expect(
      items.entities.map { "\($0.key.short): \($0.name)" } == [
        "malware malware--3d57dcc4-be99-4613-9482-d5218f5ec13e: PolyglotDuke",
        "intrusion-set intrusion-set--b2056ff0-00b9-482e-b11c-c771daa5f28a: APT 29",
        "attack-pattern attack-pattern--970a3432-3237-47ad-bcca-7d8cbb217736: PowerShell",
        "tool misp-galaxy:tool=\"Mimikatz\": Mimikatz", "report report--5c3c46a0-efae-4e0a-891c-db88e46ce012: Ghost",
      ])
    #expect(items.entities[1].facts == ["aliases": ["Dukes", "Cozy Bear"]])
    #expect(items.entities[2].facts == ["external_id": "T1059.001"])
    #expect(
      items.statements[0].relations.filter { $0.type == "indicates" }.map(\.name) == [
        "PolyglotDuke", "APT 29", "PowerShell", "Mimikatz",
      ])
    #expect(
      items.statements[1].relations.filter { $0.type == "indicates" }.map(\.name) == [
        "APT 29", "PowerShell", "Mimikatz",
      ])
    #expect(items.statements[1].labels == ["misp-galaxy:country=\"slovakia\""])
  }

  @Test("sightings follow their statements, false positives as negative ones")
  func sightings() throws {
    let items = try read(
      event(
        attribute(
          "domain", "a.example",
          ",\"Sighting\":[{\"type\":\"0\",\"date_sighting\":\"1767225600\"},{\"type\":0,\"date_sighting\":\"1767312000\"},{\"type\":\"1\",\"date_sighting\":\"1767225600\"},{\"type\":\"2\"}]"
        )))
    #expect(
      items.sightings.map { "\($0.indicator.value) \($0.count) \($0.isPositive) \($0.seenAt?.day ?? "")" } == [
        "a.example 2 true 2026-01-02", "a.example 1 false 2026-01-01",
      ])
    guard case .sighting = items.last else { return #expect(Bool(false), "sightings come last") }
  }

  @Test(
    "takes events in every wrapping",
    arguments: [
      "E", "[E,F]", "{\"response\":[E,F]}", "{\"response\":E}", "E\nF\n", "{\"response\":{\"Attribute\":[A,B]}}",
      "{\"Attribute\":[A,B]}",
      "{\"info\":\"bare\",\"date\":\"2026-01-01\",\"Attribute\":[A],\"Object\":[{\"name\":\"x\",\"Attribute\":[B]}]}",
      "{\"response\":[{\"Attribute\":A},{\"Attribute\":[B]}]}",
      "\u{FEFF}{\"unknown\":{\"Attribute\":[A]},\"Event\":{\"Attribute\":[A,B],\"RelatedEvent\":[{\"Event\":{\"info\":\"z\"}}]}}",
    ], [1, 1 << 16])
  func wrappings(text: String, size: Int) throws {
    let a = attribute("domain", "a.example")
    let b = attribute("domain", "b.example")
    var filled = text
    if text.contains("F") {
      filled = filled.replacing("F", with: "{\"Event\":{\"info\":\"f\",\"Attribute\":[B]}}").replacing(
        "E,", with: "{\"Event\":{\"info\":\"e\",\"Attribute\":[A]}},"
      ).replacing("E\n", with: "{\"Event\":{\"info\":\"e\",\"Attribute\":[A]}}\n")
    }
    if text == "E" || text == "{\"response\":E}" {
      filled = text.replacing("E", with: "{\"Event\":{\"info\":\"e\",\"Attribute\":[A,B]}}")
    }
    filled = filled.replacing("[A", with: "[\(a)").replacing(":A}", with: ":\(a)}").replacing("B]", with: "\(b)]")
    let items = try read(filled, of: size)
    #expect(items.indicators == ["domain a.example", "domain b.example"])
    #expect(items.rejections.isEmpty)
  }

  @Test("an empty answer is no fault, JSON that is none of MISP is")
  func emptiness() throws {
    #expect(try read("{\"response\":[]}").isEmpty)
    #expect(try read("{\"Event\":{\"info\":\"x\",\"Attribute\":[]}}").isEmpty)
    #expect(throws: IntakeError.self) { try read("{\"type\":\"bundle\",\"objects\":[]}") }
    #expect(throws: IntakeError.self) { try read("no JSON") }
    do {
      _ = try read("{\"5c3c46a0-efae-4e0a-891c-db88e46ce012\":{\"info\":\"x\",\"date\":\"2026-01-01\"}}")
      Issue.record("a manifest was taken in")
    } catch {
      #expect(String(describing: error).contains("manifest"))
    }
  }

  @Test("of an event that breaks off, what came before is kept")
  func truncation() throws {
    let text = event(attribute("domain", "a.example"), attribute("domain", "b.example"))
    let cut = try #require(text.firstRange(of: "b.example"))
    let items = try read(String(text[..<cut.upperBound]))
    #expect(items.indicators == ["domain a.example"])
    #expect(items.rejections.count == 1 && items.rejections[0].reason.contains("damaged"))
  }

  @Test("an event of very many attributes passes, all under the marking that comes last")
  func largeEvent() throws {
    let count = 40_000
    let single = Array("{\"type\":\"sha256\",\"to_ids\":true,\"timestamp\":\"1767225600\",\"value\":\"".utf8)
    var number = 0
    var reader = MispReader {
      defer { number += 1 }
      if number == 0 { return Array("{\"Event\":{\"info\":\"large\",\"Attribute\":[".utf8) }
      if number == count + 1 { return Array("],\"Tag\":[{\"name\":\"tlp:red\"}]}}".utf8) }
      if number > count + 1 { return [] }
      let digits = String(number)
      let value = String(repeating: "0", count: 64 - digits.count) + digits
      return (number > 1 ? [UInt8(ascii: ",")] : []) + single + Array(value.utf8) + Array("\"}".utf8)
    }
    var statements = 0
    while let item = try reader.next() {
      guard case .statement(let statement) = item else { continue }
      statements += 1
      guard statement.trafficLight == .red, statement.indicator.value.hasSuffix(String(statements)) else {
        Issue.record("statement \(statements) is \(statement)")
        return
      }
    }
    #expect(statements == count)
  }

  @Test("never stops on damaged input, and gives the same whatever the pieces")
  func fuzz() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let text = event(
      attribute(
        "domain|ip", "evil.example|192.0.2.1", ",\"Tag\":[{\"name\":\"tlp:green\"}],\"Sighting\":[{\"type\":\"0\"}]"),
      attribute("filename|md5", "a|\(md5)"),
      more:
        ",\"Object\":[{\"name\":\"file\",\"Attribute\":[\(attribute("md5", md5))]}],\"Galaxy\":[{\"type\":\"threat-actor\",\"GalaxyCluster\":[{\"value\":\"APT 29\"}]}]",
      tags: "{\"name\":\"tlp:amber\"}")
    for _ in 0..<500 {
      let bytes = damaged(Array(text.utf8), using: &random)
      let whole = try? items(of: MispReader(pieces(bytes)))
      let size = Int.random(in: 1...60, using: &random)
      #expect(whole == (try? items(of: MispReader(pieces(bytes, of: size)))), "seed \(seed)")
    }
  }

  @Test(
    "takes in recorded events whole", .enabled(if: SharedData.isThere),
    arguments: [
      ("misp-dukes-operation-ghost-event.json", ["domain": 20, "sha1": 18, "url": 49]),
      ("misp-turla-crutch-event.json", ["domain": 4, "sha1": 4, "url": 1]),
      (
        "misp-wintervivern.event.json",
        ["domain": 1, "email": 1, "ipv4": 1, "md5": 2, "sha1": 2, "sha256": 2, "url": 2]
      ),
      ("mozi.misp-event.json", ["ipv4": 5, "md5": 21, "sha1": 21, "sha256": 21, "url": 11]),
      ("oceanlotus-macOS.misp.event.json", ["domain": 3, "sha1": 1]),
    ])
  func recorded(name: String, counts: [String: Int]) throws {
    let items = try items(of: MispReader(pieces(SharedData.bytes("feeds/eset/\(name)"), of: 1000)))
    #expect(Dictionary(grouping: items.statements, by: \.indicator.kind.rawValue).mapValues(\.count) == counts)
  }

  @Test("a victim's address in a recorded event is not listed", .enabled(if: SharedData.isThere))
  func recordedVictim() throws {
    let items = try items(of: MispReader(pieces(SharedData.bytes("feeds/eset/mozi.misp-event.json"))))
    #expect(
      items.statements.filter { $0.signal("feed.listed") == false }.map(\.indicator.short) == ["ipv4 188.167.251.165"])
    #expect(items.entities.count == 13)
  }
}

private let md5 = String(repeating: "ab", count: 16)
private let sha1 = String(repeating: "1d", count: 20)
private let sha256 = String(repeating: "0c", count: 32)
