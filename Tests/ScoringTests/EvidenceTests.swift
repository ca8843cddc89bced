import Events
import Indicators
import Testing
import Time

@testable import Scoring

@Suite struct EvidenceTests {
  static let plain = """
    name: plain
    signals: {x.belief: {curve: [[-1, -1], [1, 1]]}}
    """

  static func observation(_ seq: Int64, _ source: String, _ observed: Double, _ recorded: Double, _ belief: Double)
    -> TestEvent
  {
    TestEvent(
      seq: seq, source: source, observed: observed, recorded: recorded, facts: ["x.belief": SignalValue(belief) ?? 0])
  }

  func scores(_ events: [TestEvent], _ points: [(asAt: Int64, asOf: Double)], card: String = plain) throws -> [Int32] {
    let symbols = SymbolTable()
    let evidence = try gather(events, symbols)
    let scorer = Scorer(try scorecard(card), symbols: symbols.names)
    return points.map { scorer.score(evidence, asAt: $0.asAt, asOf: hour($0.asOf)).hundredths }
  }

  @Test("as at and as of are two axes: the worked table of event-stores.md §6.5")
  func twoAxes() throws {
    let events = [
      Self.observation(1, "A", 10, 11, 0.6), Self.observation(2, "B", 12, 12, 0.6),
      Self.observation(3, "C", 9, 20, 0.5),
    ]
    var points: [(asAt: Int64, asOf: Double)] = []
    for seq: Int64 in 1...3 { points += [(seq, 9), (seq, 10), (seq, 12)] }
    #expect(try scores(events, points) == [0, 6000, 6000, 0, 6000, 8400, 5000, 8000, 9200])
  }

  @Test("a source's newest word counts, by observation time and then by seq")
  func newest() throws {
    let events = [
      Self.observation(1, "A", 5, 5, 0.9), Self.observation(2, "A", 3, 6, 0.1), Self.observation(3, "A", 5, 7, 0.2),
    ]
    #expect(try scores(events, [(1, 9), (2, 9), (3, 9), (3, 4), (3, 2)]) == [9000, 9000, 2000, 1000, 0])
  }

  @Test("not found ends what a source said; failed and withheld change nothing")
  func statuses() throws {
    for (status, score) in [("not_found", 0), ("failed", 6000), ("withheld", 6000)] as [(String, Int32)] {
      let events = [
        Self.observation(1, "A", 1, 1, 0.6),
        TestEvent(seq: 2, source: "A", observed: 2, recorded: 2, facts: ["status": .text(status)]),
      ]
      #expect(try scores(events, [(2, 3)]) == [score], "\(status)")
    }
    let failed = TestEvent(
      seq: 2, type: .lookupFailed, source: "A", observed: 2, recorded: 2, facts: ["status": "failed"])
    #expect(try scores([Self.observation(1, "A", 1, 1, 0.6), failed], [(2, 3)]) == [6000])
  }

  @Test("a retraction acts on as at only, brings back what was before, and cannot be retracted")
  func retraction() throws {
    func retract(_ seq: Int64, _ target: Int64) -> TestEvent {
      TestEvent(
        seq: seq, type: .observationRetracted, source: "analyst", observed: 50, recorded: 50,
        facts: ["seq": .integer(target)])
    }
    let events = [
      Self.observation(1, "A", 1, 1, 0.3), Self.observation(2, "A", 2, 2, 0.6), retract(3, 2), retract(4, 3),
      retract(5, 99), retract(6, 1),
    ]
    #expect(
      try scores(events, [(2, 9), (3, 9), (4, 9), (5, 9), (6, 9), (3, 1)]) == [6000, 3000, 3000, 3000, 0, 3000])
  }

  @Test("a positive sighting restarts the decay of malice, not of benignity; a retracted one does not")
  func sightings() throws {
    let card = Self.plain + "\ndecay: {default: {model: half-life, half-life: 10h}}"
    func sighting(_ seq: Int64, _ observed: Double, _ facts: Facts) -> TestEvent {
      TestEvent(seq: seq, type: .sightingRecorded, source: "siem", observed: observed, recorded: 30, facts: facts)
    }
    let events = [
      Self.observation(1, "A", 0, 0, 0.8), sighting(2, 10, [:]), sighting(3, 15, ["positive": false]),
      sighting(4, 18, ["count": 4, "positive": true]),
      TestEvent(seq: 5, type: .observationRetracted, observed: 30, recorded: 30, facts: ["seq": 4]),
      Self.observation(6, "B", 0, 31, -0.8),
    ]
    #expect(
      try scores(events, [(1, 20), (2, 20), (3, 20), (4, 28), (5, 20), (2, 9.999), (6, 20)], card: card)
        == [2000, 4000, 4000, 4000, 4000, 4000, 3200])
  }

  @Test("labels: the sources' newest, and what an analyst said of a label beats them")
  func labels() throws {
    let symbols = SymbolTable()
    func label(_ seq: Int64, _ type: EventType, _ observed: Double, _ label: String) -> TestEvent {
      TestEvent(
        seq: seq, type: type, source: "analyst", observed: observed, recorded: 9, facts: ["label": .text(label)])
    }
    let events = [
      TestEvent(seq: 1, source: "A", observed: 0, recorded: 0, facts: ["labels": ["c2", "old"]]),
      TestEvent(seq: 2, source: "A", observed: 1, recorded: 1, facts: ["labels": ["c2", "apt"]]),
      label(3, .labelRemoved, 2, "c2"), label(4, .labelAdded, 3, "mine"), label(5, .labelRemoved, 4, "mine"),
      label(6, .labelAdded, 5, "again"),
      TestEvent(seq: 7, type: .observationRetracted, observed: 9, recorded: 9, facts: ["seq": 5]),
    ]
    let evidence = try gather(events, symbols)
    #expect(evidence.selection(asAt: 1, asOf: hour(9)).labels == ["c2", "old"])
    #expect(evidence.selection(asAt: 6, asOf: hour(9)).labels == ["again", "apt"])
    #expect(evidence.selection(asOf: hour(9)).labels == ["again", "apt", "mine"])
    #expect(evidence.selection(asOf: hour(2)).labels == ["apt"])
  }

  @Test("the strictest marking ever stated, until an analyst sets another")
  func trafficLights() throws {
    let symbols = SymbolTable()
    var evidence = Evidence(address)
    func apply(_ seq: Int64, _ type: EventType, _ observed: Double, _ light: TrafficLight?, _ facts: Facts) throws {
      try symbols.stored(facts).withUnsafeBytes { bytes in
        try evidence.apply(
          seq: seq, type: type, source: 0, observedAt: hour(observed), recordedAt: hour(observed), trafficLight: light,
          facts: bytes, symbols: symbols.names)
      }
    }
    #expect(evidence.selection(asOf: hour(9)).trafficLight == nil)
    try apply(1, .indicatorIngested, 1, .amber, [:])
    try apply(2, .indicatorIngested, 2, .green, [:])
    #expect(evidence.selection(asOf: hour(9)).trafficLight == .amber)
    _ = symbols.stored(["tlp": "x"])
    try apply(3, .trafficLightSet, 3, nil, ["tlp": "clear"])
    try apply(4, .indicatorIngested, 4, .red, [:])
    #expect(evidence.selection(asOf: hour(9)).trafficLight == .clear)
    #expect(evidence.selection(asAt: 2, asOf: hour(9)).trafficLight == .amber)
    #expect(evidence.selection(asOf: hour(1)).trafficLight == .amber)
  }

  @Test("as at s and as of t equal a naive fold, for all s and t, fed in any order")
  func naiveFold() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("EvidenceTests.naiveFold seed \(seed)")
    var random = RandomLedger(seed: seed)
    for round in 0..<25 {
      let combiner = Combiner.allCases[round % 4]
      let card = try scorecard(random.scorecardText(combiner: combiner), lists: random.lists)
      let symbols = SymbolTable()
      let events = random.events(14)
      let inOrder = try gather(events, symbols)
      let shuffled = try gather(events.shuffled(using: &random.generator), symbols)
      let scorer = Scorer(card, symbols: symbols.names)
      for seq in 0...events.count {
        for time in stride(from: -70, through: 420, by: 10) {
          let expected = naive(events, card, asAt: Int64(seq), asOf: hour(Double(time)))
          let note = "seed \(seed) round \(round) seq \(seq) time \(time)"
          let score = scorer.score(inOrder, asAt: Int64(seq), asOf: hour(Double(time)))
          #expect(abs(score.hundredths - expected.hundredths) <= 1 && score.verdict == expected.verdict, "\(note)")
          #expect(score == scorer.score(shuffled, asAt: Int64(seq), asOf: hour(Double(time))), "\(note)")
        }
      }
    }
  }
}
