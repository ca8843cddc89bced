import Events
import Foundation
import Indicators
import TestSupport
import Testing
import Time

@testable import Scoring

@Suite struct AllowListTests {
  func list(_ type: String, _ entries: [String], attributes: [String]? = nil) throws -> AllowList {
    let quoted = { (texts: [String]) in texts.map { "\"\($0)\"" }.joined(separator: ", ") }
    let matching = attributes.map { #", "matching_attributes": [\#(quoted($0))]"# } ?? ""
    return try AllowList(name: "ours", parsing: #"{"type": "\#(type)", "list": [\#(quoted(entries))]\#(matching)}"#)
  }

  struct Case: Sendable {
    var type: String
    var entries: [String]
    var isOn: [Indicator]
    var isNot: [Indicator]
  }

  static func ip(_ value: String) -> Indicator { Indicator(value.contains(":") ? .ipv6 : .ipv4, canonical: value) }
  static func domain(_ value: String) -> Indicator { Indicator(.domain, canonical: value) }
  static func url(_ value: String) -> Indicator { Indicator(.url, canonical: value) }
  static func cidr(_ value: String) -> Indicator { Indicator(.cidr, canonical: value) }
  static func email(_ value: String) -> Indicator { Indicator(.email, canonical: value) }

  static let cases: [Case] = [
    Case(
      type: "cidr", entries: ["10.0.0.0/8", "8.8.8.8", "2001:db8::/32", "192.0.2.77/24", "::ffff:203.0.113.0/120"],
      isOn: [
        ip("10.255.0.1"), ip("8.8.8.8"), ip("2001:db8:1::1"), ip("192.0.2.1"), ip("203.0.113.9"), cidr("10.1.0.0/16"),
        cidr("10.0.0.0/8"), url("http://10.1.2.3:8080/x"), url("http://[2001:db8::1]/"),
      ],
      isNot: [
        ip("11.0.0.1"), ip("8.8.8.9"), ip("2001:db9::1"), cidr("10.0.0.0/7"), domain("10.example"),
        url("http://example.com/10.0.0.1"), ip("203.0.114.0"),
      ]),
    Case(
      type: "cidr", entries: ["0.0.0.0/0"], isOn: [ip("255.255.255.255"), cidr("0.0.0.0/0")], isNot: [ip("::1")]),
    Case(
      type: "cidr", entries: ["192.0.2.128/25", "192.0.2.0/25"], isOn: [cidr("192.0.2.0/24"), cidr("192.0.2.64/26")],
      isNot: [cidr("192.0.2.0/23"), ip("192.0.3.0")]),
    Case(
      type: "cidr", entries: ["10.1.0.0/16", "10.0.0.0/8"], isOn: [ip("10.200.0.1"), ip("10.1.0.1")],
      isNot: [ip("11.0.0.1")]),
    Case(type: "cidr", entries: ["::/0"], isOn: [ip("::1")], isNot: [ip("1.1.1.1")]),
    Case(
      type: "hostname", entries: ["Example.com", "*.wild.example", "bücher.example", "192.0.2.1"],
      isOn: [
        domain("example.com"), domain("a.b.example.com"), url("https://a.example.com:8443/x?y"),
        email("someone@mail.example.com"), domain("wild.example"), domain("x.wild.example"),
        domain("xn--bcher-kva.example"), ip("192.0.2.1"),
      ],
      isNot: [
        domain("notexample.com"), domain("example.com.evil.test"), url("https://evil.test/example.com"),
        url("https://example.com@evil.test/"), email("example.com@evil.test"), domain("com"),
      ]),
    Case(
      type: "string",
      entries: [
        "exact.example", ".below.example", "D41D8CD98F00B204E9800998ECF8427E", "2001:DB8:0::1", "https://a.example/B",
      ],
      isOn: [
        domain("exact.example"), domain("www.below.example"), domain("below.example"), ip("2001:db8::1"),
        Indicator(.md5, canonical: "d41d8cd98f00b204e9800998ecf8427e"), url("https://a.example/b"),
      ],
      isNot: [domain("www.exact.example"), url("https://exact.example/"), ip("2001:db8::2")]),
    Case(
      type: "substring", entries: ["@freemail.example", "update."],
      isOn: [email("a@freemail.example"), domain("update.vendor.example"), url("https://x.test/update.exe")],
      isNot: [email("a@freemail.exampl"), domain("updat.e")]),
  ]

  @Test("what is on a list and what is not", arguments: cases)
  func membership(example: Case) throws {
    let list = try list(example.type, example.entries)
    for indicator in example.isOn { #expect(list.contains(indicator), "\(indicator)") }
    for indicator in example.isNot { #expect(!list.contains(indicator), "\(indicator)") }
  }

  @Test("a list applies to the kinds of its matching attributes only")
  func attributes() throws {
    let list = try list("hostname", ["example.com"], attributes: ["domain", "domain|ip", "unheard-of"])
    #expect(list.contains(Self.domain("a.example.com")))
    #expect(!list.contains(Self.url("https://a.example.com/")))
    #expect(try !self.list("cidr", ["8.8.8.8"], attributes: []).contains(Self.ip("8.8.8.8")))
  }

  @Test(
    "a text that is no list is refused with a reason",
    arguments: [
      ("", "no JSON"), ("[]", "no \"type\""), (#"{"type": "cidr"}"#, "no \"list\""), (#"{"list": []}"#, "no \"type\""),
      (#"{"type": "regex", "list": []}"#, "regex"), (#"{"type": "CIDR", "list": []}"#, "no list type 'CIDR'"),
      (#"{"type": "cidr", "list": [1]}"#, "entry 1 is no text"), (#"{"type": "cidr", "list": ["x"]}"#, "entry 1, 'x'"),
      (#"{"type": "cidr", "list": "x"}"#, "no \"list\""),
    ])
  func refused(text: String, reason: String) throws {
    let error = try #require(throws: AllowListError.self) { try AllowList(name: "x", parsing: text) }
    #expect(error.description.contains(reason))
  }

  @Test("a cap lowers the score, the strictest of several, and is explained")
  func caps() throws {
    let card = try scorecard(
      """
      name: capped
      signals: {x.belief: {curve: [[0, 0], [1, 1]]}}
      allowlists: [{list: wide, cap: 30}, {list: narrow, cap: 10}, {list: other, cap: 0}]
      """,
      lists: [
        "wide": #"{"type": "cidr", "list": ["198.51.100.0/24"]}"#,
        "narrow": #"{"type": "cidr", "list": ["198.51.100.7"]}"#, "other": #"{"type": "string", "list": ["x"]}"#,
      ])
    let symbols = SymbolTable()
    func explain(_ belief: Double, _ indicator: Indicator) throws -> Explanation {
      let evidence = try gather(
        [TestEvent(seq: 1, observed: 0, recorded: 0, facts: ["x.belief": SignalValue(belief) ?? 0])], symbols,
        of: indicator)
      return Scorer(card, symbols: symbols.names).explain(evidence, asOf: hour(1))
    }
    #expect(try explain(0.8, address).contributions.last?.points == -7000)
    #expect(try explain(0.8, address).contributions.last?.signal == "narrow")
    #expect(try explain(0.8, Self.ip("198.51.100.8")).score == Score(hundredths: 3000, verdict: .unknown))
    #expect(try explain(0.05, address).contributions.count == 1)
    #expect(try explain(0.8, Self.ip("203.0.113.1")).score.hundredths == 8000)
  }

  @Test("substrings are found as a plain search finds them")
  func substrings() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("AllowListTests.substrings seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    func text(_ length: Int) -> String {
      String(decoding: (0..<length).map { _ in UInt8.random(in: 0x61...0x63, using: &generator) }, as: UTF8.self)
    }
    for _ in 0..<500 {
      let parts = (0..<4).map { _ in text(Int.random(in: 1...6, using: &generator)) }
      var table = SubstringTable()
      for part in parts { table.insert(part) }
      let value = text(Int.random(in: 0...12, using: &generator))
      #expect(table.hasMatch(in: value) == parts.contains { value.contains($0) }, "seed \(seed) \(parts) \(value)")
    }
  }

  @Test(
    "MISP's real lists are read, and looked up at once in the largest", .enabled(if: SharedData.folder != nil),
    .timeLimit(.minutes(10)))
  func realLists() throws {
    for file in try SharedData.files(in: "warninglists") {
      let name = file.lastPathComponent
      _ = try AllowList(name: name, parsing: SharedData.text("warninglists/\(name)"))
    }
    let resolvers = try AllowList(name: "dns", parsing: SharedData.text("warninglists/public-dns-v4.json"))
    for number in 0..<100_000 {
      _ = resolvers.contains(Self.ip("8.8.\(number / 256 % 256).\(number % 256)"))
    }
    #expect(resolvers.contains(Self.ip("1.0.0.1")) && resolvers.contains(Self.ip("99.99.99.193")))
    #expect(!resolvers.contains(Self.ip("192.0.2.1")))
    let google = try AllowList(name: "google", parsing: SharedData.text("warninglists/google.json"))
    #expect(google.contains(Self.domain("www.google.ad")) && google.contains(Self.domain("ytimg.com")))
    let shorteners = try AllowList(name: "short", parsing: SharedData.text("warninglists/url-shortener.json"))
    #expect(shorteners.contains(Self.url("https://zws.im/abc")))
  }
}
