import EventLog
import Events
import JSON

/// What an export held.
public struct EventExportReport: Hashable, Sendable {
  /// How many events it has.
  public var events: Int64
  /// The root of the tree over them.
  public var root: Digest
}

extension Ledger {
  /// Gives every event as one line of JSON, without its line feed, in order: the same lines for the same ledger.
  ///
  /// Each event is checked against its leaf, and each payload against its commitment. Holds one event at a time.
  /// `payloads` tells whether their bytes are given; without them the lines prove as much, but cannot be imported.
  public func exportEvents(payloads: Bool = true, _ body: (String) throws -> Void) throws -> EventExportReport {
    try log.read {
      let head = try log.head()
      // Payloads are numbered by their first use.
      var given: Int64 = 0
      var count: Int64 = 0
      try log.forEachRow(through: head) { row in
        let event = try log.storedEvent(row)
        var content = EventLine.Content.adopted(.none)
        if let hash = event.payloadHash {
          let stored = try log.payloadNumber(hash)
          if stored > given {
            given = stored
            let payload = try log.storedPayload(hash).content
            content = payloads || payload == .erased ? .adopted(payload) : .leftOut
          }
        }
        try body(EventLine(event: event, payload: content).json.text())
        count += 1
        return true
      }
      guard count == head else {
        throw EventLogError(
          .damaged,
          "\(folder.log) holds \(count) events where its head says \(head); run 'iocledger verify'")
      }
      return EventExportReport(events: head, root: try log.root())
    }
  }
}
