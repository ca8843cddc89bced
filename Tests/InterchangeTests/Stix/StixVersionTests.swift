import Events
import Indicators
import Testing
import Time

@testable import Interchange

@Suite("Versions and ends of STIX objects")
struct StixVersionTests {
  private func read(_ objects: String...) throws -> [IntakeItem] {
    let text = "{\"type\":\"bundle\",\"id\":\"bundle--x\",\"objects\":[\n\(objects.joined(separator: ",\n"))\n]}"
    return try items(of: StixReader(pieces(text)))
  }

  private func indicator(
    _ number: Int, _ pattern: String, modified: String = "2026-02-01T00:00:00Z", _ more: String = ""
  ) -> String {
    """
    {"type":"indicator","spec_version":"2.1","id":"indicator--\(uuid(number))","created":"2026-01-01T00:00:00Z",\
    "modified":"\(modified)","valid_from":"2026-01-01T00:00:00Z","pattern_type":"stix","pattern":"\(pattern)"\(more)}
    """
  }

  @Test("each version names its object and all that it says something about, in the order of the input")
  func versions() throws {
    let items = try read(
      indicator(1, "[domain-name:value = 'new.example']", modified: "2026-03-01T00:00:00.250Z"),
      indicator(1, "[domain-name:value = 'old.example'] OR [ipv4-addr:value = '192.0.2.4']"))
    #expect(items.statements.map { $0.object?.id } == Array(repeating: "indicator--\(uuid(1))", count: 3))
    #expect(
      items.statements.map { $0.object?.version?.milliseconds } == [
        1_772_323_200_250, 1_769_904_000_000, 1_769_904_000_000,
      ])
    #expect(items.objects.map { $0.indicators.map(\.value) } == [["new.example"], ["old.example", "192.0.2.4"]])
    #expect(items.objects.map(\.object) == [items.statements[0], items.statements[1]].map(\.object))
    #expect(items.objects.allSatisfy { $0.ending == nil })
    // What an object amounts to comes behind what it says.
    guard case .object = items[1], case .object = items[4] else {
      Issue.record("the order is \(items)")
      return
    }
  }

  @Test("ids differ in their letter case by producer, and mean the same object")
  func letterCase() throws {
    let upper = indicator(0xabc, "[domain-name:value = 'a.example']").replacing(
      uuid(0xabc), with: uuid(0xabc).uppercased())
    #expect(try read(upper).objects.map(\.object.id) == ["indicator--\(uuid(0xabc))"])
  }

  @Test("a revoked version ends its object, whatever its pattern", arguments: ["true", "\"true\"", "1"])
  func revoked(truth: String) throws {
    let items = try read(
      indicator(1, "[domain-name:value = 'a.example']", ",\"revoked\":\(truth),\"confidence\":90"),
      indicator(2, "[broken", ",\"revoked\":\(truth)"),
      "{\"type\":\"indicator\",\"id\":\"indicator--\(uuid(3))\",\"modified\":\"2026-02-01T00:00:00Z\",\"revoked\":\(truth),\"pattern_type\":\"yara\",\"pattern\":\"rule a {}\"}",
      "{\"type\":\"indicator\",\"id\":\"indicator--\(uuid(4))\",\"revoked\":\(truth)}")
    #expect(items.objects.map(\.object.id) == [1, 2, 3, 4].map { "indicator--\(uuid($0))" })
    #expect(items.objects.allSatisfy { $0.ending == .revoked && $0.indicators.isEmpty })
    #expect(items.statements.map(\.signals) == [["feed.listed": false, "feed.revoked": true, "confidence": 90]])
    #expect(items.skips.map(\.reason) == [.ended, .ended, .ended] && items.rejections.isEmpty)
  }

  @Test("a version that names nothing takes back what the one before named; one that is damaged takes nothing back")
  func emptied() throws {
    let items = try read(
      indicator(1, "[file:name = 'a.exe']"),
      indicator(2, "rule a {}").replacing("\"pattern_type\":\"stix\"", with: "\"pattern_type\":\"yara\""),
      indicator(3, "[domain-name:value = "))
    #expect(items.objects.map(\.object.id) == [1, 2].map { "indicator--\(uuid($0))" })
    #expect(items.objects.allSatisfy { $0.indicators.isEmpty && $0.ending == nil })
    #expect(items.rejections.map(\.line) == [2, 3, 4])
  }

  @Test("an end of validity is kept as it is stated, also with more digits than a clock has")
  func validity() throws {
    let items = try read(
      indicator(1, "[domain-name:value = 'a.example']", ",\"valid_until\":\"2026-06-01T00:00:00.123456789Z\""))
    #expect(items.statements.map { $0.signal("valid_until") } == ["2026-06-01T00:00:00.123Z"])
    #expect(items.ignored.isEmpty)
  }

  @Test("what contradicts itself or cannot be read is told, once, and the rest is taken in")
  func told() throws {
    let items = try read(
      indicator(1, "[domain-name:value = 'a.example']", ",\"valid_until\":\"2026-01-01T00:00:00Z\""),
      indicator(2, "[domain-name:value = 'b.example']", ",\"valid_until\":\"2020-01-01T00:00:00Z\""),
      indicator(3, "[domain-name:value = 'c.example']", ",\"valid_until\":\"for ever\",\"confidence\":101"),
      indicator(4, "[domain-name:value = 'd.example']", ",\"valid_until\":\"for ever\",\"confidence\":-5"),
      indicator(5, "[domain-name:value = 'e.example']", modified: "yesterday", ",\"x_opencti_score\":\"high\""))
    #expect(items.statements.count == 5)
    #expect(
      items.statements.map { $0.signal("valid_until")?.text } == [
        "2026-01-01T00:00:00Z", "2020-01-01T00:00:00Z", nil, nil, nil,
      ])
    #expect(items.ignored.map(\.line) == [2, 4, 4, 6, 6])
    #expect(
      items.ignored.map { $0.reason.prefix { $0 != ":" } } == [
        "valid_until", "valid_until", "confidence", "modified", "x_opencti_score",
      ])
    #expect(items.ignored[1].text == "\"for ever\"")
    // A version that cannot be read is the one that was created.
    #expect(items.statements[4].object?.version?.day == "2026-01-01")
  }

  @Test(
    "what the source calls harmless is not listed, and how sure it is of that is no evidence of harm",
    arguments: [
      (",\"labels\":[\"benign\"]", false), (",\"labels\":[\"Benign\",\"windows-update\"]", false),
      (",\"indicator_types\":[\"benign\"]", false), (",\"indicator_types\":[\"BENIGN\",\"benign\"]", false),
      (",\"indicator_types\":[\"benign\"],\"labels\":[\"compromised\"]", true),
      (",\"labels\":[\"benign\",\"malicious-activity\"]", true),
      (",\"indicator_types\":[\"anomalous-activity\"]", true),
      (",\"indicator_types\":[\"malicious-activity\",\"benign\"]", true), (",\"labels\":[\"benign-looking\"]", true),
      (",\"indicator_types\":[],\"labels\":[]", true), ("", true),
    ])
  func harmless(more: String, isListed: Bool) throws {
    let more = more + ",\"confidence\":90,\"x_opencti_score\":80"
    let statement = try #require(try read(indicator(1, "[domain-name:value = 'a.example']", more)).statements.first)
    #expect(
      statement.signals
        == (isListed
          ? ["feed.listed": true, "feed.confidence": 90, "feed.score": 80] : ["feed.listed": false, "confidence": 90]))
    #expect(statement.signal("feed.revoked") == nil)
  }

  @Test("a score is OpenCTI's, flat or in its extensions, and nobody else's")
  func scores() throws {
    let score = "{\"score\":35}"
    let items = try read(
      indicator(1, "[domain-name:value = 'a.example']", ",\"x_opencti_score\":\"10\",\"confidence\":100"),
      indicator(
        2, "[domain-name:value = 'b.example']",
        ",\"extensions\":{\"extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba\":\(score)}"),
      indicator(
        3, "[domain-name:value = 'c.example']",
        ",\"extensions\":{\"extension-definition--00000000-0000-4000-8000-000000000000\":\(score)}"),
      "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--\(uuid(4))\",\"value\":\"192.0.2.1\",\"extensions\":{\"extension-definition--f93e2c80-4231-4f9a-af8b-95c9bd566a82\":\(score)}}"
    )
    #expect(items.statements.map { $0.signal("feed.score") } == [10, 35, nil, 35])
    #expect(items.statements.map { $0.signal("feed.confidence") } == [100, nil, nil, nil])
  }

  @Test("an opinion that disagrees with an indicator is a false positive, any other says nothing")
  func opinions() throws {
    func opinion(_ number: Int, _ word: String, _ refs: String...) -> String {
      "{\"type\":\"opinion\",\"id\":\"opinion--\(uuid(number))\",\"created\":\"2026-04-01T00:00:00Z\",\"opinion\":\"\(word)\",\"object_refs\":[\(refs.map { "\"\($0)\"" }.joined(separator: ","))]}"
    }
    let items = try read(
      opinion(11, "strongly-disagree", "observed-data--\(uuid(2))", "indicator--\(uuid(1))"),
      opinion(12, "disagree", "observed-data--\(uuid(2))"), opinion(13, "agree", "indicator--\(uuid(1))"),
      opinion(14, "disagree", "malware--\(uuid(7))"), opinion(15, "disagree", "indicator--\(uuid(99))"),
      "{\"type\":\"x-misp-opinion\",\"id\":\"x-misp-opinion--\(uuid(16))\",\"x_misp_opinion\":\"strongly-disagree\",\"object_refs\":[\"indicator--\(uuid(1))\"]}",
      indicator(1, "[domain-name:value = 'a.example']"),
      "{\"type\":\"observed-data\",\"id\":\"observed-data--\(uuid(2))\",\"first_observed\":\"2026-01-01T00:00:00Z\",\"number_observed\":1,\"object_refs\":[\"ipv4-addr--\(uuid(3))\"]}",
      "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--\(uuid(3))\",\"value\":\"192.0.2.1\"}")
    #expect(
      items.sightings.map { "\($0.indicator.value) \($0.isPositive) \($0.line)" }.sorted() == [
        "192.0.2.1 false 3", "a.example false 2", "a.example false 7",
      ])
    #expect(items.skips.filter { $0.reason == .unkept }.map(\.line) == [4, 5])
    #expect(items.rejections.map(\.line) == [6])
    #expect(items.entities.isEmpty)
  }

  @Test("every object is accounted for, with its line")
  func accounting() throws {
    let items = try read(
      indicator(1, "[domain-name:value = 'a.example']"),
      "{\"type\":\"domain-name\",\"id\":\"domain-name--\(uuid(2))\",\"value\":\"a.example\"}",
      "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--\(uuid(3))\",\"value\":\"192.0.2.1\"}",
      "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--\(uuid(4))\",\"value\":\"192.0.2.1\"}",
      "{\"type\":\"relationship\",\"id\":\"relationship--\(uuid(5))\",\"relationship_type\":\"based-on\",\"source_ref\":\"indicator--\(uuid(1))\",\"target_ref\":\"domain-name--\(uuid(2))\"}",
      "{\"type\":\"note\",\"id\":\"note--\(uuid(6))\"}",
      "{\"type\":\"tool\",\"id\":\"tool--\(uuid(7))\",\"name\":\"t\"}",
      "{\"type\":\"mutex\",\"id\":\"mutex--\(uuid(8))\",\"name\":\"m\"}")
    #expect(items.units == 8)
    #expect(items.statements.map(\.line) == [2, 4] && items.entities.map(\.line) == [8])
    #expect(items.rejections.map(\.line) == [9])
    #expect(
      Set(items.skips.map { "\($0.line) \($0.reason.rawValue)" }) == [
        "3 repeated", "5 repeated", "6 repeated", "7 not kept",
      ])
  }

  @Test("a digest of something else is no checksum of a file, whatever its length")
  func digests() throws {
    let sha256 = String(repeating: "0c", count: 32)
    let items = try read(
      indicator(1, "[file:hashes.'SHA3-256' = '\(sha256)' OR file:hashes.'x-authentihash' = '\(sha256)']"),
      indicator(2, "[file:extensions.'windows-pebinary-ext'.sections[*].hashes.'SHA-256' = '\(sha256)']"),
      indicator(3, "[x509-certificate:hashes.'SHA-256' = '\(sha256)']"),
      indicator(4, "[network-traffic:extensions.'tls-ext'.hashes.'SHA-256' = '\(sha256)']"),
      // misp-stix writes a SHA-512/256 as a SHA-256, and what it is into a label.
      indicator(5, "[file:hashes.'SHA-256' = '\(sha256)']", ",\"labels\":[\"misp:type=\\\"sha512/256\\\"\"]"),
      "{\"type\":\"file\",\"id\":\"file--\(uuid(6))\",\"hashes\":{\"SHA-256\":\"\(sha256)\"}}",
      "{\"type\":\"file\",\"id\":\"file--\(uuid(7))\",\"hashes\":{\"SHA3-256\":\"\(sha256)\",\"TLSH\":\"T1\(sha256)\"}}"
    )
    #expect(items.statements.isEmpty && items.sightings.isEmpty)
    #expect(items.rejections.map(\.line).sorted() == [2, 3, 4, 5, 6, 7, 8])
    #expect(items.rejections.contains { $0.line == 6 && $0.reason.contains("sha512/256") })
    let good = try read(
      indicator(1, "[file:hashes.'SHA2-256' = '\(sha256)']"),
      indicator(2, "[process:image_ref.hashes.'SHA-256' = '\(sha256)']"),
      indicator(3, "[file:content_ref.hashes.'SHA-256' = '\(sha256)']"))
    #expect(good.indicators == Array(repeating: "sha256 \(sha256)", count: 3))
  }

  @Test("the type of what a reference leads to is no further condition")
  func typeTests() throws {
    let items = try read(
      indicator(1, "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '192.0.2.1']"),
      indicator(2, "[network-traffic:dst_ref.value = '192.0.2.2' AND network-traffic:dst_port = 80]"),
      indicator(3, "[network-traffic:dst_ref.type = 'ipv4-addr']"))
    #expect(items.indicators == ["ipv4 192.0.2.1", "ipv4 192.0.2.2"])
    #expect(items.statements.map { $0.signal("feed.combined") } == [nil, true])
    #expect(items.rejections.map(\.line) == [3, 4])
  }
}

private func uuid(_ number: Int) -> String {
  let digits = String(number, radix: 16)
  return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
}
