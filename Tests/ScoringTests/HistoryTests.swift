import Events
import Indicators
import Testing
import Time

@testable import Scoring

@Suite struct HistoryTests {
  static let fading = """
    name: fading
    signals: {x.belief: {curve: [[-1, -1], [1, 1]]}}
    decay: {default: {model: half-life, half-life: 10d}}
    """

  func points(
    _ events: [TestEvent], _ card: String = fading, asAt: Int64 = .max, until: Timestamp
  ) throws -> [String] {
    let symbols = SymbolTable()
    let evidence = try gather(events, symbols)
    let reigns = Reign.throughout(Scorer(try scorecard(card), symbols: symbols.names))
    return evidence.changePoints(under: reigns, asAt: asAt, until: until).map(text)
  }

  func text(_ point: ChangePoint) -> String {
    "\(point.at) \(point.seq.map { "#\($0)" } ?? "-") \(point.cause.name) \(point.source ?? "-") "
      + "\(point.score.text) \(point.score.verdict.name)"
  }

  func observed(_ seq: Int64, _ source: String, _ day: Double, recorded: Double? = nil, _ belief: Double) -> TestEvent {
    TestEvent(
      seq: seq, source: source, observed: day * 24, recorded: (recorded ?? day) * 24,
      facts: ["x.belief": SignalValue(belief) ?? 0])
  }

  @Test("every event that moved the score, and every band crossed by decay, to the second")
  func decay() throws {
    // By a bisection in Python of the rounded formula: 80 rounds to less than 75 after 80,531 s, to less than 40 after
    // 864,158 s; 60 to less than 40 after 505,565 s.
    let points = try points(
      [
        observed(1, "A", 0, 0.8), observed(2, "B", 0.5, 0),
        TestEvent(seq: 3, type: .lookupFailed, source: "C", observed: 13, recorded: 13, facts: [:]),
      ], until: day(40))
    #expect(
      points == [
        "2026-01-01T00:00:00Z #1 observation.recorded A 80 malicious",
        "2026-01-01T22:22:11Z - decay - 74.99 suspicious",
        "2026-01-11T00:02:38Z - decay - 39.99 unknown",
      ])
  }

  @Test("a late observation counts from when it was recorded; one that moves nothing gives no point")
  func late() throws {
    let card = Self.fading.replacing("{model: half-life, half-life: 10d}", with: "{model: none}")
    let points = try points(
      [observed(1, "A", 2, 0.5), observed(2, "B", 1, recorded: 3, 0.5), observed(3, "A", 1, recorded: 4, 0.9)], card,
      until: day(9))
    #expect(
      points == [
        "2026-01-03T00:00:00Z #1 observation.recorded A 50 suspicious",
        "2026-01-04T00:00:00Z #2 observation.recorded B 75 malicious",
      ])
  }

  @Test("the first evidence gives a point even where it says nothing; labels are no evidence")
  func first() throws {
    let label = TestEvent(seq: 1, type: .labelAdded, source: "analyst", observed: 0, recorded: 0, facts: ["label": "x"])
    #expect(try points([label], until: day(1)) == [])
    #expect(
      try points([label, observed(2, "A", 1, 0)], until: day(2))
        == ["2026-01-02T00:00:00Z #2 observation.recorded A 0 unknown"])
  }

  @Test("a judgement's end, a retraction and a sighting are moves")
  func moves() throws {
    let expires = SignalValue.integer(day(3.5).milliseconds)
    let points = try points(
      [
        observed(1, "A", 0, 0.6), observed(2, "B", 1, -0.6),
        TestEvent(
          seq: 3, type: .judgementSet, source: "analyst", observed: 48, recorded: 48,
          facts: ["verdict": "malicious", "expires": expires]),
        TestEvent(
          seq: 4, type: .observationRetracted, source: "analyst", observed: 96, recorded: 96, facts: ["seq": 2]),
        TestEvent(seq: 5, type: .sightingRecorded, source: "siem", observed: 240, recorded: 240, facts: [:]),
      ], until: day(10))
    #expect(
      points.map { $0.split(separator: " ").prefix(4).joined(separator: " ") } == [
        "2026-01-01T00:00:00Z #1 observation.recorded A", "2026-01-02T00:00:00Z #2 observation.recorded B",
        "2026-01-03T00:00:00Z #3 judgement.set analyst", "2026-01-04T12:00:00Z - decay -",
        "2026-01-05T00:00:00Z #4 observation.retracted analyst", "2026-01-06T20:26:05Z - decay -",
        "2026-01-11T00:00:00Z #5 sighting.recorded siem",
      ])
  }

  @Test("what was observed in the future counts from its time on")
  func future() throws {
    let points = try points([observed(1, "A", 5, recorded: 1, 0.8)], until: day(6))
    #expect(
      points == [
        "2026-01-02T00:00:00Z #1 observation.recorded A 0 unknown",
        "2026-01-06T00:00:00Z #1 observation.recorded A 80 malicious",
        "2026-01-06T22:22:11Z - decay - 74.99 suspicious",
      ])
  }

  @Test("a new scorecard is a move where it moves the score, under its own id")
  func reigns() throws {
    let symbols = SymbolTable()
    let evidence = try gather([observed(3, "A", 0, 0.8), observed(7, "B", 3, 0.5)], symbols)
    let cards = try [
      scorecard(Self.fading),
      scorecard(Self.fading.replacing("[1, 1]", with: "[1, 0.5]").replacing("fading", with: "half")),
    ]
    let scorers = cards.map { Scorer($0, symbols: symbols.names) }
    let reigns = [
      Reign(fromSeq: 1, recordedAt: day(-1), scorer: scorers[0]),
      Reign(fromSeq: 4, recordedAt: day(1), scorer: scorers[1]),
      Reign(fromSeq: 5, recordedAt: day(1), scorer: scorers[1]),
      Reign(fromSeq: 9, recordedAt: day(4), scorer: scorers[0]),
    ]
    let points = evidence.changePoints(under: reigns, until: day(4))
    #expect(points.map(\.seq) == [3, nil, 4, 7, 9])
    #expect(points.map(\.scorecardName) == ["fading", "fading", "half", "half", "fading"])
    #expect(points[2].cause == .event(.scorecardActivated) && points[2].source == nil)
    #expect(points[2].scorecard == cards[1].id)
    #expect(evidence.changePoints(under: reigns, asAt: 4, until: day(4)).map(\.seq) == [3, nil, 4])
    #expect(evidence.changePoints(under: reigns, until: day(2)).map(\.seq) == [3, nil, 4])
  }

  @Test("each point is what a look at that moment showed, and the verdict is the same until the next")
  func agrees() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("HistoryTests.agrees seed \(seed)")
    var random = RandomLedger(seed: seed)
    for round in 0..<200 {
      let card = try scorecard(random.scorecardText(combiner: Combiner.allCases[round % 4]), lists: random.lists)
      let symbols = SymbolTable()
      let events = random.events(16)
      let evidence = try gather(events, symbols)
      let scorer = Scorer(card, symbols: symbols.names)
      let end = hour(700)
      let points = evidence.changePoints(under: Reign.throughout(scorer), until: end)
      #expect(points.map(\.at) == points.map(\.at).sorted())
      for (index, point) in points.enumerated() {
        let note = "seed \(seed) round \(round) point \(index)"
        // As at the last event recorded by then; among several at one moment, as at this one.
        let known = point.seq.flatMap { seq in events.first { $0.seq == seq && $0.recordedAt == point.at }?.seq }
        let asAt = known ?? events.last { $0.recordedAt <= point.at }?.seq ?? 0
        let isLastOfMoment = index + 1 == points.count || points[index + 1].at > point.at
        if known != nil || isLastOfMoment {
          #expect(scorer.score(evidence, asAt: asAt, asOf: point.at) == point.score, "\(note)")
        }
      }
      #expect(
        points.last?.score.verdict ?? .unknown == scorer.score(evidence, asOf: end).verdict,
        "seed \(seed) round \(round)")
    }
  }

  @Test("a hot stream of 40,000 events is nearly linear, whatever is retracted", .timeLimit(.minutes(10)))
  func hotStream() throws {
    let symbols = SymbolTable()
    let belief = ["x.belief": SignalValue.number(0.5)] as Facts
    var events: [TestEvent] = []
    // All observed in falling order, so that each late one goes below the others; then the top is retracted each time.
    for seq in 1...20_000 {
      events.append(
        TestEvent(seq: Int64(seq), observed: Double(-seq) / 100, recorded: Double(seq) / 100, facts: belief))
    }
    for seq in 20_001...40_000 {
      events.append(
        TestEvent(
          seq: Int64(seq), type: .observationRetracted, observed: 0, recorded: Double(seq) / 100,
          facts: ["seq": .integer(Int64(seq - 20_000))]))
    }
    let evidence = try gather(events, symbols)
    let scorer = Scorer(try scorecard(Self.fading), symbols: symbols.names)
    let points = evidence.changePoints(under: Reign.throughout(scorer), until: day(60))
    #expect(points.last?.score.hundredths == 0)
  }
}
