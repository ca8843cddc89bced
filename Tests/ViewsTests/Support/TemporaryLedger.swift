import EventLog
import Events
import Foundation
import Indicators
import Time

@testable import Views

/// A ledger in a folder of its own, which goes away with it, and an open log of it.
final class TemporaryLedger {
  let folder: LedgerFolder
  let log: EventLog
  private var number: Int64 = 0

  init() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "views-\(UUID().uuidString)").path
    try Files.createPrivateFolder(path)
    folder = LedgerFolder(path)
    try EventLog.create(folder, now: hour(0), ledgerID: UUID().uuidString, secret: Array(repeating: 7, count: 32))
    log = try EventLog(folder, access: .readWrite, now: hour(0))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.path) }

  /// Appends in one transaction and gives the last position.
  @discardableResult
  func append(_ drafts: [EventDraft]) throws -> Int64 {
    let context = AppendContext(now: { hour(0) }, salt: { Array(repeating: 1, count: 32) })
    return try log.write(context) { appender in
      for draft in drafts { _ = try appender.append(draft) }
      return appender.head
    }
  }

  /// Appends one event and gives its position.
  @discardableResult
  func append(
    _ type: EventType, about stream: StreamKey = address, source: String = "alpha", at time: Double = 0,
    facts: Facts = [:], tlp: TrafficLight? = nil
  ) throws -> Int64 {
    number += 1
    return try append([draft(1_000_000 + number, type, about: stream, source: source, at: time, facts: facts, tlp: tlp)]
    )
  }

  /// The views, caught up under the lock as a writer does.
  func views() throws -> Views { try log.exclusively { try Views.writable(for: log) } }

  /// What the file of views is called now.
  var generation: String? { Files.destination(ofLink: folder.views) }

  func open(_ access: EventLog.Access = .readOnly) throws -> EventLog {
    try EventLog(folder, access: access, now: hour(0))
  }
}

/// Hours since 2026-01-01T00:00:00Z.
func hour(_ hours: Double) -> Timestamp {
  Timestamp(milliseconds: 1_767_225_600_000 + Int64(hours * 3_600_000))
}

let address = StreamKey(Indicator(.ipv4, canonical: "198.51.100.7"))
let campaign = StreamKey(kind: "campaign", value: "campaign--1")

func draft(
  _ number: Int64, _ type: EventType, about stream: StreamKey = address, source: String = "alpha", at time: Double,
  facts: Facts = [:], tlp: TrafficLight? = nil
) -> EventDraft {
  EventDraft(
    id: EventID(at: hour(0), entropy: (0, UInt64(bitPattern: number))), stream: stream, type: type, source: source,
    actor: "test", trafficLight: tlp, observedAt: hour(time), receivedAt: hour(time), facts: facts)
}
