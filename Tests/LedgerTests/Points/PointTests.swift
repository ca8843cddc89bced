import EventLog
import Events
import Indicators
import Scoring
import TestSupport
import Testing
import Time

@testable import Ledger

/// Every answer is a function of the events up to a position, the rules that were active there, and a time.
@Suite("Answers as at a position and as of a time")
struct PointTests {
  @Test("show and list equal a naive fold, for all positions and times of random histories", arguments: [UInt64](1...6))
  func everyPoint(seed: UInt64) throws {
    let scene = try HistoryScene(seed: seed)
    try scene.fill { $0.chance(2) ? 1 : 4 }
    var compared = 0
    for seq in scene.seqs {
      for hour in RandomHistory.hours {
        let point = PointInTime(asAt: .seq(seq), asOf: moment(hour: hour))
        var listed = Dictionary(uniqueKeysWithValues: try scene.ledger.rows(at: point).map { ($0.indicator, $0) })
        for indicator in RandomHistory.indicators {
          let place: Comment = "seed \(seed), \(indicator.value), as at \(seq), as of hour \(hour)"
          let row = listed.removeValue(forKey: indicator)
          guard let expected = scene.answer(indicator, seq: seq, hour: hour) else {
            #expect(row == nil, place)
            #expect(throws: LedgerError.self, place) { try scene.ledger.show(indicator, at: point) }
            continue
          }
          compared += 1
          let shown = try scene.ledger.show(indicator, at: point)
          #expect(shown.asAt == seq && shown.scorecard.name == expected.rules.name, place)
          scene.compare(shown, expected, place)
          #expect(row?.score == shown.score && row?.labels == expected.labels, place)
          #expect(row?.firstSeen == expected.seen.min() && row?.lastSeen == expected.seen.max(), place)
          #expect(row?.sources == expected.observations.map(\.source).sorted(), place)
        }
        #expect(listed.isEmpty)
      }
    }
    #expect(compared > 1000)
  }

  @Test("as at a time is as at the last event recorded by then, also where clocks went backwards", arguments: [1, 2])
  func recordedTime(seed: UInt64) throws {
    let scene = try HistoryScene(seed: seed)
    try scene.fill { _ in 1 }
    let last = try #require(scene.seqs.last)
    for minute in -200...200 {
      let time = Timestamp(milliseconds: moment(hour: 0).milliseconds + Int64(minute) * 60_000)
      guard let seq = scene.seqs.last(where: { scene.recordedAt[$0].map { $0 <= time } ?? false }) else { continue }
      for indicator in RandomHistory.indicators {
        guard let expected = scene.answer(indicator, seq: seq, hour: 24) else { continue }
        let shown = try scene.ledger.show(indicator, at: PointInTime(asAt: .time(time), asOf: moment(hour: 24)))
        #expect(shown.asAt == seq)
        scene.compare(shown, expected, "seed \(seed), \(indicator.value), minute \(minute)")
      }
    }
    #expect(try scene.ledger.show(RandomHistory.indicators[0], at: PointInTime(asAt: .seq(.max))).asAt == last)
  }

  @Test("the same events give the same answers, however they were cut into transactions", arguments: [UInt64](11...14))
  func anySplit(seed: UInt64) throws {
    var answers: [[String]] = []
    for size in [1, 2, 5, 100] {
      let scene = try HistoryScene(seed: seed, clock: { _ in moment(hour: 0) })
      try scene.fill { _ in size }
      var found: [String] = []
      for hour in RandomHistory.hours {
        let head = PointInTime(asOf: moment(hour: hour))
        let before = PointInTime(asAt: .seq((scene.seqs.last ?? 0) - 3), asOf: moment(hour: hour))
        found += try (scene.ledger.rows(at: head) + scene.ledger.rows(at: before)).map { "\($0)" }
        for indicator in RandomHistory.indicators {
          let shown = try scene.ledger.show(indicator, at: head)
          found.append("\(shown.score) \(shown.sources) \(shown.relationships) \(shown.notes)")
        }
      }
      answers.append(found)
    }
    #expect(Set(answers).count == 1 && answers[0].count > 100, "seed \(seed)")
  }
}
