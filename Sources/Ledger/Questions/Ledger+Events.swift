import EventLog
import Events
import Indicators
import Time

/// Which events `events` gives.
public struct EventQuery: Sendable {
  /// Only those about one indicator.
  public var indicator: Indicator?
  /// Only these types; empty for all.
  public var types: [EventType] = []
  /// From a position on.
  public var from: Int64 = 1
  /// At most so many.
  public var limit: Int?
  /// Whether the payloads are wanted too.
  public var withPayload = false

  /// Every event.
  public init() {}
}

extension Ledger {
  /// Calls the closure with each event that a query asks for, oldest first, and with its payload where that is wanted.
  ///
  /// Gives the position up to which was looked, so that following can go on after it.
  @discardableResult
  public func events(
    _ query: EventQuery, at point: PointInTime = PointInTime(), _ body: (RecordedEvent, Payload) throws -> Void
  ) throws -> Int64 {
    try log.read {
      let resolved = try resolve(point)
      var given = 0
      let visit = { (row: EventRow) throws -> Bool in
        guard given < query.limit ?? .max else { return false }
        guard row.seq >= query.from, point.asOf.map({ row.observedAt <= $0 }) ?? true else { return true }
        guard query.types.isEmpty || row.type.map(query.types.contains) ?? false else { return true }
        let event = try log.event(row)
        given += 1
        try body(event, query.withPayload ? log.payload(hash: event.payloadHash) : .none)
        return true
      }
      if let indicator = query.indicator {
        try log.forEachRow(ofStream: streamID(of: indicator, asAt: resolved.seq), through: resolved.seq, visit)
      } else {
        try log.forEachRow(from: query.from, through: resolved.seq, visit)
      }
      return resolved.seq
    }
  }
}
