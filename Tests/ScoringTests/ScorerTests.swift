import Events
import Indicators
import TestSupport
import Testing
import Time

@testable import Scoring

@Suite struct ScorerTests {
  let symbols = SymbolTable(["status", "x.belief", "y.belief"])

  /// Sources `a`, `b`, `c` of weight 1 state beliefs directly.
  func score(
    _ combiner: Combiner, _ beliefs: [(source: String, belief: Double)], extra: String = "", asOf: Timestamp = epoch
  ) throws -> Score {
    let card = try scorecard(
      "name: t\nsignals:\n  x.belief: {curve: [[-1, -1], [1, 1]]}\ncombine: \(combiner.rawValue)\n" + extra)
    let events = beliefs.enumerated().map { index, entry in
      TestEvent(
        seq: Int64(index + 1), source: entry.source, observed: Double(index) / 100 - 1, recorded: 0,
        facts: ["x.belief": SignalValue(entry.belief) ?? 0])
    }
    let evidence = try gather(events, symbols)
    return Scorer(card, symbols: symbols.names).score(evidence, asOf: asOf)
  }

  @Test(
    "noisy-or: independent sources corroborate, benignity takes its part",
    arguments: [
      ([], 0), ([0.6], 6000), ([0.6, 0.6], 8400), ([0.5, 0.6, 0.6], 9200), ([1], 9900), ([0.6, -0.5], 3000),
      ([-0.5], 0), ([0.6, 0.6, -0.5, -0.5], 2100), ([0.500_05], 5001), ([0.500_049], 5000),
      ([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 5217), ([1, 1, 1, 1, 1], 10_000), ([0.000_049], 0), ([0.000_05], 1),
      // Every millionth counts, and the last step rounds half up, but not what is just below half.
      (Array(repeating: 0.000_001, count: 51), 1), ([0.000_1, -0.499_999, -0.000_002], 0),
      ([0.0512, -0.218_75, -0.001_25], 400),
    ] as [([Double], Int32)])
  func noisyOr(beliefs: [Double], hundredths: Int32) throws {
    let sources = beliefs.enumerated().map { (source: "s\($0.offset)", belief: $0.element) }
    #expect(try score(.noisyOr, sources).hundredths == hundredths)
    #expect(try score(.noisyOr, sources.reversed()).hundredths == hundredths)
  }

  @Test(
    "max: the strongest alone, reduced by the strongest benignity",
    arguments: [
      ([0.6, 0.8, -0.5, -0.25], 4000), ([-0.5], 0), ([0.123_45], 1235), ([0.123_449], 1234),
      ([0.000_853, -0.003_517], 8),
    ] as [([Double], Int32)])
  func maximum(beliefs: [Double], hundredths: Int32) throws {
    let sources = beliefs.enumerated().map { (source: "s\($0.offset)", belief: $0.element) }
    #expect(try score(.max, sources).hundredths == hundredths)
  }

  @Test(
    "latest: the newest that speaks sets the score",
    arguments: [
      ([0.6, 0.2], 2000), ([0.2, 0.6], 6000), ([0.6, -0.5], 0), ([0.6, 0], 0), ([0.123_45], 1235), ([0.123_449], 1234),
    ] as [([Double], Int32)])
  func latest(beliefs: [Double], hundredths: Int32) throws {
    let sources = beliefs.enumerated().map { (source: "s\($0.offset)", belief: $0.element) }
    #expect(try score(.latest, sources).hundredths == hundredths)
  }

  @Test("latest passes over an observation that says nothing under the scorecard")
  func latestPassesOver() throws {
    let card = try scorecard("name: t\nsignals: {x.belief: {curve: [[0, 0], [1, 1]]}}\ncombine: latest")
    let evidence = try gather(
      [
        TestEvent(seq: 1, source: "a", observed: 0, recorded: 0, facts: ["x.belief": 0.75]),
        TestEvent(seq: 2, source: "b", observed: 1, recorded: 1, facts: ["y.belief": 0.1]),
      ], symbols)
    #expect(Scorer(card, symbols: symbols.names).score(evidence, asOf: hour(2)).hundredths == 7500)
  }

  @Test("weighted mean: by the sources' weights, what is clean counts too")
  func weightedMean() throws {
    let weights = "sources: {default: {weight: 1}, b: {weight: 0.5}}\n"
    #expect(try score(.weightedMean, [("a", 0.6), ("b", 0)], extra: weights).hundredths == 4000)
    #expect(try score(.weightedMean, [("a", 0.6), ("b", -0.9)], extra: weights).hundredths == 1000)
    #expect(try score(.weightedMean, [("a", -0.6), ("b", 0.9)], extra: weights).hundredths == 0)
    #expect(try score(.weightedMean, [("a", 1)], extra: weights).hundredths == 10_000)
    #expect(try score(.weightedMean, [], extra: weights) == .none)
    #expect(try score(.weightedMean, [("a", 1)], extra: "sources: {default: {weight: 0}}").hundredths == 0)
  }

  @Test("the sources of a group count once")
  func groups() throws {
    let grouped = "sources: {default: {weight: 1}, a: {weight: 1, group: g}, b: {weight: 1, group: g}}\n"
    #expect(try score(.noisyOr, [("a", 0.6), ("b", 0.5), ("c", 0.6)], extra: grouped).hundredths == 8400)
    let all = "sources: {default: {weight: 1, group: g}}\n"
    #expect(try score(.noisyOr, [("a", 0.6), ("b", 0.5), ("c", 0.6)], extra: all).hundredths == 6000)
  }

  @Test("weights scale beliefs, and no belief exceeds 0.99")
  func weights() throws {
    #expect(try score(.noisyOr, [("a", 0.5)], extra: "sources: {default: {weight: 0.6}}").hundredths == 3000)
    #expect(try score(.noisyOr, [("a", 1)], extra: "sources: {default: {weight: 0.995}}").hundredths == 9900)
  }

  @Test(
    "verdicts",
    arguments: [
      (0.75, 0, Verdict.malicious), (0.7499, 0, .suspicious), (0.4, 0, .suspicious), (0.3999, 0, .unknown),
      (0.0, 0, .unknown), (0.0, -0.1, .benign), (0.04, -0.1, .benign), (0.06, -0.1, .unknown),
      (0.0625, -0.2, .unknown), (0.0624, -0.2, .benign),
    ])
  func verdicts(malice: Double, benignity: Double, verdict: Verdict) throws {
    var beliefs = [(source: "a", belief: malice)]
    if benignity != 0 { beliefs.append((source: "b", belief: benignity)) }
    #expect(try score(.noisyOr, beliefs).verdict == verdict)
  }

  static let readings: [(SignalValue, Int32)] = [
    ("malicious", 8000), ("MALICIOUS", 8000), ("unheard of", 0), ("", 0), (true, 7000), ("true", 7000), (2, 3000),
    ("2", 3000), (.number(2.5), 2500), (10, 9900), (-3, 0), (["c2", "Malicious", "zzz"], 8000), ([], 1000),
    (["zzz", "zzz"], 2000), ([["malicious"]], 1500), (["honeypot"], 1050),
  ]

  @Test("numbers are found in whatever order a rule lists them", arguments: [(2, 3000), (7, 1000), (10, 5000), (8, 0)])
  func listedNumbers(value: Int64, hundredths: Int32) throws {
    let card = try scorecard(
      #"name: t\#nsignals: {x.belief: {values: {"10": 0.5, "2": 0.3, "7": 0.1}}}"#)
    let evidence = try gather(
      [TestEvent(seq: 1, observed: 0, recorded: 0, facts: ["x.belief": .integer(value)])], symbols)
    #expect(Scorer(card, symbols: symbols.names).score(evidence, asOf: epoch).hundredths == hundredths)
  }

  @Test("values by text, case and number aside; lists by element and by length", arguments: readings)
  func meanings(value: SignalValue, hundredths: Int32) throws {
    let isList = value.list != nil
    let curve = isList ? "[[0, 0.1], [1, 0.15], [2, 0.2], [3, 0.25]]" : "[[0, 0], [10, 1]]"
    let card = try scorecard(
      """
      name: t
      signals:
        x.v: {curve: \(curve), values: {Malicious: 0.8, "true": 0.7, "2": 0.3, c2: 0.6, "false": 0.2, honeypot: -0.3}}
      """)
    let evidence = try gather([TestEvent(seq: 1, observed: 0, recorded: 0, facts: ["x.v": value])], symbols)
    #expect(Scorer(card, symbols: symbols.names).score(evidence, asOf: hour(1)).hundredths == hundredths)
  }

  @Test("a newer dictionary than the scorer's changes nothing but the source's weight")
  func newSymbols() throws {
    let card = try scorecard(
      "name: t\nsources: {default: {weight: 0.5}}\nsignals: {x.belief: {curve: [[0, 0], [1, 1]]}}")
    let scorer = Scorer(card, symbols: symbols.names)
    let evidence = try gather(
      ["new", "newer"].enumerated().map { index, source in
        TestEvent(
          seq: Int64(index), source: source, observed: 0, recorded: 0, facts: ["x.belief": 0.8, "z.new": 1])
      }, symbols)
    #expect(scorer.score(evidence, asOf: epoch).hundredths == 6400)
    #expect(Scorer(card, symbols: symbols.names).score(evidence, asOf: epoch).hundredths == 6400)
  }

  @Test("damaged facts are an error, and extreme numbers are none")
  func damage() throws {
    let card = try scorecard("name: t\nsignals: {x.belief: {curve: [[0, 0], [1, 1]]}}")
    var scorer = Scorer(card, symbols: symbols.names)
    let seed = UInt64.random(in: 0...UInt64.max)
    print("ScorerTests.damage seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let good = symbols.stored(["status": "found", "x.belief": 0.5, "y.belief": ["a", [1, 2]]])
    for _ in 0..<20_000 {
      var bytes = good
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator)) }
      scorer.begin(kind: .ipv4, asOf: Timestamp(milliseconds: .max), lastPositiveSighting: nil)
      bytes.withUnsafeBytes { bytes in
        try? scorer.add(source: 0, seq: 1, observedAt: Timestamp(milliseconds: .min), facts: bytes)
      }
      #expect((0...10_000).contains(scorer.finish(value: "192.0.2.1", judgement: nil).hundredths), "seed \(seed)")
    }
  }

  @Test("a judgement sets score and verdict, beats a cap, and ends with its time")
  func judgements() throws {
    let card = try scorecard(
      "name: t\nsignals: {x.belief: {curve: [[0, 0], [1, 1]]}}\nallowlists: [{list: ours, cap: 5}]",
      lists: ["ours": #"{"type": "string", "list": ["198.51.100.7"]}"#])
    var events = [TestEvent(seq: 1, observed: 0, recorded: 0, facts: ["x.belief": 0.8])]
    func score(_ facts: Facts, at time: Double) throws -> Score {
      events = [events[0], TestEvent(seq: 2, type: .judgementSet, observed: 1, recorded: 1, facts: facts)]
      return try Scorer(card, symbols: symbols.names).score(gather(events, symbols), asOf: hour(time))
    }
    let expires = SignalValue.integer(hour(3).milliseconds)
    #expect(try score(["verdict": "malicious"], at: 2) == Score(hundredths: 10_000, verdict: .malicious))
    #expect(try score(["verdict": "suspicious"], at: 2) == Score(hundredths: 4000, verdict: .suspicious))
    #expect(try score(["verdict": "benign"], at: 2) == Score(hundredths: 0, verdict: .benign))
    #expect(try score(["verdict": "benign", "score": 1234], at: 2) == Score(hundredths: 1234, verdict: .benign))
    #expect(try score(["verdict": "malicious", "score": 0], at: 2) == Score(hundredths: 0, verdict: .malicious))
    #expect(try score(["verdict": "benign", "score": 10_001], at: 2) == Score(hundredths: 10_000, verdict: .benign))
    #expect(try score(["verdict": "malicious"], at: 0.5) == Score(hundredths: 500, verdict: .unknown))
    #expect(try score(["verdict": "malicious", "expires": expires], at: 2.99).verdict == .malicious)
    #expect(try score(["verdict": "malicious", "expires": expires], at: 3).hundredths == 500)
    #expect(try score(["verdict": "from-the-future"], at: 2).hundredths == 500)
  }
}
