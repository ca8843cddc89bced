import Events
import Migrations
import SQLite
import Time

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The append-only log of one ledger: the only writer of truth.
///
/// One connection, belonging to one thread. Writing happens in ``write(_:)`` alone, under the ledger's lock.
public final class EventLog {
  /// How a log is opened.
  public enum Access: Sendable {
    /// For reading and writing.
    case readWrite
    /// For reading; nothing in the folder is changed, and the folder need not be writable.
    case readOnly
  }

  /// Where the ledger's files are.
  public let folder: LedgerFolder
  /// The names that occur in events.
  public let symbols: SymbolTable
  /// How the log was opened.
  public let access: Access
  let database: Database
  let lock: WriteLock?
  var failure: EventLogError?

  /// Opens the log of a ledger that exists.
  ///
  /// `now` is when migrations that are missing are applied.
  public init(_ folder: LedgerFolder, access: Access, now: Timestamp) throws {
    self.folder = folder
    self.access = access
    guard Files.exists(folder.log) else {
      throw EventLogError(
        .notALedger, "there is no ledger in \(folder.path); make one with 'iocledger init --ledger \(folder.path)'")
    }
    do {
      let database = try Self.open(folder, access)
      // A reader needs the lock too: to bring views up to date where it finds them behind.
      let lock = access == .readWrite || Files.isWritable(folder.path) ? try WriteLock(path: folder.lock) : nil
      if access == .readWrite {
        try database.execute("PRAGMA synchronous=FULL")
        guard try database.integer("PRAGMA synchronous") == 2, try database.text("PRAGMA journal_mode") == "wal" else {
          throw EventLogError(
            .notDurable, "\(folder.log) cannot be written durably (no WAL or no full synchronisation)")
        }
      }
      if access == .readWrite, let lock, try database.integer("PRAGMA user_version") ?? 0 < Int64(Migration.all.count) {
        try lock.withLock { try Schema.migrate(database, at: now, ledger: folder.path) }
      } else {
        try Schema.check(database, ledger: folder.path)
      }
      self.database = database
      self.lock = lock
      symbols = SymbolTable(database)
      try symbols.refresh()
    } catch let error as SQLiteError {
      throw EventLogError(error, ledger: folder.path)
    }
  }

  /// Makes the log of a new ledger; the folder is there already.
  public static func create(
    _ folder: LedgerFolder, now: Timestamp, ledgerID: String, secret: [UInt8]
  ) throws {
    let lock = try WriteLock(path: folder.lock)
    try lock.withLock {
      guard !Files.exists(folder.log) else { return }
      // Built beside and renamed, so that a folder never holds half a ledger.
      let draft = folder.log + ".new"
      for file in [draft, draft + "-wal", draft + "-shm", draft + "-journal"] { Files.remove(file) }
      try Files.createPrivate(draft)
      do {
        let database = try Database(path: draft, mode: .readWrite)
        try database.execute("PRAGMA synchronous=FULL")
        try Schema.migrate(database, at: now, ledger: folder.path)
        let row = try database.prepare("INSERT INTO ledger VALUES (1, ?, ?, ?)")
        row.bind(1, ledgerID)
        row.bind(2, now.milliseconds)
        row.bind(3, secret)
        try row.run()
        try database.execute("PRAGMA journal_mode=WAL")
      } catch let error as SQLiteError {
        throw EventLogError(error, ledger: folder.path)
      }
      for file in [draft + "-wal", draft + "-shm"] { Files.remove(file) }
      try Files.move(draft, to: folder.log)
    }
  }

  /// Opens the file for its purpose.
  ///
  /// A folder that cannot be written is read as it lies there, which SQLite can do only where the write-ahead log is
  /// absent or empty.
  private static func open(_ folder: LedgerFolder, _ access: Access) throws -> Database {
    switch access {
    case .readWrite:
      guard Files.isWritable(folder.path), Files.isWritable(folder.log) else {
        throw EventLogError(
          .readOnly, "\(folder.path) cannot be written; check its permissions or choose another with --ledger")
      }
      let database = try Database(path: folder.log, mode: .readWrite, busyTimeout: 10_000)
      // Checkpoints happen under the lock only: see `event-stores.md` §1.1 on the WAL-reset defect before 3.51.3.
      try database.execute("PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-65536; PRAGMA recursive_triggers=ON")
      return database
    case .readOnly:
      guard Files.isReadable(folder.log) else {
        throw EventLogError(.permission, "\(folder.log) cannot be read; check its permissions")
      }
      if Files.isWritable(folder.path) {
        let database = try Database(path: folder.log, mode: .readOnly, busyTimeout: 10_000)
        try database.execute("PRAGMA cache_size=-65536")
        return database
      }
      guard Files.size(folder.log + "-wal") == 0 else {
        throw EventLogError(
          .readOnly,
          "\(folder.path) cannot be written and its write-ahead log is not empty; let a user who may write run any command on it first"
        )
      }
      return try Database(path: folder.log, mode: .immutable)
    }
  }

  /// This ledger's identity, a UUID.
  public func ledgerID() throws -> String {
    try database.text("SELECT id FROM ledger") ?? ""
  }

  /// The position of the last event; 0 in an empty log.
  public func head() throws -> Int64 { try database.integer("SELECT seq FROM head") ?? 0 }

  /// When the last event was recorded; nil in an empty log.
  public func lastRecordedAt() throws -> Timestamp? {
    try head() == 0 ? nil : database.integer("SELECT recorded_at FROM head").map { Timestamp(milliseconds: $0) }
  }

  /// The root of the tree over all events.
  public func root() throws -> Digest { try frontier().root }

  func frontier() throws -> Frontier {
    let row = try database.cached("SELECT seq, frontier FROM head")
    defer { row.reset() }
    guard try row.step(), let frontier = Frontier(size: row.integer(0), bytes: Array(row.blob(1))) else {
      throw EventLogError(.damaged, "the head of \(folder.log) is damaged; run 'iocledger verify'")
    }
    return frontier
  }

  /// Runs the closure over one unchanging state of the log.
  public func read<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try database.readTransaction {
        try symbols.refresh()
        return try body()
      }
    } catch let error as SQLiteError {
      throw EventLogError(error, ledger: folder.path)
    }
  }

  /// How many bytes the write-ahead log has.
  var writeAheadLogSize: Int64 { Files.size(folder.log + "-wal") }
}
