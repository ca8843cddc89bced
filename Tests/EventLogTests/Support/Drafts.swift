import EventLog
import Events
import Indicators
import Time

/// 2026-01-01T00:00:00Z.
let epoch = Timestamp(milliseconds: 1_767_225_600_000)

func second(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: epoch.milliseconds + seconds * 1000) }

/// A clock that stands still and salts that count up from one.
func context(at time: Timestamp = epoch) -> AppendContext {
  var salts: UInt8 = 0
  return AppendContext(
    now: { time },
    salt: {
      salts &+= 1
      return Array(repeating: salts, count: 32)
    })
}

/// An event whose content and id follow from its number.
func draft(
  _ number: Int64, type: EventType = .indicatorIngested, about value: String = "198.51.100.7",
  source: String = "feed", facts: Facts = ["feed.listed": true], payload: [UInt8]? = nil
) -> EventDraft {
  EventDraft(
    id: eventID(number), stream: StreamKey(Indicator(.ipv4, canonical: value)), type: type, source: source,
    actor: "analyst", observedAt: second(number), receivedAt: second(number), facts: facts, payload: payload)
}

func eventID(_ number: Int64) -> EventID {
  EventID(at: second(number), entropy: (0, UInt64(bitPattern: number)))
}

extension EventLog {
  /// Appends in one transaction.
  @discardableResult
  func append(_ drafts: [EventDraft], at time: Timestamp = epoch) throws -> [AppendResult] {
    try write(context(at: time)) { appender in try drafts.map(appender.append) }
  }
}

/// A log with something in every column: 20 events of 7 streams, three payloads, of which the second is kept compressed
/// and the third belongs to several events.
func richLedger(events: Int64 = 20, changing changed: Int64? = nil) throws -> TemporaryLedger {
  let ledger = try TemporaryLedger()
  let log = try ledger.open()
  for batch in stride(from: Int64(1), through: events, by: 500) {
    let last = min(events, batch + 499)
    try log.append((batch...last).map { richDraft($0, isChanged: $0 == changed) }, at: second(batch))
  }
  try ledger.makeWhole()
  return ledger
}

private func richPayload(_ number: Int64) -> [UInt8] {
  let answer = "answer \(min(number, 12))"
  return Array((number == 8 ? (1...200).map { "\(answer), engine \($0) " }.joined() : answer).utf8)
}

private func richDraft(_ number: Int64, isChanged: Bool) -> EventDraft {
  var facts: Facts = [
    "status": "found", "a.count": .integer(number), "a.ratio": .number(0.5), "b.tags": ["x", "y"],
    "c.flag": .bool(number % 2 == 0),
  ]
  if isChanged { facts["a.count"] = .integer(number + 1_000_000) }
  var event = draft(
    number, type: number % 3 == 0 ? .observationRecorded : .indicatorIngested, about: "198.51.100.\(number % 7)",
    source: number % 2 == 0 ? "alpha" : "beta", facts: facts,
    payload: number % 4 == 0 ? richPayload(number) : nil)
  event.trafficLight = number % 5 == 0 ? .amber : nil
  event.correlationID = number % 3 == 0 ? eventID(1_000_000) : nil
  event.causationSeq = number % 6 == 0 ? number - 1 : nil
  return event
}
