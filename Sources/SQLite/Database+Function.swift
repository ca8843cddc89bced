import CSQLite

extension Database {
  /// Adds a deterministic SQL function of so many arguments, for use by this connection's queries.
  public func addFunction(
    _ name: String, arguments: Int32, _ body: @escaping ([ColumnValue]) -> ColumnValue
  ) throws(SQLiteError) {
    let box = Unmanaged.passRetained(FunctionBox(body))
    let code = sqlite3_create_function_v2(
      handle, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, box.toOpaque(),
      { context, count, arguments in
        guard let context, let data = sqlite3_user_data(context) else { return }
        let body = Unmanaged<FunctionBox>.fromOpaque(data).takeUnretainedValue().body
        let values = (0..<Int(count)).map { ColumnValue(arguments?[$0]) }
        switch body(values) {
        case .null: sqlite3_result_null(context)
        case .integer(let value): sqlite3_result_int64(context, value)
        case .number(let value): sqlite3_result_double(context, value)
        case .text(var text):
          text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
              sqlite3_result_text64(
                context, $0.baseAddress ?? emptyText, UInt64($0.count), csqlite_transient(), UInt8(SQLITE_UTF8))
            }
          }
        case .blob(let bytes):
          if bytes.isEmpty {
            sqlite3_result_zeroblob(context, 0)
          } else {
            sqlite3_result_blob64(context, bytes, UInt64(bytes.count), csqlite_transient())
          }
        }
      }, nil, nil, { data in data.map { Unmanaged<FunctionBox>.fromOpaque($0).release() } })
    guard code == SQLITE_OK else { throw error(code) }
  }
}

private final class FunctionBox {
  let body: ([ColumnValue]) -> ColumnValue
  init(_ body: @escaping ([ColumnValue]) -> ColumnValue) { self.body = body }
}

extension ColumnValue {
  init(_ value: OpaquePointer?) {
    let cell = Cell(value)
    switch cell.type {
    case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
    case SQLITE_FLOAT: self = .number(sqlite3_value_double(value))
    case SQLITE_TEXT: self = .text(String(decoding: cell.bytes, as: UTF8.self))
    case SQLITE_BLOB: self = .blob(Array(cell.bytes))
    default: self = .null
    }
  }
}
