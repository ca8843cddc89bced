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
  /// Where streams stand, for writing.
  private(set) lazy var streamPlaces = StreamPlaces(self)
  /// How the log was opened.
  public let access: Access
  let database: Database
  let payloadCoder = PayloadCoder()
  let lock: WriteLock?
  var failure: EventLogError?
  /// Whether this connection has begun to write, and so may have made the write-ahead log long.
  var hasWritten = false

  /// Opens the log of a ledger that exists.
  ///
  /// `now` is when migrations that are missing are applied; `vfs` the name of a registered SQLite VFS to write through,
  /// SQLite's default unless given; `pageCache` how many kibibytes of pages are kept in memory at most.
  public init(
    _ folder: LedgerFolder, access: Access, now: Timestamp, vfs: String? = nil, pageCache: Int = 65_536
  ) throws {
    self.folder = folder
    self.access = access
    try Self.requireLog(folder)
    do {
      let database = try Self.open(folder, access, vfs)
      try Schema.check(database, ledger: folder.path)
      let lock = try Self.lock(folder, access)
      if access == .readWrite {
        try database.execute("PRAGMA synchronous=FULL")
        if let lock, try database.text("PRAGMA journal_mode") != "wal" {
          // A copy that VACUUM INTO made, put back.
          try lock.withLock { try database.execute("PRAGMA journal_mode=WAL") }
        }
        guard try database.integer("PRAGMA synchronous") == 2, try database.text("PRAGMA journal_mode") == "wal" else {
          throw EventLogError(
            .notDurable, "\(folder.log) cannot be written durably (no WAL or no full synchronisation)")
        }
      }
      if access == .readWrite, let lock, try database.integer("PRAGMA user_version") ?? 0 < Int64(Migration.all.count) {
        try lock.withLock { try Schema.migrate(database, at: now, ledger: folder.path) }
      }
      try database.execute("PRAGMA cache_size=-\(pageCache)")
      self.database = database
      self.lock = lock
      symbols = SymbolTable(database)
      try symbols.refresh()
    } catch let error as SQLiteError {
      throw EventLogError(error, ledger: folder.path)
    }
  }

  /// Leaves a short write-ahead log behind, where this connection wrote.
  ///
  /// Whoever opens the ledger next has to read it through from its beginning, a millisecond for every 2 MB. What is in
  /// it is durable already, so that nothing is lost where this fails.
  deinit {
    guard hasWritten, failure == nil, writeAheadLogSize > 1 << 20 else { return }
    _ = try? exclusivelyIfFree { try database.checkpoint() }
  }

  /// Says why there is no log to open: none was ever made, it cannot be reached, or it is gone.
  private static func requireLog(_ folder: LedgerFolder) throws {
    guard !Files.exists(folder.log) else { return try folder.requireOwnFiles() }
    guard Files.isReachable(folder.log) else {
      throw EventLogError(.permission, "\(folder.path) cannot be entered by this user; check its permissions")
    }
    if let views = Files.destination(ofLink: folder.views) {
      throw EventLogError(
        .damaged, "\(folder.log) is gone, though \(views), which was made from it, is there; restore a backup")
    }
    throw EventLogError(
      .notALedger, "there is no ledger in \(folder.path); make one with 'iocledger init --ledger \(folder.path)'")
  }

  /// The ledger's lock; a reader, which needs it only to bring views up to date, goes without one where it must.
  private static func lock(_ folder: LedgerFolder, _ access: Access) throws -> WriteLock? {
    switch access {
    case .readWrite: try WriteLock(path: folder.lock)
    case .readOnly: Files.isWritable(folder.path) ? try? WriteLock(path: folder.lock) : nil
    }
  }

  /// Makes the log of a new ledger; the folder is there already.
  public static func create(
    _ folder: LedgerFolder, now: Timestamp, ledgerID: String, secret: [UInt8]
  ) throws {
    let lock = try WriteLock(path: folder.lock)
    try lock.withLock {
      guard !Files.exists(folder.log) else { return }
      // A log that was lost is not replaced by an empty one without a word.
      if Files.destination(ofLink: folder.views) != nil { try requireLog(folder) }
      // Built beside and renamed, so that a folder never holds half a ledger.
      let draft = folder.log + ".new"
      for file in [draft, draft + "-wal", draft + "-shm", draft + "-journal"] { Files.remove(file) }
      try Files.createPrivate(draft)
      do {
        let database = try Database(path: draft, mode: .readWrite)
        try database.execute("PRAGMA synchronous=FULL")
        try Schema.migrate(database, at: now, ledger: folder.path, isNew: true)
        let row = try database.prepare("INSERT INTO ledger VALUES (1, ?, ?, ?, ?)")
        row.bind(1, ledgerID)
        row.bind(2, now.milliseconds)
        row.bind(3, secret)
        row.bind(4, seal(ledgerID: ledgerID, createdAt: now.milliseconds, secret: secret).bytes)
        try row.run()
        try database.execute("PRAGMA journal_mode=WAL")
      } catch let error as SQLiteError {
        throw EventLogError(error, ledger: folder.path)
      }
      for file in [draft + "-wal", draft + "-shm"] { Files.remove(file) }
      try Files.move(draft, to: folder.log)
    }
  }

  /// What makes a change of the ledger's identity show.
  static func seal(ledgerID: String, createdAt: Int64, secret: [UInt8]) -> Digest {
    var bytes: [UInt8] = []
    bytes.appendText(ledgerID)
    bytes.appendSignedVarint(createdAt)
    return Digest(hashing: bytes + secret)
  }

  /// Opens the file for its purpose.
  private static func open(_ folder: LedgerFolder, _ access: Access, _ vfs: String?) throws -> Database {
    switch access {
    case .readWrite:
      guard Files.isWritable(folder.path), Files.isWritable(folder.log) else {
        throw EventLogError(
          .readOnly, "\(folder.path) cannot be written; check its permissions or choose another with --ledger")
      }
      let database = try Database(path: folder.log, mode: .readWrite, busyTimeout: 10_000, vfs: vfs)
      // Checkpoints happen under the lock only: see `event-stores.md` §1.1 on the WAL-reset defect before 3.51.3.
      try database.execute("PRAGMA wal_autocheckpoint=0; PRAGMA recursive_triggers=ON")
      return database
    case .readOnly:
      guard Files.isReadable(folder.log) else {
        throw EventLogError(.permission, "\(folder.log) cannot be read; check its permissions")
      }
      guard let database = try Database.reader(of: folder.log) else {
        throw EventLogError(
          .readOnly,
          "\(folder.path) cannot be written, and of log.db-wal, which is not empty, the companion log.db-shm is missing; copy all three files, or let a user who may write run 'iocledger stats' on it"
        )
      }
      return database
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
    // No log has so many events that the next could not be counted.
    guard try row.step(), row.integer(0) < 1 << 62,
      let frontier = Frontier(size: row.integer(0), bytes: Array(row.blob(1)))
    else {
      throw EventLogError(.damaged, "the head of \(folder.log) is damaged; run 'iocledger verify'")
    }
    return frontier
  }

  /// Runs the closure over one unchanging state of the log: inside another call, over the same as that.
  public func read<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      guard !database.isInTransaction else {
        try symbols.refresh()
        return try body()
      }
      return try database.readTransaction {
        try symbols.refresh()
        return try body()
      }
    } catch let error as SQLiteError {
      throw EventLogError(error, ledger: folder.path)
    }
  }

  /// How many bytes the write-ahead log has.
  var writeAheadLogSize: Int64 { Files.size(database.writeAheadLogPath) }
}
