import EventLog
import Events
import Indicators
import Scoring
import Testing
import Time

@testable import Ledger

/// A random history in a ledger whose rules change half way.
final class HistoryScene {
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
    seed: UInt64, length: Int64 = 24,
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
    let half = firstSeq + length / 2
    turn = half + 2
    happenings = random.happenings(at: Array(firstSeq + 1...half) + Array(turn + 1...turn + length / 2))
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
    // Reasons in words depend on when a connector answered, and have tests beside those of enrichment.
    let sources = shown.sources.map { source in
      var source = source
      source.detail = nil
      return source
    }
    #expect(sources == expected.sources, place)
    #expect(shown.judgement?.seq == expected.judgement?.seq, place)
    #expect(shown.notes.map(\.seq) == expected.notes, place)
    #expect(
      shown.relationships
        == NaiveAnswer.relationships(of: expected.indicator, happenings, seq: expected.seq, hour: expected.hour), place)
  }
}
