import Events
import Indicators
import SQLite
import TestSupport
import Testing
import Time

@testable import EventLog

@Suite("Appending")
struct AppendTests {
  let ledger: TemporaryLedger

  init() throws { ledger = try TemporaryLedger() }

  @Test("positions count from one without a gap, also across transactions that were rolled back")
  func gapless() throws {
    let log = try ledger.open()
    #expect(try log.append([draft(1), draft(2)]) == [.appended(1), .appended(2)])
    #expect(throws: Refusal.self) {
      try log.write(context()) { appender in
        _ = try appender.append(draft(3, about: "203.0.113.1", source: "never seen"))
        throw Refusal()
      }
    }
    #expect(try log.head() == 2)
    #expect(try log.append([draft(3)]) == [.appended(3)])
    #expect(log.verify().isSound)
  }

  @Test("a transaction that fails in the middle leaves nothing, neither events nor names nor payloads")
  func atomic() throws {
    let log = try ledger.open()
    try log.append([draft(1)])
    let before = try contents(ledger)
    #expect(throws: Refusal.self) {
      try log.write(context()) { appender in
        for number in 2...40 {
          _ = try appender.append(
            draft(Int64(number), about: "203.0.113.\(number)", source: "s\(number)", payload: [UInt8(number)]))
        }
        throw Refusal()
      }
    }
    #expect(try contents(ledger) == before)
    // The names of the failed transaction are not remembered with ids that others get now.
    try log.append([draft(50, about: "203.0.113.9", source: "other")])
    #expect(try log.event(at: 2)?.source == "other")
    #expect(try ledger.verify().isSound)
  }

  @Test("an error that the caller swallows does not let half an event through")
  func swallowed() throws {
    let log = try ledger.open()
    try log.append([draft(1)])
    let before = try contents(ledger)
    var late = draft(3, about: "203.0.113.3", source: "late")
    late.causationSeq = 99
    let refused = late
    #expect(throws: EventLogError.self) {
      try log.write(context()) { appender in
        _ = try appender.append(draft(2))
        _ = try? appender.append(refused)
        _ = try? appender.append(draft(4))
      }
    }
    #expect(try contents(ledger) == before)
    #expect(try log.append([draft(2)]) == [.appended(2)])
  }

  @Test("the same event again is recognised, whoever received it and whenever")
  func retry() throws {
    let log = try ledger.open()
    try log.append([draft(1, payload: [1, 2, 3])])
    var again = draft(1, payload: [1, 2, 3])
    again.receivedAt = second(900)
    again.actor = "somebody else"
    again.correlationID = eventID(77)
    #expect(try log.append([again]) == [.alreadyRecorded(1)])
    #expect(try log.append([draft(2), draft(2)]) == [.appended(2), .alreadyRecorded(2)])
    #expect(try log.head() == 2)
    #expect(try ledger.verify().isSound)
  }

  @Test("the same id with other content is a conflict and records nothing", arguments: Conflict.allCases)
  func conflict(_ what: Conflict) throws {
    let log = try ledger.open()
    try log.append([draft(1, payload: [1])])
    #expect(try log.append([what.draft]) == [.conflict(1)])
    #expect(AppendResult.conflict(1).seq == nil)
    #expect(try log.head() == 1)
  }

  enum Conflict: CaseIterable {
    case stream, type, source, marking, observed, facts, spelling, payload, noPayload, cause

    var draft: EventDraft {
      var draft = EventLogTests.draft(1, payload: [1])
      switch self {
      case .stream: draft.stream = StreamKey(kind: "ipv4", value: "203.0.113.1")
      case .type: draft.type = .observationRecorded
      case .source: draft.source = "other"
      case .marking: draft.trafficLight = .red
      case .observed: draft.observedAt = second(2)
      case .facts: draft.facts = ["feed.listed": false]
      case .spelling: draft.facts = ["feed.listed": 1]
      case .payload: draft.payload = [2]
      case .noPayload: draft.payload = nil
      case .cause: draft.causationSeq = 1
      }
      return draft
    }
  }

  @Test("a retry of an event whose payload was erased is still a retry, and brings nothing back")
  func retryAfterErasure() throws {
    let log = try ledger.open()
    try log.append([draft(1, payload: [1, 2, 3])])
    try log.database.execute("UPDATE payload SET bytes = NULL, salt = NULL, mac = NULL")
    #expect(try log.append([draft(1, payload: [1, 2, 3])]) == [.alreadyRecorded(1)])
    #expect(try log.append([draft(1)]) == [.conflict(1)])
    #expect(try log.database.integer("SELECT count(bytes) FROM payload") == 0)
  }

  @Test("what could be written but not read back is refused")
  func unreadable() throws {
    let log = try ledger.open()
    var newer = draft(1)
    newer.schemaVersion = 2
    var own = draft(1)
    own.causationSeq = 1
    var none = draft(1)
    none.causationSeq = 0
    let deep = draft(1, facts: ["a.b": [[[[["too deep"]]]]]])
    for event in [newer, own, none, deep] {
      let error = #expect(throws: EventLogError.self) { try log.append([event]) }
      #expect(error?.code == .refused)
    }
    #expect(try log.append([draft(1, facts: ["a.b": [[[["deep enough"]]]]])]) == [.appended(1)])
    #expect(try log.event(at: 1)?.facts["a.b"] == [[[["deep enough"]]]])
    #expect(try ledger.verify().isSound)
  }

  @Test("two spellings of one letter are two names, and both verify")
  func spellings() throws {
    let log = try ledger.open()
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    try log.append([
      draft(1, about: composed, source: composed, facts: ["\(composed).hits": 1]),
      draft(2, about: decomposed, source: decomposed, facts: ["\(decomposed).hits": 1]),
    ])
    #expect(try ledger.verify().reason == nil)
    #expect(try log.event(at: 2).map { Array($0.source.utf8) } == Array(decomposed.utf8))
    #expect(try log.event(at: 1)?.streamID != log.event(at: 2)?.streamID)
  }

  @Test("recorded_at never decreases, whatever the clock does")
  func clockGoingBack() throws {
    let log = try ledger.open()
    var generator = SeededGenerator(seed: 3)
    for number in 1...60 {
      try log.append([draft(Int64(number))], at: second(Int64.random(in: -500...500, using: &generator)))
    }
    var last = Timestamp(milliseconds: .min)
    try log.forEachRow { row in
      #expect(row.recordedAt >= last)
      last = row.recordedAt
      return true
    }
    #expect(try log.lastRecordedAt() == last)
    #expect(try ledger.verify().isSound)
  }

  @Test("nothing is recorded before it was received, and what follows is not recorded before that")
  func receivedFirst() throws {
    let log = try ledger.open()
    // The transaction began at second 10; some of its events were received while it was under way.
    try log.append([draft(9), draft(12), draft(11), draft(30)], at: second(10))
    try log.append([draft(13)], at: second(14))
    var recorded: [Timestamp] = []
    try log.forEachRow { row in
      #expect(row.receivedAt <= row.recordedAt)
      recorded.append(row.recordedAt)
      return true
    }
    #expect(recorded == [second(10), second(12), second(12), second(30), second(30)])
    #expect(try log.lastRecordedAt() == second(30))
    #expect(try ledger.verify().isSound)
  }

  @Test("the writer's settings are durable, also for a log that was copied without its write-ahead log")
  func durability() throws {
    let log = try ledger.open()
    #expect(try log.database.integer("PRAGMA synchronous") == 2)
    #expect(try log.database.text("PRAGMA journal_mode") == "wal")
    #expect(try log.database.integer("PRAGMA wal_autocheckpoint") == 0)
    #expect(try log.database.integer("PRAGMA mmap_size") ?? 0 == 0)
    let other = try TemporaryLedger()
    try other.raw().execute("PRAGMA journal_mode=DELETE")
    #expect(try other.open(.readOnly).head() == 0)
    #expect(try other.open().append([draft(1)]) == [.appended(1)])
    #expect(try other.raw().text("PRAGMA journal_mode") == "wal")
  }

  @Test("a log opened for reading takes no events")
  func readOnly() throws {
    let log = try ledger.open(.readOnly)
    let error = #expect(throws: EventLogError.self) { try log.append([draft(1)]) }
    #expect(error?.code == .readOnly)
  }

  @Test("after an error of the disk nothing more is taken")
  func poisoned() throws {
    let log = try ledger.open()
    log.failure = EventLogError(.inputOutput, "no more")
    #expect(throws: EventLogError(.inputOutput, "no more")) { try log.append([draft(1)]) }
  }
}

/// What a test throws in the middle of a transaction.
struct Refusal: Error {}

/// Every row of every table of the log.
func contents(_ ledger: TemporaryLedger) throws -> [String] {
  let database = try ledger.raw()
  var lines: [String] = []
  for table in ["ledger", "symbol", "stream", "event", "payload", "head", "subtree", "migration"] {
    let rows = try database.prepare("SELECT * FROM \(table) ORDER BY 1")
    while try rows.step() {
      lines.append("\(table): " + (0..<rows.columnCount).map { "\(rows.value($0))" }.joined(separator: " | "))
    }
  }
  return lines
}
