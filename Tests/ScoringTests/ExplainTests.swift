import Events
import Indicators
import Testing
import Time

@testable import Scoring

@Suite struct ExplainTests {
  @Test("the points add up to the score, whatever the scorecard and the evidence", arguments: Combiner.allCases)
  func addsUp(combiner: Combiner) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("ExplainTests.addsUp \(combiner.rawValue) seed \(seed)")
    var random = RandomLedger(seed: seed)
    for round in 0..<300 {
      let card = try scorecard(random.scorecardText(combiner: combiner), lists: random.lists)
      let symbols = SymbolTable()
      let events = random.events(Int.random(in: 1...12, using: &random.generator))
      let evidence = try gather(events, symbols)
      let scorer = Scorer(card, symbols: symbols.names)
      let moment = hour(Double(Int.random(in: 0...300, using: &random.generator)))
      let explanation = scorer.explain(evidence, asOf: moment)
      let note = "seed \(seed) round \(round)"
      #expect(explanation.score == scorer.score(evidence, asOf: moment), "\(note)")
      #expect(
        explanation.contributions.reduce(0) { $0 + $1.points } == explanation.score.hundredths,
        "\(note): \(explanation)")
      for contribution in explanation.contributions where contribution.seq != nil {
        #expect(
          events.contains {
            $0.seq == contribution.seq && (contribution.source == "analyst" || $0.source == contribution.source)
          }, "\(note)")
      }
      if combiner != .weightedMean {
        let sides = Dictionary(grouping: explanation.contributions.filter { $0.points != 0 && $0.belief != nil }) {
          "\($0.group) \($0.points > 0)"
        }
        #expect(sides.values.allSatisfy { $0.count == 1 }, "\(note): one winner a group and side")
      }
    }
  }

  @Test("a golden explanation: winners, losers, benignity, a list, a sighting, a cap and a judgement")
  func golden() throws {
    let card = try scorecard(
      """
      name: golden
      sources:
        virustotal: {weight: 0.9}
        feed-a: {weight: 0.8, group: feeds}
        feed-b: {weight: 0.7, group: feeds}
        default: {weight: 0.5}
      signals:
        virustotal.malicious: {curve: [[0, 0], [10, 1]]}
        greynoise.riot: {values: {"true": -0.8}}
        shodan.tags: {values: {c2: 0.8, honeypot: -0.4}}
        feed.listed: {values: {"true": 0.5}}
      decay: {default: {model: half-life, half-life: 10d}}
      allowlists: [{list: ours, cap: 30}]
      """, lists: ["ours": #"{"type": "cidr", "list": ["198.51.100.0/24"]}"#])
    let symbols = SymbolTable()
    let events = [
      TestEvent(seq: 11, source: "virustotal", observed: 0, recorded: 0, facts: ["virustotal.malicious": 8]),
      TestEvent(seq: 12, source: "feed-a", observed: 0, recorded: 0, facts: ["feed.listed": true]),
      TestEvent(seq: 13, source: "feed-b", observed: 0, recorded: 0, facts: ["feed.listed": true]),
      TestEvent(seq: 14, source: "greynoise", observed: 0, recorded: 0, facts: ["greynoise.riot": true]),
      TestEvent(
        seq: 15, source: "shodan", observed: 0, recorded: 0, facts: ["shodan.tags": ["cloud", "c2", "honeypot"]]),
      TestEvent(seq: 16, type: .sightingRecorded, source: "siem", observed: 240, recorded: 240, facts: [:]),
      TestEvent(
        seq: 17, type: .judgementSet, source: "analyst", observed: 250, recorded: 250, facts: ["verdict": "suspicious"]),
    ]
    let evidence = try gather(events, symbols)
    func plain(_ number: Double?) -> String { number.map { String($0) } ?? "-" }
    let text = Scorer(card, symbols: symbols.names).explain(evidence, asOf: hour(480)).contributions.map { part in
      "\(part.source) \(part.signal)=\(part.value.plainText) b=\(plain(part.belief)) w=\(plain(part.weight))"
        + " d=\(plain(part.decay)) \(plain(part.ageDays))d \(part.group) #\(part.seq.map { String($0) } ?? "-")"
        + " \(hundredthsText(part.points))"
    }
    // By hand: ages are 20 days, 10 since the sighting. Beliefs 0.36, 0.2 (feeds), 0.2 (shodan); −0.1, −0.05 (shodan).
    // P = 100 · (1 − 0.64 · 0.8 · 0.8) = 59.04; S = 59.04 · 0.9 · 0.95 = 50.48; shares by −ln: 0.4463, 0.2231, 0.2231
    // and 0.1054, 0.0513.
    #expect(
      text == [
        "virustotal virustotal.malicious=8 b=0.7200000000000001 w=0.9 d=0.5 10.0d virustotal #11 29.52",
        "feed-a feed.listed=true b=0.4 w=0.8 d=0.5 10.0d feeds #12 14.76",
        "shodan shodan.tags=c2 b=0.4 w=0.5 d=0.5 10.0d shodan #15 14.76",
        "greynoise greynoise.riot=true b=-0.4 w=0.5 d=0.25 20.0d greynoise #14 -5.76",
        "shodan shodan.tags=honeypot b=-0.2 w=0.5 d=0.25 20.0d shodan #15 -2.8",
        "feed-b feed.listed=true b=0.35 w=0.7 d=0.5 10.0d feeds #13 0",
        "allowlist ours=198.51.100.7 b=- w=- d=- -d allowlist #- -20.48",
        "analyst judgement=suspicious b=- w=- d=- 9.583333333333334d analyst #17 10",
      ])
  }

  @Test("of equally strong values the lowest seq wins, then the signal's name, then the place in the list")
  func ties() throws {
    let card = try scorecard(
      """
      name: ties
      sources: {default: {weight: 1, group: g}}
      signals:
        b.x: {values: {q: 0.5, r: 0.5}}
        a.x: {values: {q: 0.5}}
      """)
    let symbols = SymbolTable(["b.x", "a.x", "two", "one"])
    let both: Facts = ["a.x": "q", "b.x": ["r", "q"]]
    func winner(_ events: [TestEvent]) throws -> Contribution? {
      try Scorer(card, symbols: symbols.names).explain(gather(events, symbols), asOf: hour(9)).contributions.first
    }
    let first = try winner([
      TestEvent(seq: 4, source: "one", observed: 2, recorded: 2, facts: both),
      TestEvent(seq: 3, source: "two", observed: 3, recorded: 3, facts: ["b.x": ["r", "q"]]),
    ])
    #expect(first?.seq == 3 && first?.value == "r" && first?.points == 5000)
    let second = try winner([TestEvent(seq: 4, source: "one", observed: 2, recorded: 2, facts: both)])
    #expect(second?.signal == "a.x")
  }

  @Test(
    "shares by largest remainder add up, ties in order",
    arguments: [
      (10, [1.0, 1, 1], [4, 3, 3]), (1, [1, 1], [1, 0]), (0, [1, 2], [0, 0]), (5, [], []), (7, [0, 0], [0, 0]),
      (100, [1, 0, 2], [33, 0, 67]), (10_000, [1e-9, 1], [0, 10_000]),
    ] as [(Int32, [Double], [Int32])])
  func largestRemainder(total: Int32, weights: [Double], parts: [Int32]) {
    #expect(shares(of: total, by: weights) == parts)
  }

  @Test(
    "hundredths as text",
    arguments: [(0, "0"), (5, "0.05"), (-5, "-0.05"), (7270, "72.7"), (10_000, "100"), (-2048, "-20.48")]
      as [(Int32, String)])
  func text(hundredths: Int32, text: String) {
    #expect(hundredthsText(hundredths) == text)
  }
}
