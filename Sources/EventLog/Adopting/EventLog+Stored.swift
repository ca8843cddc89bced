import Events
import SQLite

/// A payload as the log keeps it.
public struct StoredPayload: Hashable, Sendable {
  /// Its number; payloads are numbered in the order of their first use.
  public var number: Int64
  /// The bytes and their salt, or that they were erased.
  public var content: AdoptedPayload
}

extension EventLog {
  /// The event of a row as it was recorded, its facts in the shape that they had then, checked against its leaf.
  public func storedEvent(_ row: EventRow) throws -> RecordedEvent {
    var event = try event(row)
    event.facts = try facts(row)
    guard event.computedLeaf() == event.leafHash else {
      throw EventLogError(.damaged, "event \(event.seq) does not match its leaf hash; run 'iocledger verify'")
    }
    return event
  }

  /// The number of a payload, without reading it.
  public func payloadNumber(_ hash: Digest) throws -> Int64 {
    let row = try database.cached("SELECT id FROM payload WHERE hash = ?")
    row.bind(1, hash.bytes)
    defer { row.reset() }
    guard try row.step() else {
      throw EventLogError(.damaged, "a payload is missing from \(folder.log); run 'iocledger verify'")
    }
    return row.integer(0)
  }

  /// A payload with its number and salt, checked against the commitment.
  public func storedPayload(_ hash: Digest) throws -> StoredPayload {
    let row = try database.cached("SELECT id, salt, bytes, size FROM payload WHERE hash = ?")
    row.bind(1, hash.bytes)
    defer { row.reset() }
    guard try row.step() else {
      throw EventLogError(.damaged, "a payload is missing from \(folder.log); run 'iocledger verify'")
    }
    guard !row.isNull(2) else { return StoredPayload(number: row.integer(0), content: .erased) }
    let salt = Array(row.blob(1))
    let original = try payloadCoder.withOriginal(of: row.blob(2), size: row.optionalInteger(3)) { Array($0) }
    guard let bytes = original, Self.commitment(salt: salt, bytes) == hash else {
      throw EventLogError(.damaged, "a payload does not match its event's commitment; run 'iocledger verify'")
    }
    return StoredPayload(number: row.integer(0), content: .kept(salt: salt, bytes: bytes))
  }
}
