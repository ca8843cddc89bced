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
}
