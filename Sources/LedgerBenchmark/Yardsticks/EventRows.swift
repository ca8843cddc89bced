import CSQLite

/// The rows of a log's tables, in memory: what the INSERT yardstick writes once more.
struct EventRows {
  /// A column of a row: an integer, a blob or a text within ``bytes``, or NULL.
  enum Cell {
    case integer(Int64)
    case blob(start: Int, count: Int)
    case text(start: Int, count: Int)
    case null
  }

  /// The rows of one table, in the order of its numbers.
  struct Table {
    let columns: Int
    fileprivate(set) var cells: [Cell] = []

    var count: Int { cells.count / columns }
  }

  private(set) var events = Table(columns: 17)
  private(set) var streams = Table(columns: 3)
  private(set) var payloads = Table(columns: 6)
  private(set) var bytes: [UInt8] = []

  var count: Int { events.count }

  /// Reads a log's tables.
  init(log path: String) throws {
    let connection = try Connection(path)
    try read(connection, "SELECT * FROM event ORDER BY seq", into: \.events)
    try read(connection, "SELECT * FROM stream ORDER BY id", into: \.streams)
    try read(connection, "SELECT * FROM payload ORDER BY id", into: \.payloads)
  }

  private mutating func read(
    _ connection: Connection, _ sql: String, into target: WritableKeyPath<EventRows, Table>
  ) throws {
    let statement = try connection.prepare(sql)
    defer { sqlite3_finalize(statement) }
    while sqlite3_step(statement) == SQLITE_ROW {
      for column in 0..<sqlite3_column_count(statement) {
        self[keyPath: target].cells.append(cell(statement, column))
      }
    }
  }

  private mutating func cell(_ statement: OpaquePointer, _ column: Int32) -> Cell {
    let type = sqlite3_column_type(statement, column)
    guard type == SQLITE_BLOB || type == SQLITE_TEXT else {
      return type == SQLITE_INTEGER ? .integer(sqlite3_column_int64(statement, column)) : .null
    }
    let start = bytes.count
    let content = sqlite3_column_blob(statement, column)
    let count = Int(sqlite3_column_bytes(statement, column))
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: content, count: count))
    return type == SQLITE_BLOB ? .blob(start: start, count: count) : .text(start: start, count: count)
  }
}
