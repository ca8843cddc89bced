import SQLite

/// Erased bytes are gone from the tables at the commit, but not yet from the files.
///
/// The write-ahead log still holds the pages from before, and pages of the database may hold copies that SQLite left
/// in their unused parts when it split or merged them, long before. So the database is rewritten from its live rows
/// (`VACUUM`), and the write-ahead log truncated. What is still owed is remembered in a file of the ledger, made
/// before the erasing transaction begins, so that neither a crash nor a reader in the way makes it forgotten: whoever
/// writes next finishes it.
extension EventLog {
  /// What the file says once only the truncation is owed; before that it is empty.
  private static let rewritten = Array("log.db is rewritten; log.db-wal is to be truncated\n".utf8)

  /// Whether bytes of erased payloads may still be in the files.
  public var isErasurePending: Bool { Files.exists(folder.pendingErasure) }

  /// Remembers, durably, that erased bytes will have to be removed from the files.
  func announceErasure() throws {
    try Files.replace(folder.pendingErasure, with: [])
    // Overwrites what is freed, whatever the library's default is.
    try database.execute("PRAGMA secure_delete=ON")
  }

  /// Removes the bytes of erased payloads from the files, if that is owed.
  ///
  /// False where a reader was in the way for `patience` milliseconds; then the next writer tries again. Takes time and
  /// space in proportion to the whole log.
  @discardableResult
  public func finishErasure(patience: Int = 0) throws -> Bool {
    guard isErasurePending else { return true }
    do {
      return try exclusively { try finishErasureExclusively(patience) }
    } catch let error as SQLiteError {
      let reported = EventLogError(error, ledger: folder.path)
      if error.isInputOutput || error.isCorrupt { failure = reported }
      throw reported
    }
  }

  private func finishErasureExclusively(_ patience: Int) throws -> Bool {
    // Another process may have done it while this one waited for the lock.
    guard isErasurePending else { return true }
    if try Files.contents(of: folder.pendingErasure) != Self.rewritten {
      try database.execute("VACUUM")
      try Files.replace(folder.pendingErasure, with: Self.rewritten)
    }
    var waited = 0
    while try !database.checkpoint() {
      guard waited < patience else { return false }
      Files.pauseBriefly()
      waited += 10
    }
    Files.remove(folder.pendingErasure)
    return true
  }
}
