import CSQLite

/// One connection to one SQLite file.
///
/// Not `Sendable`: a connection belongs to the thread that uses it. Nothing here retries, checkpoints or changes a
/// setting on its own terms; the caller's statements are all that happens.
public final class Database {
  /// How to open a file.
  public enum Mode: Sendable {
    /// Reads and writes; makes the file where there is none.
    case create
    /// Reads and writes a file that is there.
    case readWrite
    /// Reads a file that is there; in WAL mode SQLite still needs to write beside it.
    case readOnly
    /// Reads a file that nobody changes, from a folder that need not be writable.
    case immutable
  }

  /// The file's path.
  public let path: String
  let handle: OpaquePointer
  /// Whether it was opened as a file that nobody changes.
  let isImmutable: Bool
  private let busyTimeout: Int32
  private var cache: [String: Statement] = [:]
  /// What the SQL function `visit` calls, once it was made; the connection owns it.
  var visitor: UnsafeMutablePointer<Visitor>?

  /// Settings of the whole library, made before the first connection; later they would be refused, which does no harm.
  private static let configuration = csqlite_disable_memory_statistics()

  /// Opens a file.
  ///
  /// `busyTimeout` is how long a statement waits for another connection's lock, in milliseconds; `vfs` the name of a
  /// registered SQLite VFS, SQLite's default unless given.
  public init(path: String, mode: Mode, busyTimeout: Int32 = 0, vfs: String? = nil) throws(SQLiteError) {
    self.path = path
    self.busyTimeout = busyTimeout
    isImmutable = mode == .immutable
    _ = Self.configuration
    let flags =
      switch mode {
      // A URI may be attached.
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | (path == ":memory:" ? SQLITE_OPEN_URI : 0)
      case .readWrite: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      }
    let name = mode == .immutable ? "file:\(Self.percentEncoded(path))?immutable=1" : path
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(opened, code: code, context: path)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_busy_timeout(handle, busyTimeout)
    _ = csqlite_set_defensive(handle, 1)
    _ = csqlite_set_no_checkpoint_on_close(handle, 1)
    try execute("PRAGMA trusted_schema=OFF")
  }

  deinit {
    for statement in cache.values { statement.finalize() }
    sqlite3_close_v2(handle)
  }

  /// Runs one or more statements that return nothing of interest.
  public func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql) }
  }

  /// Compiles one statement.
  public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    try Statement(self, sql)
  }

  /// Compiles a statement once and gives the same one again whenever the same text is asked for.
  ///
  /// One that somebody is still stepping through is left alone: the caller gets another.
  public func cached(_ sql: String) throws(SQLiteError) -> Statement {
    if let statement = cache[sql] {
      if statement.isBusy { return try prepare(sql) }
      // One that ran to its end takes no new parameters before it is reset.
      statement.reset()
      return statement
    }
    let statement = try prepare(sql)
    cache[sql] = statement
    return statement
  }

  /// The first column of the first row of a query as an integer, or nil where there is no row or it is null.
  public func integer(_ sql: String) throws(SQLiteError) -> Int64? {
    let statement = try cached(sql)
    defer { statement.reset() }
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  /// The first column of the first row of a query as text, or nil where there is no row or it is null.
  public func text(_ sql: String) throws(SQLiteError) -> String? {
    let statement = try cached(sql)
    defer { statement.reset() }
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.text(0)
  }

  /// How many rows the last INSERT, UPDATE or DELETE changed.
  public var changes: Int { Int(sqlite3_changes64(handle)) }

  /// Moves the write-ahead log into the file and empties it, without waiting for anybody.
  ///
  /// False where a reader or a writer was in the way; then as much as possible was moved.
  @discardableResult
  public func checkpoint() throws(SQLiteError) -> Bool {
    // A connection that has read nothing yet does not know of the write-ahead log.
    _ = try integer("PRAGMA schema_version")
    sqlite3_busy_timeout(handle, 0)
    defer { sqlite3_busy_timeout(handle, busyTimeout) }
    let code = sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    if code == SQLITE_OK { return true }
    let error = error(code, "checkpoint")
    guard error.isBusy else { throw error }
    return false
  }

  /// The path of the file itself, also where ``path`` is a symbolic link to it.
  public var filePath: String { sqlite3_db_filename(handle, "main").map { String(cString: $0) } ?? path }

  /// The path of the write-ahead log, which is beside the file itself.
  public var writeAheadLogPath: String { filePath + "-wal" }

  /// Whether a transaction is open.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// The number of SQLite's version, such as 3040001.
  public static var libraryVersion: Int { Int(sqlite3_libversion_number()) }

  /// SQLite's version as text, such as `3.40.1`.
  public static var libraryVersionText: String { String(cString: sqlite3_libversion()) }

  func error(_ code: Int32, _ sql: String? = nil) -> SQLiteError {
    SQLiteError(handle, code: code, file: fileName, sql: sql)
  }

  /// The path's last part, as errors name it.
  var fileName: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// A path as the path part of a `file:` URI.
  static func percentEncoded(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        text += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return text
  }
}
