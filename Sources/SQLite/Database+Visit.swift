import CSQLite

/// The row that a query is at, as the arguments of its `visit(…)`; valid during one call.
public struct VisitedRow {
  @usableFromInline let values: UnsafeMutablePointer<OpaquePointer?>

  @usableFromInline
  init(_ values: UnsafeMutablePointer<OpaquePointer?>) { self.values = values }

  /// The argument of a number, the first being 0.
  @inlinable
  public func cell(_ index: Int) -> Cell { Cell(values[index]) }
}

extension Database {
  /// Runs a query that has `visit(…)` among its conditions, and calls the closure with the arguments of each row.
  ///
  /// `SELECT 1 FROM event WHERE seq > ? AND visit(seq, facts) ORDER BY seq`: the function is never true, so that the
  /// query goes through all rows without a return and without a check of each column. `row` sees them as SQLite reads them:
  /// the order must be one that needs no sorting, and all other conditions must be the key's. It gives false to stop.
  /// `bind` sets the parameters.
  public func visit(
    _ sql: String, bind: (Statement) -> Void = { _ in }, row body: (VisitedRow) throws -> Bool
  ) throws {
    let visitor = try madeVisitor()
    let statement = try cached(sql)
    bind(statement)
    defer { statement.reset() }
    try withoutActuallyEscaping(body) { body in
      let outer = visitor.pointee
      visitor.pointee = Visitor(body: body)
      defer { visitor.pointee = outer }
      do {
        while try statement.step() {}
      } catch {
        guard let end = visitor.pointee.end else { throw error }
        try end.get()
      }
    }
  }

  private func madeVisitor() throws(SQLiteError) -> UnsafeMutablePointer<Visitor> {
    if let visitor { return visitor }
    let made = UnsafeMutablePointer<Visitor>.allocate(capacity: 1)
    made.initialize(to: Visitor())
    let code = sqlite3_create_function_v2(
      handle, "visit", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, made,
      { context, _, values in
        guard let data = sqlite3_user_data(context), let values else { return }
        let visitor = data.assumingMemoryBound(to: Visitor.self)
        do {
          if try visitor.pointee.body?(VisitedRow(values)) ?? false { return }
          visitor.pointee.end = .success(())
        } catch {
          visitor.pointee.end = .failure(error)
        }
        sqlite3_result_error_code(context, SQLITE_ABORT)
      }, nil, nil,
      { data in
        guard let visitor = data?.assumingMemoryBound(to: Visitor.self) else { return }
        visitor.deinitialize(count: 1)
        visitor.deallocate()
      })
    guard code == SQLITE_OK else { throw self.error(code) }
    visitor = made
    return made
  }
}

/// What the function `visit` of a connection calls.
struct Visitor {
  /// Nil between visits.
  var body: ((VisitedRow) throws -> Bool)?
  /// How the closure ended the query, where it did.
  var end: Result<Void, any Error>?
}
