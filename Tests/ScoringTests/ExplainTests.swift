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

  /// The points by source, of sources that state beliefs directly, in the order in which they stated them.
  func points(
    _ combiner: Combiner, _ beliefs: [(source: String, belief: Double)], sources: String = "{default: {weight: 1}}"
  ) throws -> [String] {
    let card = try scorecard(
      "name: t\nsignals: {x.belief: {curve: [[-1, -1], [1, 1]]}}\ncombine: \(combiner.rawValue)\nsources: \(sources)")
    let symbols = SymbolTable(["x.belief"])
    let events = beliefs.enumerated().map { index, entry in
      TestEvent(
        seq: Int64(index + 1), source: entry.source, observed: Double(index), recorded: Double(index),
        facts: ["x.belief": SignalValue(entry.belief) ?? 0])
    }
    let evidence = try gather(events, symbols)
    return Scorer(card, symbols: symbols.names).explain(evidence, asOf: hour(99)).contributions.map {
      "\($0.source) \(hundredthsText($0.points))"
    }
  }

  @Test("what cannot be divided goes to the groups whose names come first, of gain and of loss")
  func remainders() throws {
    #expect(try points(.noisyOr, [("c", 0.5), ("b", 0.5), ("a", 0.5)]) == ["a 29.17", "b 29.17", "c 29.16"])
    #expect(
      try points(.noisyOr, [("d", 0.99), ("c", -0.5), ("b", -0.5), ("a", -0.5)])
        == ["d 99", "a -28.88", "b -28.87", "c -28.87"])
  }

  @Test("max and latest give all points to one: the strongest of all, the strongest of the newest")
  func oneWinner() throws {
    #expect(
      try points(.max, [("a", 0.6), ("b", 0.8), ("c", -0.5), ("d", 0.7)]) == ["b 40", "a 0", "c 0", "d 0"])
    #expect(try points(.latest, [("a", 0.9), ("b", 0.2), ("c", 0.6)]) == ["c 60", "a 0", "b 0"])
    let card = try scorecard(
      """
      name: t
      signals: {x.weak: {curve: [[0, 0], [1, 1]]}, x.strong: {curve: [[0, 0], [1, 1]]}}
      combine: latest
      """)
    let symbols = SymbolTable()
    let evidence = try gather(
      [TestEvent(seq: 1, observed: 0, recorded: 0, facts: ["x.weak": 0.2, "x.strong": 0.7])], symbols)
    let parts = Scorer(card, symbols: symbols.names).explain(evidence, asOf: hour(1)).contributions
    #expect(parts.map { "\($0.signal) \(hundredthsText($0.points))" } == ["x.strong 70", "x.weak 0"])
  }

  @Test("the weighted mean gives each its term, by weight")
  func terms() throws {
    #expect(
      try points(.weightedMean, [("a", 0.6), ("b", -0.9)], sources: "{default: {weight: 1}, b: {weight: 0.5}}")
        == ["a 40", "b -30"])
    #expect(try points(.weightedMean, [("a", 0.9), ("b", 0.3)]) == ["a 45", "b 15"])
    #expect(try points(.weightedMean, [("a", 0.3), ("b", -0.9)]) == ["a 0", "b 0"])
  }

  @Test("a sighting restarts the age of malice alone, not of what says nothing")
  func sighting() throws {
    let card = try scorecard("name: t\nsignals: {x.belief: {curve: [[-1, -1], [1, 1]]}}")
    let symbols = SymbolTable(["x.belief"])
    let beliefs: [Facts] = [["x.belief": 0.5], ["x.belief": 0], ["x.belief": -0.5]]
    let events = beliefs.enumerated().map { index, facts in
      TestEvent(seq: Int64(index + 1), source: "\(index)", observed: 0, recorded: 0, facts: facts)
    }
    let sighting = TestEvent(seq: 4, type: .sightingRecorded, source: "siem", observed: 48, recorded: 48, facts: [:])
    let evidence = try gather(events + [sighting], symbols)
    let parts = Scorer(card, symbols: symbols.names).explain(evidence, asOf: hour(72)).contributions
    #expect(Dictionary(uniqueKeysWithValues: parts.map { ($0.source, $0.ageDays) }) == ["0": 1, "1": 3, "2": 3])
  }

  @Test("sources newer than the scorer's dictionary are groups of their own, named by their ids")
  func newerSources() throws {
    let symbols = SymbolTable(["x.belief"])
    let events = ["one", "two"].enumerated().map { index, source in
      TestEvent(seq: Int64(index + 1), source: source, observed: 0, recorded: 0, facts: ["x.belief": 0.5])
    }
    let evidence = try gather(events, symbols)
    let card = try scorecard("name: t\nsignals: {x.belief: {curve: [[0, 0], [1, 1]]}}")
    let parts = Scorer(card, symbols: ["x.belief"]).explain(evidence, asOf: hour(1)).contributions
    #expect(parts.map { "\($0.source) \($0.group) \($0.points)" } == ["#1 #1 3750", "#2 #2 3750"])
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
    "where floating point errs, what is too much is taken from those that lost least, the later first",
    arguments: [
      ([1, 1], 1, [1, 0]), ([2, 2, 2], 4, [2, 1, 1]), ([1.25, 2, 3.5], 5, [1, 1, 3]), ([1, 1], -1, [0, -1]),
      ([1, 1], 5, [3, 2]), ([-0.5, 1.5], 1, [0, 1]), ([], 3, []),
    ] as [([Double], Int32, [Int32])])
  func excess(exact: [Double], total: Int32, parts: [Int32]) {
    #expect(rounded(exact, to: total) == parts)
  }

  @Test("a belief weighs −ln(1 − belief), which is additive where independent beliefs corroborate")
  func weighing() {
    #expect(abs(corroboration(500_000) - 0.693_147_180_559_945_3) < 1e-12)
    #expect(abs(corroboration(750_000) - 2 * corroboration(500_000)) < 1e-12)
    #expect(corroboration(0) == 0)
  }

  @Test(
    "hundredths as text",
    arguments: [(0, "0"), (5, "0.05"), (-5, "-0.05"), (7270, "72.7"), (10_000, "100"), (-2048, "-20.48")]
      as [(Int32, String)])
  func text(hundredths: Int32, text: String) {
    #expect(hundredthsText(hundredths) == text)
  }
}
