import CSQLite

extension Database {
  /// What SQLite finds wrong with the pages of a table and of its indexes; nil where they are sound.
  ///
  /// `PRAGMA quick_check` goes over all pages first, which is one instruction of its program, and then over every row,
  /// which takes longer. It is stopped there: for callers that look at the rows themselves.
  public func faultOfPages(of table: String) throws(SQLiteError) -> String? {
    // Newer versions count a page as an instruction, so that there must be more of these than pages.
    let pages = try integer("PRAGMA page_count") ?? 0
    sqlite3_progress_handler(handle, Int32(clamping: 1000 + 8 * pages), { _ in 1 }, nil)
    defer { sqlite3_progress_handler(handle, 0, nil, nil) }
    let rows = try prepare("SELECT quick_check FROM pragma_quick_check(?)")
    rows.bind(1, table)
    do {
      guard try rows.step() else { return "no answer" }
    } catch {
      guard error.code == SQLITE_INTERRUPT else { throw error }
      return nil
    }
    let answer = rows.text(0)
    return answer == "ok" ? nil : answer
  }
}
