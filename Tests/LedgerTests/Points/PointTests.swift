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
    let scene = try Scene(seed: seed)
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
    let scene = try Scene(seed: seed)
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
      let scene = try Scene(seed: seed, clock: { _ in moment(hour: 0) })
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

/// A random history in a ledger whose rules change half way.
private final class Scene {
  let temporary: TemporaryLedger
  var ledger: Ledger { temporary.ledger }
  private(set) var recordedAt: [Int64: Timestamp] = [:]
  private let log: EventLog
  private let happenings: [Happening]
  private let firstSeq: Int64
  /// The position from which the second scorecard rules.
  private let turn: Int64
  private let clock: (inout RandomHistory) -> Timestamp
  private var random: RandomHistory

  /// From the first scorecard's activation to the end.
  var seqs: [Int64] { Array(firstSeq...(happenings.last?.seq ?? firstSeq)) }

  init(
    seed: UInt64,
    clock: @escaping (inout RandomHistory) -> Timestamp = { random in
      let minutes = Int64.random(in: -120...120, using: &random.generator)
      return Timestamp(milliseconds: moment(hour: 0).milliseconds + minutes * 60_000)
    }
  ) throws {
    self.clock = clock
    temporary = try TemporaryLedger(now: "2025-12-31T21:00:00Z")
    log = try EventLog(LedgerFolder(temporary.path), access: .readWrite, now: temporary.clock.now)
    random = RandomHistory(seed: seed)
    firstSeq = try #require(try temporary.ledger.activate(Self.scorecard(.first)))
    let half = firstSeq + 12
    turn = half + 2
    happenings = random.happenings(at: Array(firstSeq + 1...half) + Array(turn + 1...turn + 12))
  }

  private static func scorecard(_ rules: NaiveRules) throws -> Scorecard {
    try Scorecard(parsing: rules.text, lists: [:], file: "\(rules.name).yml")
  }

  /// Appends everything, so many events at a time, and lets the views catch up in between.
  func fill(_ size: (inout RandomHistory) -> Int) throws {
    var rest = happenings[...]
    while let first = rest.first {
      if first.seq == turn + 1 { #expect(try ledger.activate(Self.scorecard(.second)) == turn) }
      let limit = first.seq < turn ? rest.count { $0.seq < turn } : rest.count
      let count = min(limit, size(&random))
      let now = clock(&random)
      let context = AppendContext(now: { now }, salt: { Array(repeating: 1, count: 32) })
      try log.write(context) { (appender: Appender) throws in
        for happening in rest.prefix(count) {
          #expect(try appender.append(happening.draft) == .appended(happening.seq))
        }
      }
      rest = rest.dropFirst(count)
      _ = try ledger.rows()
    }
    try ledger.events(EventQuery()) { event, _ in recordedAt[event.seq] = event.recordedAt }
  }

  func answer(_ indicator: Indicator, seq: Int64, hour: Int) -> NaiveAnswer? {
    NaiveAnswer(
      indicator, happenings, recordedAt: recordedAt, seq: seq, hour: hour, rules: seq < turn ? .first : .second)
  }

  /// Expects that what `show` says is what the naive fold says; a score that floating point puts on the other side of
  /// a half may differ by a hundredth.
  func compare(_ shown: IndicatorReport, _ expected: NaiveAnswer, _ place: Comment) {
    #expect(abs(shown.score.hundredths - expected.score.hundredths) <= 1, place)
    #expect(shown.score.verdict == expected.score.verdict, place)
    #expect(shown.labels == expected.labels, place)
    #expect(shown.trafficLight == expected.trafficLight, place)
    #expect(shown.firstSeen == expected.seen.min() && shown.lastSeen == expected.seen.max(), place)
    #expect(shown.sources == expected.sources, place)
    #expect(shown.judgement?.seq == expected.judgement?.seq, place)
    #expect(shown.notes.map(\.seq) == expected.notes, place)
    #expect(
      shown.relationships
        == NaiveAnswer.relationships(of: expected.indicator, happenings, seq: expected.seq, hour: expected.hour), place)
  }
}
