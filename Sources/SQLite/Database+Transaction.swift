extension Database {
  /// Runs the closure inside `BEGIN IMMEDIATE` … `COMMIT`, and rolls back where it throws.
  public func writeTransaction<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN IMMEDIATE")
    return try finishTransaction(body)
  }

  /// Runs the closure over one unchanging state of the file.
  public func readTransaction<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN")
    return try finishTransaction(body)
  }

  private func finishTransaction<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // After some errors SQLite has rolled back already; a second failure would hide the first.
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }
}
