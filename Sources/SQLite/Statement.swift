import CSQLite

/// One compiled statement: bind, step, read columns, reset.
///
/// Parameters count from 1 and columns from 0, as in SQLite.
public final class Statement {
  @usableFromInline let handle: OpaquePointer
  private let file: String
  private let sql: String
  private var isFinalized = false
  /// The first parameter that could not be bound, such as one that is too long; reported by the next step.
  private var bindFailure = SQLITE_OK

  init(_ database: Database, _ sql: String) throws(SQLiteError) {
    file = database.fileName
    self.sql = sql
    var prepared: OpaquePointer?
    var second: OpaquePointer?
    let (code, rest) = sql.withCString { text in
      let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v3(database.handle, text, -1, flags, &prepared, &tail)
      guard code == SQLITE_OK, let tail, tail.pointee != 0 else { return (code, SQLITE_OK) }
      // What follows may be blanks and comments.
      return (code, sqlite3_prepare_v3(database.handle, tail, -1, 0, &second, nil))
    }
    guard code == SQLITE_OK else { throw database.error(code, sql) }
    guard let prepared else {
      throw SQLiteError(code: SQLITE_ERROR, message: "there is no statement", file: file, sql: sql)
    }
    guard rest == SQLITE_OK, second == nil else {
      sqlite3_finalize(prepared)
      sqlite3_finalize(second)
      throw SQLiteError(code: SQLITE_ERROR, message: "there is more than one statement", file: file, sql: sql)
    }
    handle = prepared
  }

  deinit { finalize() }

  func finalize() {
    guard !isFinalized else { return }
    isFinalized = true
    sqlite3_finalize(handle)
  }

  // MARK: Parameters

  /// Binds an integer.
  public func bind(_ index: Int32, _ value: Int64) { note(sqlite3_bind_int64(handle, index, value)) }

  /// Binds an integer.
  public func bind(_ index: Int32, _ value: Int) { bind(index, Int64(value)) }

  /// Binds an integer or NULL.
  public func bind(_ index: Int32, _ value: Int64?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }

  /// Binds a text, which is copied.
  public func bind(_ index: Int32, _ value: String) {
    var value = value
    value.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        note(
          sqlite3_bind_text64(
            handle, index, $0.baseAddress ?? emptyText, UInt64($0.count), csqlite_transient(), UInt8(SQLITE_UTF8)))
      }
    }
  }

  /// Binds a text or NULL.
  public func bind(_ index: Int32, _ value: String?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }

  /// Binds bytes, which are copied.
  public func bind(_ index: Int32, _ value: [UInt8]) {
    value.withUnsafeBytes { bind(index, copying: $0) }
  }

  /// Binds bytes or NULL.
  public func bind(_ index: Int32, _ value: [UInt8]?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }

  /// Binds bytes, which are copied.
  public func bind(_ index: Int32, copying bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else {
      note(sqlite3_bind_zeroblob(handle, index, 0))
      return
    }
    note(sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), csqlite_transient()))
  }

  /// Binds bytes that the caller keeps where they are until the statement has run; nothing is copied.
  public func bind(_ index: Int32, borrowing bytes: UnsafeRawBufferPointer) {
    // Without a destructor SQLite takes the bytes for static.
    note(sqlite3_bind_blob64(handle, index, bytes.baseAddress ?? UnsafeRawPointer(emptyText), UInt64(bytes.count), nil))
  }

  /// Binds NULL.
  public func bindNull(_ index: Int32) { note(sqlite3_bind_null(handle, index)) }

  private func note(_ code: Int32) {
    if code != SQLITE_OK, bindFailure == SQLITE_OK { bindFailure = code }
  }

  // MARK: Running

  /// Goes to the next row; false when there is none.
  public func step() throws(SQLiteError) -> Bool {
    guard bindFailure == SQLITE_OK else {
      let error = SQLiteError(nil, code: bindFailure, file: file, sql: sql)
      bindFailure = SQLITE_OK
      throw error
    }
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    // Not by way of the database, which may be gone: the statement keeps its connection alive on its own.
    let error = SQLiteError(sqlite3_db_handle(handle), code: code, file: file, sql: sql)
    sqlite3_reset(handle)
    throw error
  }

  /// Runs a statement that returns no rows, and resets it.
  public func run() throws(SQLiteError) {
    defer { sqlite3_reset(handle) }
    while try step() {}
  }

  /// Whether it stands on a row: stepped, and neither at its end nor reset.
  var isBusy: Bool { sqlite3_stmt_busy(handle) != 0 }

  /// Makes the statement ready to be run again; the parameters stay bound.
  public func reset() { sqlite3_reset(handle) }

  // MARK: Columns

  /// How many columns a row has.
  public var columnCount: Int32 { sqlite3_column_count(handle) }

  /// The name of a column.
  public func columnName(_ index: Int32) -> String {
    sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
  }

  /// Whether the statement makes no direct change to a database file.
  public var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

  /// Whether the column holds NULL.
  @inlinable
  public func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }

  /// The column as an integer; NULL reads as 0.
  @inlinable
  public func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }

  /// The column as an integer, or nil for NULL.
  @inlinable
  public func optionalInteger(_ index: Int32) -> Int64? { isNull(index) ? nil : integer(index) }

  /// The column as text; NULL reads as the empty text.
  public func text(_ index: Int32) -> String {
    let bytes = textBytes(index)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The column as text, or nil for NULL.
  public func optionalText(_ index: Int32) -> String? { isNull(index) ? nil : text(index) }

  /// The column as text, or nil for NULL and for bytes that are not UTF-8.
  public func validText(_ index: Int32) -> String? {
    isNull(index) ? nil : String(validating: textBytes(index), as: UTF8.self)
  }

  /// The UTF-8 bytes of a text column; valid until the next step or reset.
  public func textBytes(_ index: Int32) -> UnsafeRawBufferPointer {
    guard let start = sqlite3_column_text(handle, index) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
  }

  /// The bytes of a blob column; valid until the next step or reset, empty for NULL.
  @inlinable
  public func blob(_ index: Int32) -> UnsafeRawBufferPointer {
    guard let start = sqlite3_column_blob(handle, index) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
  }

  /// The column as bytes of their own, or nil for NULL.
  public func optionalBytes(_ index: Int32) -> [UInt8]? { isNull(index) ? nil : Array(blob(index)) }

  /// The column as a number; NULL reads as 0.
  public func number(_ index: Int32) -> Double { sqlite3_column_double(handle, index) }

  /// SQLite's own type of a column's value.
  public func type(_ index: Int32) -> ColumnType {
    switch sqlite3_column_type(handle, index) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .number
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  /// The value of a column in SQLite's own type.
  public func value(_ index: Int32) -> ColumnValue {
    switch type(index) {
    case .null: .null
    case .integer: .integer(integer(index))
    case .number: .number(number(index))
    case .text: .text(text(index))
    case .blob: .blob(Array(blob(index)))
    }
  }
}

/// SQLite's own types of values.
public enum ColumnType: UInt8, Sendable {
  case null, integer, number, text, blob
}

/// A column's value in SQLite's own type.
public enum ColumnValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case number(Double)
  case text(String)
  case blob([UInt8])
}

/// A pointer that is never nil, so that an empty text is bound as a text and not as NULL.
nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
  // Allocated once, never freed, never written.
  let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
  pointer.initialize(to: 0)
  return UnsafePointer(pointer)
}()
