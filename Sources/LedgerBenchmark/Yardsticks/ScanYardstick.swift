import CSQLite
import EventLog

/// A `sqlite3_step` loop over a fixed table of eight integers, a 16-byte id, 24 bytes of facts and a 32-byte hash, that
/// touches every column.
final class ScanYardstick {
  private let path: String
  private let rows: Int

  /// Makes the table with so many rows.
  init(path: String, rows: Int) throws {
    self.path = path
    self.rows = rows
    for suffix in ["", "-wal", "-shm"] { Files.remove(path + suffix) }
    let connection = try Connection(path)
    try connection.execute(
      """
      PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
      CREATE TABLE fixed (
        a INTEGER PRIMARY KEY, b INTEGER NOT NULL, c INTEGER NOT NULL, d INTEGER NOT NULL, e INTEGER NOT NULL,
        f INTEGER NOT NULL, g INTEGER NOT NULL, h INTEGER NOT NULL, id BLOB NOT NULL, facts BLOB NOT NULL,
        hash BLOB NOT NULL
      ) STRICT;
      BEGIN
      """)
    let insert = try connection.prepare("INSERT INTO fixed VALUES (?,?,?,?,?,?,?,?,?,?,?)")
    var random = RandomNumbers(seed: 8)
    for row in 1...max(1, rows) {
      let time = 1_760_000_000_000 + Int64(row) * 50_000
      let integers = [
        Int64(row), Int64(random.below(rows)), Int64(random.below(200)), 2, Int64(random.below(20)), time, time, time,
      ]
      for (index, value) in integers.enumerated() { sqlite3_bind_int64(insert, Int32(index + 1), value) }
      for (index, size) in [16, 24, 32].enumerated() {
        let bytes = random.bytes(size)
        sqlite3_bind_blob64(insert, Int32(index + 9), bytes, UInt64(size), csqlite_transient())
      }
      guard sqlite3_step(insert) == SQLITE_DONE else { throw connection.failure("INSERT") }
      sqlite3_reset(insert)
    }
    sqlite3_finalize(insert)
    try connection.execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
  }

  deinit { for suffix in ["", "-wal", "-shm"] { Files.remove(path + suffix) } }

  /// Reads the table once, and gives the seconds it took.
  func run() throws -> Double {
    let connection = try Connection(path)
    try connection.execute("PRAGMA cache_size=-65536")
    let statement = try connection.prepare("SELECT a, b, c, d, e, f, g, h, id, facts, hash FROM fixed ORDER BY a")
    defer { sqlite3_finalize(statement) }
    var touched: UInt64 = 0
    var count = 0
    let time = try elapsed {
      while true {
        let code = sqlite3_step(statement)
        if code == SQLITE_DONE { break }
        guard code == SQLITE_ROW else { throw connection.failure("SELECT") }
        count += 1
        for column in Int32(0)..<8 {
          touched &+= UInt64(bitPattern: sqlite3_column_int64(statement, column))
        }
        for column in Int32(8)..<11 {
          let start = sqlite3_column_blob(statement, column)
          let size = Int(sqlite3_column_bytes(statement, column))
          if let start, size > 0 { touched &+= UInt64(start.load(fromByteOffset: size - 1, as: UInt8.self)) }
        }
      }
    }
    // Looked at, so that no compiler can leave the loop out.
    guard count == max(1, rows), touched != 1 else { throw connection.failure("the fixed table has other rows") }
    return time
  }
}
