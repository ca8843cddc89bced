import CSQLite

/// An error that SQLite reported, with what was being done.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The primary result code, such as `SQLITE_BUSY` (5).
  public let code: Int32
  /// The extended result code, such as `SQLITE_IOERR_FSYNC`.
  public let extendedCode: Int32
  /// SQLite's own words.
  public let message: String
  /// The file and, where it is known, the statement.
  public let context: String

  /// `disk I/O error (10) in log.db`.
  public var description: String { "\(message) (\(extendedCode)) in \(context)" }

  /// Whether another connection holds the lock that was needed.
  public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
  /// Whether the disk or the quota is full.
  public var isDiskFull: Bool { code == SQLITE_FULL }
  /// Whether the file is not, or no longer, a sound database.
  public var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
  /// Whether the file or its folder cannot be written.
  public var isReadOnly: Bool { code == SQLITE_READONLY || code == SQLITE_PERM }
  /// Whether the file cannot be opened.
  public var isCannotOpen: Bool { code == SQLITE_CANTOPEN }
  /// Whether reading or writing the file failed.
  public var isInputOutput: Bool { code == SQLITE_IOERR }
  /// Whether a constraint or a trigger refused the change.
  public var isConstraint: Bool { code == SQLITE_CONSTRAINT }

  init(_ handle: OpaquePointer?, code: Int32, context: String) {
    self.code = code & 0xFF
    self.extendedCode = handle.map { sqlite3_extended_errcode($0) } ?? code
    self.message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    self.context = context
  }

  init(_ handle: OpaquePointer?, code: Int32, file: String, sql: String?) {
    self.init(handle, code: code, context: Self.context(file, sql))
  }

  /// An error that SQLite has no words for.
  init(code: Int32, message: String, file: String, sql: String) {
    self.code = code & 0xFF
    self.extendedCode = code
    self.message = message
    self.context = Self.context(file, sql)
  }

  private static func context(_ file: String, _ sql: String?) -> String {
    sql.map { "\(file): \($0.prefix(120))" } ?? file
  }
}
