import Indicators
import Testing

@testable import Scoring

@Suite struct ScorecardTests {
  static let minimal = "name: minimal\nsignals:\n  feed.listed: {values: {\"true\": 0.5}}\n"

  @Test("a section that is left out has its default")
  func defaults() throws {
    let card = try scorecard(Self.minimal)
    #expect(card.name == "minimal")
    #expect(card.combiner == .noisyOr)
    #expect(card.thresholds == VerdictThresholds(malicious: 7500, suspicious: 4000, benignBelow: 500))
    #expect(card.settings.source("anyone").weight == 1)
    #expect(card.settings.decay.model(kind: .ipv4, signal: "feed.listed") == .none)
    #expect(card.lists.isEmpty)
  }

  @Test("the design's example is read to the letter")
  func example() throws {
    let card = try scorecard(
      """
      name: default
      sources:                       # how far each source is trusted, 0…1
        virustotal: {weight: 0.95, reliability: B}
        abuseipdb:  {weight: 0.85, group: community-reports}
        default:    {weight: 0.6}    # any source not named, such as a feed
      signals:
        virustotal.malicious:     {curve: [[0, 0], [1, 0.2], [5, 0.6], [15, 0.95]]}
        abuseipdb.confidence:     {curve: [[0, 0], [100, 0.9]]}
        greynoise.classification: {values: {malicious: 0.8, suspicious: 0.5, unknown: 0.1, benign: -0.5}}
        greynoise.riot:           {values: {"true": -0.9}}
        shodan.tags:              {values: {c2: 0.7, malware: 0.8, honeypot: -0.3}}
        feed.listed:              {values: {"true": 0.5}}
      decay:
        default: {model: half-life, half-life: 30d}
        ipv4:    {model: polynomial, lifetime: 47d, pound: 0.55}    # OpenCTI's formula
        sha256:  {model: none}
      combine: noisy-or
      verdicts: {malicious: 75, suspicious: 40, benign-below: 5}
      allowlists: [{list: public-dns, cap: 20}]
      tags:
        - {tag: c2, when: {"label|contains": c2}}
      """, lists: ["public-dns": Scorecard.builtInLists[0].text])
    let settings = card.settings
    #expect(settings.sources["abuseipdb"] == .init(weight: 0.85, group: "community-reports"))
    #expect(settings.sources["virustotal"]?.reliability == "B")
    #expect(settings.source("ipsum").weight == 0.6)
    #expect(settings.decay.model(kind: .ipv4, signal: "x.y") == .openCTI(lifetime: 47 * 86_400_000, pound: 0.55))
    #expect(settings.decay.model(kind: .domain, signal: "x.y") == .halfLife(length: 30 * 86_400_000))
    #expect(settings.caps == [.init(list: "public-dns", hundredths: 2000)])
    #expect(settings.tags.map(\.tag) == ["c2"])
  }

  // Computed with Python's hashlib from the definition beside `identity(of:lists:)`.
  @Test("the id is SHA-256 over the text and the lists, with lengths before each")
  func identity() {
    #expect(
      Scorecard.identity(of: "name: a\n", lists: [])
        == "c5d8611ec5ed06e9968c1b97afdf493bc9c1f44c32351a74ba3064232a461a16")
    #expect(
      Scorecard.identity(of: "name: a\n", lists: [("b", "{}"), ("a", "[é]")])
        == "23613e72946d79e873c1438cfe76b0aa36cd58b6953a4f735ddfa8793439c365")
  }

  @Test("another list is another scorecard, and the order of the lists is none")
  func identityCoversLists() throws {
    let one = Scorecard.identity(of: "x", lists: [("a", "1"), ("b", "2")])
    #expect(one == Scorecard.identity(of: "x", lists: [("b", "2"), ("a", "1")]))
    #expect(one != Scorecard.identity(of: "x", lists: [("a", "1"), ("b", "3")]))
    #expect(one != Scorecard.identity(of: "x", lists: [("a", "1b"), ("", "2")]))
  }

  @Test("the lists can be asked for before the scorecard is read")
  func listNames() throws {
    let text = "allowlists: [{list: b, cap: 1}, {list: a, cap: 2}, {cap: 3}]"
    #expect(try Scorecard.listNames(in: text, file: "x.yml") == ["a", "b"])
    #expect(throws: ScorecardError.self) { try Scorecard.listNames(in: "a: [", file: "x.yml") }
  }

  @Test("the built-in scorecards are valid and called by their names", arguments: Scorecard.builtIn.map(\.name))
  func builtInScorecards(name: String) throws {
    let card = try builtIn(name)
    #expect(card.name == name)
    #expect(card.text.utf8.count < 10_000)
    #expect(card.summary != nil)
    #expect(card.id.count == 64)
  }

  @Test("a published scorecard is the same without its lists being read")
  func published() throws {
    let text = try #require(Scorecard.builtIn.first?.text)
    let lists = ["public-dns": Scorecard.builtInLists[0].text]
    let published = try Scorecard(published: text, lists: lists, file: "log")
    #expect(try published.id == builtIn("default").id)
    #expect(published.lists[0].contains(.init(.ipv4, canonical: "9.9.9.9")))
  }
}
