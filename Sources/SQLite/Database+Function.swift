import CSQLite

extension Database {
  /// Adds a deterministic SQL function of one integer argument, for use by this connection's queries.
  public func addFunction(_ name: String, _ body: @escaping (Int64) -> ColumnValue) throws(SQLiteError) {
    let box = Unmanaged.passRetained(FunctionBox(body))
    let code = sqlite3_create_function_v2(
      handle, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, box.toOpaque(),
      { context, _, arguments in
        guard let context, let argument = arguments?[0], let data = sqlite3_user_data(context) else { return }
        let body = Unmanaged<FunctionBox>.fromOpaque(data).takeUnretainedValue().body
        switch body(sqlite3_value_int64(argument)) {
        case .null: sqlite3_result_null(context)
        case .integer(let value): sqlite3_result_int64(context, value)
        case .number(let value): sqlite3_result_double(context, value)
        case .text(let text): sqlite3_result_text(context, text, -1, csqlite_transient())
        case .blob(let bytes): sqlite3_result_blob(context, bytes, Int32(bytes.count), csqlite_transient())
        }
      }, nil, nil, { data in data.map { Unmanaged<FunctionBox>.fromOpaque($0).release() } })
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// From now on lets this connection compile nothing but queries: no writes, no ATTACH, no PRAGMA.
  public func allowOnlyQueries() {
    sqlite3_set_authorizer(
      handle,
      { _, action, _, name, _, _ in
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
          // The one built-in that reaches outside the database.
          return name.map { String(cString: $0) } == "load_extension" ? SQLITE_DENY : SQLITE_OK
        default: return SQLITE_DENY
        }
      }, nil)
  }
}

private final class FunctionBox {
  let body: (Int64) -> ColumnValue
  init(_ body: @escaping (Int64) -> ColumnValue) { self.body = body }
}
