import CSQLite

/// What a query wants to look at or to call, as SQLite names it while it compiles the query.
public enum QueryAccess: Hashable, Sendable {
  /// A column of a table or view; empty where only rows are counted. The schema is nil where the query names none and
  /// SQLite does not say which it found. `view` is the view, or the common table expression, in whose text this is.
  case column(table: String, column: String, schema: String?, view: String?)
  /// A function.
  case function(name: String, view: String?)
}

extension Database {
  /// Runs the closure while this connection compiles nothing but queries: no writes, no ATTACH, no PRAGMA, and of what
  /// they may read and call only what `allows` lets through.
  ///
  /// `refused` hears the first thing that was not let through.
  public func allowingOnlyQueries<Result>(
    _ allows: @escaping (QueryAccess) -> Bool = { _ in true }, refused: @escaping (QueryAccess) -> Void = { _ in },
    _ body: () throws -> Result
  ) rethrows -> Result {
    let gate = QueryGate(allows: allows, refused: refused)
    return try withExtendedLifetime(gate) {
      sqlite3_set_authorizer(
        handle, { QueryGate.answer($0, $1, $2, $3, $4, $5) }, Unmanaged.passUnretained(gate).toOpaque())
      defer { sqlite3_set_authorizer(handle, nil, nil) }
      return try body()
    }
  }

  /// Makes another connection's file readable here as a schema, for reading only.
  public func attach(fileOf other: Database, as schema: String) throws(SQLiteError) {
    let statement = try prepare("ATTACH ? AS \(schema)")
    let mode = other.isImmutable ? "immutable=1" : "mode=ro"
    statement.bind(1, "file:\(Self.percentEncoded(other.filePath))?\(mode)")
    try statement.run()
  }

  /// Makes a copy of all that another connection holds, in memory, as a schema.
  public func attach(copyOf other: Database, as schema: String) throws(SQLiteError) {
    try execute("ATTACH ':memory:' AS \(schema)")
    guard let copy = sqlite3_backup_init(handle, schema, other.handle, "main") else {
      throw error(sqlite3_errcode(handle))
    }
    let code = sqlite3_backup_step(copy, -1)
    let end = sqlite3_backup_finish(copy)
    guard code == SQLITE_DONE, end == SQLITE_OK else { throw error(end == SQLITE_OK ? code : end) }
  }

  /// The first column of every row of a query, as text.
  public func texts(_ sql: String) throws(SQLiteError) -> [String] {
    let rows = try prepare(sql)
    var texts: [String] = []
    while try rows.step() { texts.append(rows.text(0)) }
    return texts
  }
}

/// Decides what a query may do.
private final class QueryGate {
  private let allows: (QueryAccess) -> Bool
  private var refused: ((QueryAccess) -> Void)?

  init(allows: @escaping (QueryAccess) -> Bool, refused: @escaping (QueryAccess) -> Void) {
    self.allows = allows
    self.refused = refused
  }

  static func answer(
    _ context: UnsafeMutableRawPointer?, _ action: Int32, _ first: UnsafePointer<CChar>?,
    _ second: UnsafePointer<CChar>?, _ schema: UnsafePointer<CChar>?, _ view: UnsafePointer<CChar>?
  ) -> Int32 {
    guard let context else { return SQLITE_DENY }
    let gate = Unmanaged<QueryGate>.fromOpaque(context).takeUnretainedValue()
    let text = { (text: UnsafePointer<CChar>?) in text.map { String(cString: $0) } }
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
    case SQLITE_READ:
      return gate.answer(
        .column(table: text(first) ?? "", column: text(second) ?? "", schema: text(schema), view: text(view)))
    case SQLITE_FUNCTION:
      // The one built-in that reaches outside the database.
      if text(second)?.lowercased() == "load_extension" { return SQLITE_DENY }
      return gate.answer(.function(name: text(second) ?? "", view: text(view)))
    default: return SQLITE_DENY
    }
  }

  private func answer(_ access: QueryAccess) -> Int32 {
    if allows(access) { return SQLITE_OK }
    refused?(access)
    refused = nil
    return SQLITE_DENY
  }
}
