import CSQLite

/// SQLite as bare as it gets: the C API, and an error that stops the benchmark.
final class Connection {
  let handle: OpaquePointer

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The settings of the library that the product makes too: yardsticks must not be slower than they need be.
  private static let configuration = csqlite_disable_memory_statistics()

  init(_ path: String) throws {
    _ = Self.configuration
    var opened: OpaquePointer?
    guard
      sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
        == SQLITE_OK,
      let opened
    else { throw Failure(description: "\(path) cannot be opened") }
    handle = opened
  }

  deinit { sqlite3_close_v2(handle) }

  func execute(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK,
      let statement
    else { throw failure(sql) }
    return statement
  }

  /// The one number that a query gives; 0 for none.
  func integer(_ sql: String) throws -> Int64 {
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement) }
    return sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0
  }

  func failure(_ sql: String) -> Failure {
    Failure(description: "\(String(cString: sqlite3_errmsg(handle))) in \(sql.prefix(80))")
  }
}
