import Events
import Indicators
import TestSupport
import Testing

@testable import Interchange

@Suite("A STIX pattern")
struct StixPatternTests {
  private func reading(_ pattern: String) throws -> StixPatternReading {
    try StixPattern(parsing: pattern).reading()
  }

  @Test(
    "gives an indicator for each equality",
    arguments: [
      ("[ipv4-addr:value = '192.0.2.1']", ["ipv4 192.0.2.1"]),
      ("[ipv4-addr:value = '192.0.2.0/24']", ["cidr 192.0.2.0/24"]),
      ("[ipv4-addr:value ISSUBSET '192.0.2.0/24']", ["cidr 192.0.2.0/24"]),
      ("[ipv6-addr:value = '2001:DB8::1']", ["ipv6 2001:db8::1"]),
      ("[domain-name:value = 'EVIL.example']", ["domain evil.example"]),
      ("[url:value = 'http://evil.example/it\\'s']", ["url http://evil.example/it's"]),
      ("[email-addr:value = 'a@evil.example']", ["email a@evil.example"]),
      ("[email-message:from_ref.value = 'a@evil.example']", ["email a@evil.example"]),
      ("[network-traffic:dst_ref.value = '192.0.2.1' AND network-traffic:dst_port = 443]", ["ipv4 192.0.2.1"]),
      ("[network-traffic:dst_ref.value = 'evil.example']", ["domain evil.example"]),
      ("[file:hashes.MD5 = '\(md5)']", ["md5 \(md5)"]),
      ("[file:hashes.md5 = '\(md5)']", ["md5 \(md5)"]),
      ("[file:hashes.'SHA-256' = '\(sha256)']", ["sha256 \(sha256)"]),
      ("[file:hashes.\"SHA-256\" = '\(sha256)']", ["sha256 \(sha256)"]),
      ("[file:hashes.SHA256 = '\(sha256)']", ["sha256 \(sha256)"]),
      ("[file:hashes.SHA-256 = h'\(sha256)']", ["sha256 \(sha256)"]),
      ("[process:binary_ref.hashes.'MD5' = '\(md5)']", ["md5 \(md5)"]),
      ("[file:contains_refs[*].hashes.MD5 = '\(md5)']", ["md5 \(md5)"]),
      ("[email-message:body_multipart[0].body_raw_ref.hashes.MD5 = '\(md5)']", ["md5 \(md5)"]),
      ("[ipv4-addr:value IN ('192.0.2.1', '192.0.2.2')]", ["ipv4 192.0.2.1", "ipv4 192.0.2.2"]),
      (
        "[ipv4-addr:value == '192.0.2.1' or url:value='http://a.example/']",
        ["ipv4 192.0.2.1", "url http://a.example/"]
      ),
      ("[ipv4-addr:value='192.0.2.1'] AND [ipv4-addr:value='192.0.2.2']", ["ipv4 192.0.2.1", "ipv4 192.0.2.2"]),
      (
        "([ipv4-addr:value='192.0.2.1'] FOLLOWEDBY [ipv4-addr:value='192.0.2.2']) WITHIN 300 SECONDS",
        ["ipv4 192.0.2.1", "ipv4 192.0.2.2"]
      ),
      ("[ipv4-addr:value='192.0.2.1'] REPEATS 5 TIMES WITHIN 1800 SECONDS", ["ipv4 192.0.2.1"]),
      (
        "[ipv4-addr:value='192.0.2.1'] START t'2026-01-01T00:00:00Z' STOP t'2026-02-01T00:00:00Z'", ["ipv4 192.0.2.1"]
      ),
      (
        "[(domain-name:value='a.example' OR domain-name:value='b.example') AND (file:size > 1)]",
        ["domain a.example", "domain b.example"]
      ),
      ("[domain-name:value = 'a.example' OR domain-name:value = 'A.example']", ["domain a.example"]),
      ("/* why */ [domain-name:value /* so */ = 'a.example'] // and\n", ["domain a.example"]),
    ])
  func equalities(pattern: String, indicators: [String]) throws {
    #expect(try reading(pattern).findings.map(\.indicator.short) == indicators)
  }

  @Test(
    "says why a comparison gives none",
    arguments: [
      ("[file:name = 'CBricksDoc']", "file:name"),
      ("[x509-certificate:issuer = 'CN=WEBMAIL' AND x509-certificate:serial_number = '4c:0b']", "certificates"),
      ("[x509-certificate:hashes.'SHA-1' = '\(String(repeating: "a", count: 40))']", "certificates"),
      ("[file:hashes.SSDEEP = '3:a:b']", "SSDEEP"),
      ("[domain-name:value = 'domain autuo.example']", ""),
      ("[ipv4-addr:value = '192.0.2.999']", ""),
      ("[ipv4-addr:value = 5]", "no text"),
      ("[domain-name:value != 'a.example']", "no single value"),
      ("[domain-name:value NOT = 'a.example']", "negated"),
      ("[NOT (domain-name:value = 'a.example')]", "negated"),
      ("[domain-name:value NOT IN ('a.example')]", "negated"),
      ("[domain-name:value LIKE '%.example']", "LIKE"),
      ("[url:value MATCHES '^http://.*']", "MATCHES"),
      ("[ipv4-addr:value ISSUPERSET '192.0.2.0/24']", "ISSUPERSET"),
      ("[EXISTS domain-name:value]", "EXISTS"),
      ("[domain-name:resolves_to_refs[*].value = '192.0.2.1']", "without that domain"),
      ("[windows-registry-key:key = 'HKLM\\\\x']", "windows-registry-key"),
    ])
  func ignored(pattern: String, reason: String) throws {
    let reading = try reading(pattern)
    #expect(reading.findings.isEmpty)
    #expect(!reading.ignored.isEmpty)
    #expect(reading.ignored.allSatisfy { $0.reason.contains(reason) && !$0.reason.isEmpty }, "\(reading.ignored)")
  }

  @Test("keeps what a domain resolves to as a relation of the domain")
  func resolution() throws {
    let reading = try reading(
      "[domain-name:value = 'a.example' AND domain-name:resolves_to_refs[*].value = '192.0.2.1']")
    #expect(reading.findings.map(\.indicator.short) == ["domain a.example"])
    #expect(
      reading.findings[0].relations == [
        Relation(type: "resolves-to", target: StreamKey(kind: "ipv4", value: "192.0.2.1"))
      ])
    #expect(reading.ignored.isEmpty)
  }

  @Test(
    "tells values that stand alone from parts of a whole",
    arguments: [
      ("[domain-name:value = 'a.example' OR domain-name:value = 'b.example']", [false, false]),
      ("[domain-name:value = 'a.example' AND file:size > 1]", [true]),
      ("[domain-name:value = 'a.example'] AND [domain-name:value = 'b.example']", [true, true]),
      ("[domain-name:value = 'a.example'] OR [domain-name:value = 'b.example']", [false, false]),
      ("[domain-name:value = 'a.example' OR domain-name:value = 'b.example' AND file:size > 1]", [false, true]),
      ("[domain-name:value = 'a.example' AND file:size > 1 OR domain-name:value = 'a.example']", [false]),
      ("[domain-name:value = 'a.example'] FOLLOWEDBY ([domain-name:value = 'b.example'])", [true, true]),
    ])
  func combination(pattern: String, isCombined: [Bool]) throws {
    #expect(try reading(pattern).findings.map(\.isCombined) == isCombined)
  }

  @Test(
    "is refused where it breaks the grammar, with the place",
    arguments: [
      ("", 0), ("domain-name:value = 'a.example'", 0), ("[domain-name:value = 'a.example'", 32),
      ("[domain-name = 'a']", 13),
      ("[domain-name:value 'a']", 19), ("[domain-name:value = ]", 21), ("[domain-name:value = 'a]", 21), ("[]", 1),
      ("[a:b = 'c'] [d:e = 'f']", 12), ("[a:b = 'c' AND]", 14), ("[a:b = 'c'] WITHIN x SECONDS", 19),
      ("[a:b = 'c'] START t'2026'", 25), ("[a:b IN 'c']", 8), ("[a:b =! 'c']", 5), ("[a:b = 1.2.3]", 7),
      ("[a:b[x!] = 1]", 6),
      ("[a:b = 'c'))", 10), ("rule x { condition: true }", 0), ("/* [a:b = 'c']", 0), ("[a:\u{e9} = 'c']", 3),
    ])
  func refusals(pattern: String, offset: Int) {
    do {
      _ = try StixPattern(parsing: pattern)
      Issue.record("\(pattern) was read")
    } catch {
      #expect(error.offset == offset, "\(error)")
    }
  }

  @Test("quotes each comparison as it was written")
  func texts() throws {
    let pattern = try StixPattern(parsing: "[ file:name  =  'a b' AND (EXISTS file:size OR x:y NOT IN ('1', 2))]")
    #expect(pattern.comparisons.map(\.text) == ["file:name  =  'a b'", "EXISTS file:size", "x:y NOT IN ('1', 2)"])
  }

  @Test("is bounded in size, depth and number of comparisons")
  func bounds() {
    let deep = String(repeating: "(", count: 100_000) + "[a:b='c']" + String(repeating: ")", count: 100_000)
    #expect(throws: StixPatternError.self) { try StixPattern(parsing: deep) }
    #expect(throws: StixPatternError.self) { try StixPattern(parsing: "[" + deep + "]") }
    let long = "[" + Array(repeating: "a:b='c'", count: 20_000).joined(separator: " OR ") + "]"
    #expect(throws: StixPatternError.self) { try StixPattern(parsing: long) }
    let wide = "[a:b IN (" + Array(repeating: "'c'", count: 20_000).joined(separator: ",") + ")]"
    #expect(throws: StixPatternError.self) { try StixPattern(parsing: wide) }
    #expect(throws: StixPatternError.self) { try StixPattern(parsing: String(repeating: " ", count: 2 << 20)) }
  }

  @Test("never stops on damaged text")
  func fuzz() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let pattern =
      "([domain-name:value = 'a\\'.example' AND NOT (file:hashes.'SHA-256' IN ('a', h'0f', t'2026', 1.5, true))]"
      + " FOLLOWEDBY [x:y[*].z ISSUBSET '192.0.2.0/24'] START t'a' STOP t'b') WITHIN 5 SECONDS // c"
    for _ in 0..<5_000 {
      let text = String(decoding: damaged(Array(pattern.utf8), using: &random), as: UTF8.self)
      _ = try? StixPattern(parsing: text).reading()
    }
  }
}

private let md5 = String(repeating: "ab", count: 16)
private let sha256 = String(repeating: "0c", count: 32)
