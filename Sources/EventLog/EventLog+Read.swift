import Events
import Indicators
import SQLite
import Time

extension EventLog {
  /// Calls the closure with each event from one position to another, both included, in order.
  ///
  /// The closure gives false to stop. Of columns that are not read nothing may be asked.
  public func forEachRow(
    from first: Int64 = 1, through last: Int64 = .max, columns: EventRow.Columns = .all,
    _ body: (EventRow) throws -> Bool
  ) throws {
    try database.visit("SELECT 1 FROM event WHERE seq BETWEEN ? AND ? AND visit(\(columns.list)) ORDER BY seq") {
      $0.bind(1, first)
      $0.bind(2, last)
    } row: {
      try body(EventRow($0))
    }
  }

  /// Calls the closure with each event of one stream up to a position, in order.
  public func forEachRow(
    ofStream stream: Int64, through last: Int64 = .max, columns: EventRow.Columns = .all,
    _ body: (EventRow) throws -> Bool
  ) throws {
    try database.visit("SELECT 1 FROM event WHERE stream = ? AND visit(\(columns.list)) ORDER BY version") {
      $0.bind(1, stream)
    } row: {
      let row = EventRow($0)
      // Of a stream, too, later events have higher positions.
      return try row.seq <= last && body(row)
    }
  }

  /// The dictionary id of what the event at a position is about, or nil where there is none.
  public func streamID(ofEvent seq: Int64) throws -> Int64? {
    let row = try database.cached("SELECT stream FROM event WHERE seq = ?")
    row.bind(1, seq)
    defer { row.reset() }
    return try row.step() ? row.integer(0) : nil
  }

  /// The whole event of a row, in today's shape.
  public func event(_ row: EventRow) throws -> RecordedEvent {
    guard let type = row.type else {
      throw EventLogError(.newerFormat, "event \(row.seq) is of a type that this iocledger does not know; upgrade")
    }
    guard let id = row.id, let leaf = row.leafHash, let source = symbols.text(row.source),
      let actor = symbols.text(row.actor), let stream = try stream(row.streamID)
    else {
      throw EventLogError(.damaged, "event \(row.seq) is damaged; run 'iocledger verify'")
    }
    return RecordedEvent(
      seq: row.seq, id: id, streamID: row.streamID, stream: stream, version: row.version, type: type,
      schemaVersion: row.schemaVersion, source: source, actor: actor,
      trafficLight: row.trafficLight.flatMap { TrafficLight(rawValue: Int($0)) }, observedAt: row.observedAt,
      receivedAt: row.receivedAt, recordedAt: row.recordedAt, correlationID: row.correlationID,
      causationSeq: row.causationSeq,
      facts: try Upcasting.current.upcast(facts(row), type: type, version: row.schemaVersion),
      payloadHash: row.payloadHash, leafHash: leaf)
  }

  /// What happened; throws where the facts of a row have a shape that this program does not know.
  public func knownType(_ row: EventRow) throws -> EventType {
    guard let type = row.type else {
      throw EventLogError(.newerFormat, "event \(row.seq) is of a type that this iocledger does not know; upgrade")
    }
    guard row.schemaVersion == Upcasting.current.newestVersion(of: type) else {
      _ = try Upcasting.current.upcast(facts(row), type: type, version: row.schemaVersion)
      return type
    }
    return type
  }

  /// The facts of a row as they were stored.
  public func facts(_ row: EventRow) throws -> Facts {
    do {
      return try Facts(stored: row.facts, name: symbols.text)
    } catch {
      throw EventLogError(.damaged, "event \(row.seq) is damaged (\(error)); run 'iocledger verify'")
    }
  }

  /// The event at a position, or nil where there is none.
  public func event(at seq: Int64) throws -> RecordedEvent? {
    var found: RecordedEvent?
    try forEachRow(from: seq, through: seq) { row in
      found = try event(row)
      return false
    }
    return found
  }

  /// The leaf hash of the event at a position, or nil where there is none.
  public func leafHash(at seq: Int64) throws -> Digest? {
    let row = try database.cached("SELECT leaf_hash FROM event WHERE seq = ?")
    row.bind(1, seq)
    defer { row.reset() }
    return try row.step() ? Digest(row.blob(0)) : nil
  }

  /// What a stream's dictionary id stands for.
  public func stream(_ id: Int64) throws -> StreamKey? {
    let row = try database.cached("SELECT kind, value FROM stream WHERE id = ?")
    row.bind(1, id)
    defer { row.reset() }
    guard try row.step(), let kind = symbols.text(Int(row.integer(0))) else { return nil }
    return StreamKey(kind: kind, value: row.text(1))
  }

  /// The dictionary id of a stream, or nil where no event is about it.
  public func streamID(of key: StreamKey) throws -> Int64? {
    if symbols.id(of: key.kind) == nil { try symbols.refresh() }
    guard let kind = symbols.id(of: key.kind) else { return nil }
    let row = try database.cached("SELECT id FROM stream WHERE value = ? AND kind = ?")
    row.bind(1, key.value)
    row.bind(2, kind)
    defer { row.reset() }
    return try row.step() ? row.integer(0) : nil
  }

  /// The highest id of an event; nil in an empty log.
  func highestID() throws -> EventID? {
    let row = try database.cached("SELECT max(event_id) FROM event")
    defer { row.reset() }
    return try row.step() ? EventID(bytes: row.blob(0)) : nil
  }

  /// The position of the last event that is there, whatever the head says; 0 where there is none.
  public func lastSeq() throws -> Int64 { try database.integer("SELECT max(seq) FROM event") ?? 0 }

  /// The highest dictionary id of a stream.
  public func lastStreamID() throws -> Int64 { try database.integer("SELECT max(id) FROM stream") ?? 0 }

  /// The last position that was recorded at or before a time; 0 where there is none.
  ///
  /// Found by bisection, because recorded times never decrease.
  public func seq(recordedBy time: Timestamp) throws -> Int64 {
    var low: Int64 = 0
    var high = try head()
    let row = try database.cached("SELECT recorded_at FROM event WHERE seq = ?")
    defer { row.reset() }
    while low < high {
      let middle = high - (high - low) / 2
      row.reset()
      row.bind(1, middle)
      guard try row.step() else {
        throw EventLogError(.damaged, "event \(middle) is missing; run 'iocledger verify'")
      }
      if row.integer(0) <= time.milliseconds { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
