import CSQLite
import EventLog

/// A bare prepared INSERT of all rows of a log into the same columns with the same indexes, in the same batches and with the
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
    CREATE TABLE stream (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, value TEXT NOT NULL) STRICT;
    CREATE INDEX stream_by_value ON stream (value, kind);
    CREATE TABLE payload (
      id INTEGER PRIMARY KEY, hash BLOB NOT NULL, salt BLOB, mac BLOB, bytes BLOB, size INTEGER
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
    let insertions = try [("event", rows.events), ("stream", rows.streams), ("payload", rows.payloads)].map {
      try Insertion(connection, into: $0, $1)
    }
    return try elapsed {
      for start in stride(from: 0, to: rows.count, by: batch) {
        let end = min(start + batch, rows.count)
        try connection.execute("BEGIN IMMEDIATE")
        // Streams and payloads are spread evenly over the batches.
        for insertion in insertions { try insertion.advance(to: insertion.count * end / rows.count, rows.bytes) }
        try connection.execute("COMMIT")
        if Files.size(path + "-wal") > 16 << 20 { try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") }
      }
    }
  }
}

/// The rows of one table on their way into a new one.
private final class Insertion {
  private let connection: Connection
  private let statement: OpaquePointer
  private let rows: EventRows.Table
  private var written = 0

  var count: Int { rows.count }

  init(_ connection: Connection, into table: String, _ rows: EventRows.Table) throws {
    self.connection = connection
    self.rows = rows
    let slots = Array(repeating: "?", count: rows.columns).joined(separator: ",")
    statement = try connection.prepare("INSERT INTO \(table) VALUES (\(slots))")
  }

  deinit { sqlite3_finalize(statement) }

  /// Writes rows until there are so many.
  func advance(to count: Int, _ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { bytes in
      while written < count {
        bind(rows.cells, written * rows.columns, bytes)
        guard sqlite3_step(statement) == SQLITE_DONE else { throw connection.failure("INSERT") }
        sqlite3_reset(statement)
        written += 1
      }
    }
  }

  @inline(__always)
  private func bind(_ cells: [EventRows.Cell], _ first: Int, _ bytes: UnsafeRawBufferPointer) {
    for column in 0..<rows.columns {
      let index = Int32(column + 1)
      switch cells[first + column] {
      case .integer(let value): sqlite3_bind_int64(statement, index, value)
      // A nil destructor is SQLITE_STATIC: the bytes outlive the statement's step.
      case .blob(let start, let count):
        sqlite3_bind_blob64(statement, index, bytes.baseAddress.map { $0 + start }, UInt64(count), nil)
      case .text(let start, let count):
        let text = bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
        sqlite3_bind_text64(statement, index, text, UInt64(count), nil, UInt8(SQLITE_UTF8))
      case .null: sqlite3_bind_null(statement, index)
      }
    }
  }
}
