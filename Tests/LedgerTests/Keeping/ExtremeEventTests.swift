import EventLog
import Events
import Foundation
import Indicators
import JSON
import Ledger
import SQLite
import Testing
import Time

/// Whatever stands in a log, questions about it are answered, or refused in words.
@Suite("Events at the edge of what can be written")
struct ExtremeEventTests {
  private static let numbers: [SignalValue] = [
    .integer(.max), .integer(.min), .integer(.max - 1), .integer(-1), .integer(0), .number(1.797e308),
    .number(-1.797e308),
    .number(.leastNonzeroMagnitude), .text(""), .text("9223372036854775808"), .text("-1"), .bool(true), [], [[[[]]]],
    .list([.integer(.max), .integer(.max), .integer(.min)]),
  ]
  private static let times: [Int64] = [
    .max, .min, .max - 1, .min + 1, 0, -1, 253_402_300_799_999, -62_135_596_800_000, -377_705_116_800_000,
  ]
  private static let names = [
    "status", "score", "expires", "count", "positive", "verdict", "label", "labels", "reason", "relations", "seq",
    "stated_at", "until", "tlp", "pap", "object", "version", "valid_until", "name", "id", "hash", "type", "target",
    "target_kind", "target_value", "http_status", "max_tlp", "attempts", "feed.listed", "feed.confidence", "feed.count",
    "virustotal.malicious", "virustotal.tags", "abuseipdb.confidence", "shodan.ports", "greynoise.trust_level",
  ]

  private func append(_ drafts: [EventDraft], to temporary: TemporaryLedger) throws {
    let log = try EventLog(LedgerFolder(temporary.path), access: .readWrite, now: temporary.clock.now)
    let context = AppendContext(now: { temporary.clock.now }, salt: { Array(repeating: 9, count: 32) })
    for draft in drafts { _ = try log.write(context) { try $0.append(draft) } }
  }

  /// Asks everything there is; an error in words is an answer too.
  private func askEverything(_ temporary: TemporaryLedger) throws {
    let ledger = try temporary.reopened()
    #expect(ledger.verify().isSound)
    _ = try? ledger.rebuild()
    _ = try? ledger.clockLag()
    let points = [
      PointInTime(), PointInTime(asAt: .seq(.max)), PointInTime(asAt: .seq(6)),
      PointInTime(asAt: .time(Timestamp(milliseconds: .max)), asOf: Timestamp(milliseconds: 253_402_300_799_999)),
      PointInTime(asAt: .time(Timestamp(milliseconds: .min))),
      PointInTime(asOf: Timestamp(milliseconds: -62_135_596_800_000)),
    ]
    let rules: [Rules] = [.active] + (try ["opencti", "misp-nids"].map { .given(try ledger.scorecard(file: $0)) })
    for point in points {
      for rules in rules {
        _ = try? ledger.show(ioc("evil.example"), at: point, rules: rules).json.text()
        _ = try? ledger.explain(ioc("evil.example"), at: point, rules: rules).json.text()
        _ = try? ledger.history(ioc("evil.example"), at: point, rules: rules, samples: 40)
        _ = try? ledger.rows(at: point, rules: rules)
      }
      var query = ListQuery()
      (query.limit, query.since, query.order) = (.max, Timestamp(milliseconds: .min), .lastSeen)
      _ = try? ledger.rows(query, at: point)
      _ = try? ledger.related(ioc("evil.example"), depth: 3, kinds: [], limit: .max, at: point)
      _ = try? ledger.stats(at: point).json.text()
      _ = try? ledger.replay(to: ledger.scorecard(file: "opencti"), at: point, limit: .max).json.text()
      _ = try? ledger.audit(ioc("evil.example"), at: point, against: nil)
      _ = try? ledger.events(EventQuery(), at: point) { event, _ in _ = event.json.text() }
    }
    try ledger.query("SELECT * FROM indicator, latest_observation, quota, source_health LIMIT 9") { _ in
    } row: { _ in
    }
    _ = try ledger.exportEvents { _ in }
    _ = try ledger.note(ioc("evil.example"), text: "still at work")
    #expect(ledger.verify().isSound)
  }

  private func draft(
    _ number: Int, _ type: EventType, facts: Facts, observed: Int64? = nil, received: Int64? = nil
  ) -> EventDraft {
    let time = Timestamp(milliseconds: 1_790_000_000_000 + Int64(number))
    return EventDraft(
      id: EventID(at: time, entropy: (0, UInt64(number))),
      stream: StreamKey(Indicator(.domain, canonical: "evil.example")), type: type, source: "source-\(number % 3)",
      actor: "tester", observedAt: observed.map { Timestamp(milliseconds: $0) } ?? time,
      receivedAt: received.map { Timestamp(milliseconds: $0) } ?? time, causationSeq: number % 2 == 0 ? 1 : nil,
      facts: facts)
  }

  @Test("of every type, with the extremes of times, are read by everything", arguments: times)
  func extremeTimes(_ time: Int64) throws {
    let temporary = try TemporaryLedger()
    var drafts: [EventDraft] = []
    for (number, type) in EventType.allCases.enumerated()
    where type != .scorecardPublished && type != .scorecardActivated {
      drafts.append(
        draft(
          number, type, facts: ["status": "found", "feed.listed": true, "verdict": "malicious", "label": "x"],
          observed: time, received: time))
    }
    try append(drafts, to: temporary)
    try askEverything(temporary)
  }

  @Test("of every type, with the extremes of numbers in every fact, are read by everything", arguments: 0..<15)
  func extremeFacts(_ which: Int) throws {
    let value = Self.numbers[which]
    let temporary = try TemporaryLedger()
    var facts: Facts = [:]
    for name in Self.names { facts[name] = value }
    var drafts: [EventDraft] = []
    for (number, type) in EventType.allCases.enumerated()
    where type != .scorecardPublished && type != .scorecardActivated {
      drafts.append(draft(2 * number, type, facts: facts))
      var likely = facts
      (likely["status"], likely["verdict"], likely["positive"]) = ("found", "malicious", true)
      (likely["feed.listed"], likely["label"]) = (true, "x")
      drafts.append(draft(2 * number + 1, type, facts: likely, observed: Self.times[number % Self.times.count]))
    }
    try append(drafts, to: temporary)
    try askEverything(temporary)
  }

  @Test("recorded at the end of time leave a log that is read, and that says how far its clock is off")
  func recordedLate() throws {
    for time: Int64 in [.max, 253_402_300_799_999] {
      let temporary = try TemporaryLedger()
      let log = try EventLog(LedgerFolder(temporary.path), access: .readWrite, now: temporary.clock.now)
      let late = AppendContext(now: { Timestamp(milliseconds: time) }, salt: { Array(repeating: 9, count: 32) })
      _ = try log.write(late) { try $0.append(draft(1, .indicatorIngested, facts: ["feed.listed": true])) }
      #expect(try temporary.reopened().clockLag() ?? 0 > 0)
      try askEverything(temporary)
    }
  }

  @Test("a head that speaks of events that no number counts is damage, and nothing worse")
  func impossibleHead() throws {
    for head: Int64 in [.max, .max - 1, 1 << 40] {
      let temporary = try TemporaryLedger()
      try temporary.ledger.take("evil.example\n")
      let database = try Database(path: temporary.path + "/log.db", mode: .readWrite)
      let frontier = String(repeating: "00", count: 32 * head.nonzeroBitCount)
      try database.execute("DROP TRIGGER head_update; UPDATE head SET seq = \(head), frontier = x'\(frontier)'")
      for name in Files.names(in: temporary.path) where name.hasPrefix("views") {
        Files.remove(temporary.path + "/" + name)
      }
      let ledger = try temporary.reopened()
      #expect(!ledger.verify().isSound)
      #expect(throws: EventLogError.self) { try ledger.show(ioc("evil.example")) }
      #expect(throws: EventLogError.self) { try ledger.rebuild() }
      #expect(throws: (any Error).self) { try ledger.note(ioc("evil.example"), text: "x") }
      _ = try? ledger.show(ioc("evil.example"), at: PointInTime(asAt: .time(Timestamp(milliseconds: .max))))
      _ = try? ledger.history(ioc("evil.example"))
    }
  }
}
