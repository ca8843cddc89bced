import SQLite

extension EventLog {
  /// Writes a copy of one consistent state of the log into a new file, while others may go on writing.
  ///
  /// The copy is whole in that one file. It is made from the live rows, so that nothing of erased payloads can be in it.
  public func copy(to path: String) throws {
    try Files.createPrivate(path)
    do {
      let statement = try database.prepare("VACUUM INTO ?")
      statement.bind(1, path)
      try statement.run()
    } catch let error where error.isDiskFull {
      throw EventLogError(.diskFull, "the disk that holds \(path) is full; free some space and try again")
    } catch {
      throw EventLogError(error, ledger: folder.path)
    }
  }
}
