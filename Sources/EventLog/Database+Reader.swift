import SQLite

extension Database {
  /// Opens a file for reading, also from a folder that cannot be written; nil where it cannot be read as it lies there.
  ///
  /// There SQLite needs both companions of a database in WAL mode, the log and its index, as every writer of ours
  /// leaves them behind. Without them only a file that is whole in itself can be read, as one that nobody changes.
  public static func reader(of path: String) throws(SQLiteError) -> Database? {
    let file = Files.resolvingLinks(path)
    let log = file + "-wal"
    if Files.isWritable(Files.folder(of: file)) || (Files.exists(log) && Files.exists(file + "-shm")) {
      return try Database(path: path, mode: .readOnly, busyTimeout: 10_000)
    }
    return Files.size(log) == 0 ? try Database(path: path, mode: .immutable) : nil
  }

  /// Opens a file that is open already once more, for a thread that reads it from end to end.
  static func anotherReader(of path: String) throws -> Database {
    guard let database = try reader(of: path) else {
      throw EventLogError(.readOnly, "\(path) cannot be opened again")
    }
    // Pages are gone through and not come back to.
    try database.execute("PRAGMA cache_size=-16384")
    return database
  }
}
