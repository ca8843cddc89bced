import Events
import SQLite

extension EventLog {
  /// Calls the closure with the position, the type (nil for one of a newer program) and the commitment of each event
  /// from a position on that has a payload, in order; reads the whole log from there.
  public func forEachPayloadUse(from first: Int64 = 1, _ body: (Int64, EventType?, Digest) throws -> Void) throws {
    let rows = try database.cached(
      "SELECT seq, type, payload_hash FROM event WHERE seq >= ? AND payload_hash IS NOT NULL ORDER BY seq")
    rows.bind(1, first)
    defer { rows.reset() }
    while try rows.step() {
      guard let hash = Digest(rows.blob(2)) else { continue }
      try body(rows.integer(0), EventType(code: Int(rows.integer(1))), hash)
    }
  }
}
