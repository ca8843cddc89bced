import CSQLite

/// The rows of a log's event and payload tables, in memory: what the INSERT yardstick writes once more.
struct EventRows {
  /// A column of a row: an integer, a blob within ``bytes``, or NULL.
  enum Cell {
    case integer(Int64)
    case blob(start: Int, count: Int)
    case null
  }

  static let columns = 17
  static let payloadColumns = 5
  private(set) var cells: [Cell] = []
  private(set) var payloadCells: [Cell] = []
  private(set) var bytes: [UInt8] = []

  var count: Int { cells.count / Self.columns }
  var payloadCount: Int { payloadCells.count / Self.payloadColumns }

  /// Reads a log's tables.
  init(log path: String) throws {
    let connection = try Connection(path)
    try read(connection, "SELECT * FROM event ORDER BY seq", into: \.cells)
    try read(connection, "SELECT * FROM payload ORDER BY id", into: \.payloadCells)
  }

  private mutating func read(
    _ connection: Connection, _ sql: String, into target: WritableKeyPath<EventRows, [Cell]>
  ) throws {
    let statement = try connection.prepare(sql)
    defer { sqlite3_finalize(statement) }
    while sqlite3_step(statement) == SQLITE_ROW {
      for column in 0..<sqlite3_column_count(statement) {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: self[keyPath: target].append(.integer(sqlite3_column_int64(statement, column)))
        case SQLITE_BLOB:
          let count = Int(sqlite3_column_bytes(statement, column))
          self[keyPath: target].append(.blob(start: bytes.count, count: count))
          bytes.append(contentsOf: UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count))
        default: self[keyPath: target].append(.null)
        }
      }
    }
  }
}
