import EventLog
import Events
import Foundation
import Indicators
import Interchange
import Ledger
import Scoring
import Synchronization
import Time

/// A ledger that is the same in every run, with an indicator to which everything has happened that an audit tells of.
final class AuditScene {
  let ledger: Ledger
  let indicator = Indicator(.ipv4, canonical: "203.0.113.10")
  private let folder: LedgerFolder
  private let clock: StandingClock
  private var drafts: UInt64 = 0

  init() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString)").path
    folder = LedgerFolder(path)
    let clock = StandingClock()
    self.clock = clock
    let chance = Mutex<UInt8>(0)
    let context = LedgerContext(
      now: { clock.now },
      random: { count in
        chance.withLock { state in
          state &+= 1
          return Array(repeating: state, count: count)
        }
      }, actor: "analyst-1", environment: [:])
    ledger = try Ledger.create(at: path, context: context).ledger
    try live()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.path) }

  /// Three days: two feeds, lookups with every outcome, decisions, a retraction and an erasure.
  private func live() throws {
    try take("feed.csv", "indicator,confidence,labels,last_seen\n203.0.113.10,90,c2|harrier,2026-11-20\n")
    try take("wrong.txt", "203.0.113.10\n")
    let wrong = try ledger.head()
    _ = try ledger.setTrafficLight(indicator, .amber)
    clock.advance(hours: 1)
    let asked = try ["virustotal", "shodan", "abuseipdb", "greynoise", "otherapi"].map { connector in
      try record(.lookupStarted, by: connector, ["batch": "b", "connector": .text(connector)])
    }
    try record(
      .lookupWithheld, by: "internetdb",
      ["reason": "tlp", "connector": "internetdb", "tlp": "amber", "max_tlp": "clear"])
    clock.advance(hours: 1)
    try record(
      .observationRecorded, by: "virustotal",
      ["status": "found", "virustotal.malicious": 16, "virustotal.harmless": 48, "labels": ["Generic <Beacon> | C2"]],
      cause: asked[0], answer: #"{"data": "the raw answer"}"#)
    try record(.observationRecorded, by: "shodan", ["status": "not_found"], cause: asked[1])
    try record(
      .lookupFailed, by: "abuseipdb",
      ["reason": "not_json", "detail": "HTML where JSON was promised", "attempts": 3, "http_status": 502],
      cause: asked[2])
    try record(
      .connectorPaused, about: .connectors, by: "greynoise",
      ["until": .integer(clock.now.milliseconds + 60_000), "reason": "Too many requests"], cause: asked[3])
    clock.advance(hours: 20)
    _ = try ledger.retract(wrong, reason: "the wrong file")
    _ = try ledger.note(indicator, text: "seen on the proxy | <b>ticket 4711</b>")
    let slip = try ledger.note(indicator, text: "names a colleague")
    _ = try ledger.label(indicator, ["phishing"], remove: false)
    clock.advance(hours: 20)
    _ = try ledger.judge(
      indicator, .malicious, hundredths: 9900, reason: "confirmed by incident 4711",
      expires: Timestamp(milliseconds: clock.now.milliseconds + 30 * 86_400_000))
    _ = try ledger.erase(ledger.planErasure(.events([slip])), reason: "personal data")
  }

  private func take(_ source: String, _ text: String) throws {
    var rest = Array(text.utf8)[...]
    let reader = try IntakeFormat.auto.reader(fileName: source) {
      defer { rest = [] }
      return Array(rest)
    }.reader
    try Intake(ledger, options: IntakeOptions(source: source), file: source).run(reader)
  }

  /// Appends an event as a connector's run does.
  @discardableResult
  private func record(
    _ type: EventType, about stream: StreamKey? = nil, by connector: String, _ facts: Facts, cause: Int64? = nil,
    answer: String? = nil
  ) throws -> Int64 {
    drafts += 1
    let draft = EventDraft(
      id: EventID(at: clock.now, entropy: (0, drafts)), stream: stream ?? StreamKey(indicator), type: type,
      source: connector, actor: "nightly", observedAt: clock.now, receivedAt: clock.now, causationSeq: cause,
      facts: facts, payload: answer.map { Array($0.utf8) })
    let log = try EventLog(folder, access: .readWrite, now: clock.now)
    let now = clock.now
    let context = AppendContext(now: { now }, salt: { Array(repeating: 9, count: 32) })
    return try log.write(context) { appender in try appender.append(draft).seq } ?? 0
  }

  /// Goes on in time after all that has happened.
  func wait(hours: Int64) { clock.advance(hours: hours) }
}

/// A clock that stands still until it is moved.
private final class StandingClock: Sendable {
  private let state = Mutex(Timestamp(milliseconds: 1_795_600_800_000))

  var now: Timestamp { state.withLock { $0 } }

  func advance(hours: Int64) {
    state.withLock { $0 = Timestamp(milliseconds: $0.milliseconds + hours * 3_600_000) }
  }
}
