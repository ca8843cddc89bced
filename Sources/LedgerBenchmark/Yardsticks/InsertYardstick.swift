import CSQLite
import EventLog

/// A bare prepared INSERT of the same rows into the same columns with the same indexes, in the same batches and with the
/// same durability, but without ids to look up, guards, hashes and frontier.
struct InsertYardstick {
  let path: String
  let batch: Int

  private static let schema = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-65536;
    CREATE TABLE event (
      seq INTEGER PRIMARY KEY, event_id BLOB NOT NULL, stream INTEGER NOT NULL, version INTEGER NOT NULL,
      type INTEGER NOT NULL, schema_version INTEGER NOT NULL, source INTEGER NOT NULL, actor INTEGER NOT NULL,
      tlp INTEGER, observed_at INTEGER NOT NULL, received_at INTEGER NOT NULL, recorded_at INTEGER NOT NULL,
      correlation_id BLOB, causation_seq INTEGER, facts BLOB NOT NULL, payload_hash BLOB, leaf_hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX event_by_id ON event (event_id);
    CREATE INDEX event_by_stream ON event (stream, version);
    CREATE TABLE payload (
      id INTEGER PRIMARY KEY, hash BLOB NOT NULL, salt BLOB, mac BLOB, bytes BLOB
    ) STRICT;
    CREATE INDEX payload_by_hash ON payload (hash);
    CREATE INDEX payload_by_mac ON payload (mac);
    """

  /// Inserts all rows into a new file, and gives the seconds it took.
  func run(_ rows: EventRows) throws -> Double {
    for suffix in ["", "-wal", "-shm"] { Files.remove(path + suffix) }
    defer { for suffix in ["", "-wal", "-shm"] { Files.remove(path + suffix) } }
    let connection = try Connection(path)
    try connection.execute(Self.schema)
    let event = try connection.prepare("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
    let payload = try connection.prepare("INSERT INTO payload VALUES (?,?,?,?,?)")
    defer {
      sqlite3_finalize(event)
      sqlite3_finalize(payload)
    }
    return try elapsed {
      // Payloads are spread over the batches as they were.
      var writtenPayloads = 0
      for start in stride(from: 0, to: rows.count, by: batch) {
        let end = min(start + batch, rows.count)
        try connection.execute("BEGIN IMMEDIATE")
        for row in start..<end {
          try insert(event, rows.cells, row * EventRows.columns, EventRows.columns, rows, connection)
        }
        let wantedPayloads = rows.payloadCount * end / max(1, rows.count)
        while writtenPayloads < wantedPayloads {
          try insert(
            payload, rows.payloadCells, writtenPayloads * EventRows.payloadColumns, EventRows.payloadColumns, rows,
            connection)
          writtenPayloads += 1
        }
        try connection.execute("COMMIT")
        if Files.size(path + "-wal") > 16 << 20 { try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") }
      }
    }
  }

  @inline(__always)
  private func insert(
    _ statement: OpaquePointer, _ cells: [EventRows.Cell], _ first: Int, _ count: Int, _ rows: EventRows,
    _ connection: Connection
  ) throws {
    rows.bytes.withUnsafeBytes { bytes in
      for column in 0..<count {
        let index = Int32(column + 1)
        switch cells[first + column] {
        case .integer(let value): sqlite3_bind_int64(statement, index, value)
        case .blob(let start, let count):
          // A nil destructor is SQLITE_STATIC: the bytes outlive the statement's step.
          sqlite3_bind_blob64(statement, index, bytes.baseAddress.map { $0 + start }, UInt64(count), nil)
        case .null: sqlite3_bind_null(statement, index)
        }
      }
    }
    guard sqlite3_step(statement) == SQLITE_DONE else { throw connection.failure("INSERT") }
    sqlite3_reset(statement)
  }
}
