import EventLog
import Events
import Indicators
import Scoring
import Testing
import Time

@testable import Views

/// `list` and replay read states, `explain` and `history` read evidence: for every position and time both must say the
/// same.
@Suite("States agree with the evidence")
struct EvidenceAgreementTests {
  @Test("for every position and time of random logs", arguments: [UInt64](1...10))
  func everywhere(seed: UInt64) throws {
    var random = RandomLog(seed: seed)
    let ledger = try TemporaryLedger()
    try ledger.append(random.drafts(70))
    let log = ledger.log
    let scorecard = try Scorecard(parsing: RandomLog.scorecard, lists: [:], file: "random.yml")
    var scorer = Scorer(scorecard, symbols: log.symbols.texts)
    for stream in Int64(1)...4 {
      guard let indicator = try log.stream(stream)?.indicator else { continue }
      let evidence = try evidence(of: indicator, stream, log)
      for seq in Int64(1)...70 {
        for moment in [-20, 0, 5, 11, 30, 60, 90, 150, 400].map({ hour($0) }) {
          let state = try IndicatorState.folding(stream: stream, of: log, asAt: seq, asOf: moment) ?? IndicatorState()
          let selection = evidence.selection(asAt: seq, asOf: moment)
          let score = try state.score(indicator, asOf: moment, with: &scorer)
          let judgement = state.judgement.flatMap { $0.counts(at: moment) ? $0 : nil }
          let place: Comment = "seed \(seed), \(indicator.value), as at \(seq), as of \(moment)"
          #expect(score == scorer.score(evidence, asAt: seq, asOf: moment), place)
          #expect(
            scorer.explain(state.selection(asOf: moment, log.symbols), of: indicator, asOf: moment)
              == scorer.explain(evidence, asAt: seq, asOf: moment), place)
          #expect(judgement == selection.judgement, place)
          #expect(state.trafficLight == selection.trafficLight, place)
          #expect(state.permissibleActions == selection.permissibleActions, place)
          #expect(state.labels(log.symbols, asOf: moment) == selection.labels, place)
          #expect(state.sightedAt == selection.lastPositiveSighting, place)
          let standings = state.sources.map { $0.standing(asOf: moment) }
          #expect(standings.map(\.seq) == selection.observations.map(\.seq), place)
          #expect(standings.map(\.counts) == selection.observations.map(\.isFound), place)
          #expect(standings.map(\.end) == selection.observations.map(\.end), place)
        }
      }
    }
  }

  @Test("also packed, as of any time: the score, or that the log must be asked", arguments: [UInt64](11...20))
  func packed(seed: UInt64) throws {
    var random = RandomLog(seed: seed)
    let ledger = try TemporaryLedger()
    try ledger.append(random.drafts(90))
    let scorecard = try Scorecard(parsing: RandomLog.scorecard, lists: [:], file: "random.yml")
    var scorer = Scorer(scorecard, symbols: ledger.log.symbols.texts)
    var answered = 0
    try Views.inMemory(for: ledger.log).forEachIndicator { packed in
      let evidence = try evidence(of: packed.indicator, packed.id, ledger.log)
      for moment in [0, 30, 60, 90, 150, 400, 1000].map({ hour($0) }) {
        guard let score = try packed.score(asOf: moment, with: &scorer) else { continue }
        answered += 1
        #expect(score == scorer.score(evidence, asOf: moment), "seed \(seed), as of \(moment)")
      }
    }
    #expect(answered >= 3)
  }

  private func evidence(of indicator: Indicator, _ stream: Int64, _ log: EventLog) throws -> Evidence {
    var evidence = Evidence(indicator)
    try log.forEachRow(ofStream: stream) { row in
      guard let type = row.type else { return true }
      try evidence.apply(
        seq: row.seq, type: type, source: row.source, observedAt: row.observedAt, recordedAt: row.recordedAt,
        trafficLight: row.trafficLight.flatMap { TrafficLight(rawValue: Int($0)) }, facts: row.facts,
        symbols: log.symbols.texts)
      return true
    }
    return evidence
  }
}
