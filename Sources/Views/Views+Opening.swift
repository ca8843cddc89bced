import EventLog
import Events
import SQLite
import Time

extension Views {
  /// Views that hold everything in the log, for reading.
  ///
  /// Where the file is behind, missing, or of another version, it is brought up to date if this process may write and
  /// the lock is free; otherwise the answer comes from views in memory, so that it is the same either way.
  public static func upToDate(for log: EventLog, progress: (Int64) -> Void = { _ in }) throws -> Views {
    if let views = try? openExisting(log, .readOnly), try (try? views.seq()) == log.head() { return views }
    // Where somebody is writing, a moment's patience usually is enough: views are caught up under the same lock.
    for _ in 0..<20 {
      do {
        if let views = try log.exclusivelyIfFree({ try writable(for: log, progress: progress) }) { return views }
      } catch {
        // A full disk, say: no reason not to answer. Damage of the log itself shows again.
        break
      }
      guard log.mayWrite else { break }
      Files.pauseBriefly()
      if let views = try? openExisting(log, .readOnly), let seq = try? views.seq(), try seq >= log.head() {
        return views
      }
    }
    return try inMemory(for: log, progress: progress)
  }

  /// Views that hold everything in the log, for a reader that leaves those on the disk as they are.
  public static func untouched(for log: EventLog) throws -> Views {
    if let views = try? openExisting(log, .readOnly), try (try? views.seq()) == log.head() { return views }
    return try inMemory(for: log)
  }

  /// Views for the writer, caught up; only under the ledger's lock.
  public static func writable(for log: EventLog, progress: (Int64) -> Void = { _ in }) throws -> Views {
    do {
      if let views = try existing(for: log, progress: progress) { return views }
    } catch {
      guard isFault(error) else { throw error }
      // Whatever is wrong with the views, they come back the same. Where the log is damaged, so does the error.
    }
    return try rebuild(for: log, progress: progress)
  }

  /// The views that are there, caught up; nil where there are none, or where building them anew is sooner done.
  ///
  /// Only under the ledger's lock.
  public static func existing(for log: EventLog, progress: (Int64) -> Void = { _ in }) throws -> Views? {
    guard let views = try? openExisting(log, .readWrite), try !views.areFarBehind(log) else { return nil }
    try views.catchUp(with: log, progress: progress)
    return views
  }

  /// Whether an error says that something is wrong with the files: damaged, taken away, or not what they were.
  private static func isFault(_ error: any Error) -> Bool {
    guard let error = error as? SQLiteError else { return (error as? EventLogError)?.code == .damaged }
    return error.isCorrupt || error.isCannotOpen || error.isInputOutput || error.isReadOnly
  }

  /// Views in memory: what a reader falls back on.
  public static func inMemory(for log: EventLog, progress: (Int64) -> Void = { _ in }) throws -> Views {
    let views = try Views(Database(path: ":memory:", mode: .create), makeTables: true)
    try views.build(from: log, progress: progress)
    return views
  }

  static func openExisting(_ log: EventLog, _ access: EventLog.Access) throws -> Views {
    let path = log.folder.views
    guard ViewsFile.isOwn(path) else {
      throw EventLogError(.readOnly, "\(path) does not lead to a file of this ledger")
    }
    let database: Database
    switch access {
    case .readWrite:
      database = try Database(path: path, mode: .readWrite, busyTimeout: 10_000)
      try database.execute(
        "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-32768; PRAGMA secure_delete=OFF")
    case .readOnly:
      guard let reader = try Database.reader(of: path) else {
        throw EventLogError(.readOnly, "the views cannot be read as they lie there")
      }
      database = reader
    }
    let views = try Views(database, makeTables: false)
    guard try views.isCurrent(), try views.belong(to: log) else {
      throw EventLogError(.newerFormat, "the views are of another version, or of another log")
    }
    views.noteFiles()
    return views
  }
}

extension Views {
  /// Another connection to the same views at the same position, or nil where there cannot be one.
  public func secondReader(at seq: Int64) -> sending Views? {
    guard database.path != ":memory:", let other = try? Database.reader(of: database.path),
      let views = try? Views(other, makeTables: false), (try? other.execute("BEGIN")) != nil,
      (try? views.seq()) == seq
    else { return nil }
    return views
  }
}
