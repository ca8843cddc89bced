import EventLog
import Events
import Indicators
import SQLite
import Time

/// Everything derived from a log, in a file of its own that can be deleted at any time.
public final class Views {
  /// Changes whenever the projections or their tables do; views of another version are built anew.
  public static let codeVersion: Int64 = 8

  let database: Database
  let names = FieldNames()
  /// The files that were opened: the database and, where it has them, its companions.
  private var openFiles: [(path: String, identity: FileIdentity)] = []

  /// Opens a file that holds views already, or makes the tables in an empty one.
  init(_ database: Database, makeTables: Bool) throws {
    self.database = database
    guard makeTables else { return }
    try database.writeTransaction {
      try database.execute(ViewsSchema.tables)
      try database.execute("INSERT INTO checkpoint VALUES (1, 0, x'', \(Self.codeVersion))")
    }
  }

  /// The position up to which the views hold everything.
  public func seq() throws -> Int64 { try database.integer("SELECT seq FROM checkpoint") ?? 0 }

  /// Whether this program's code made the views.
  func isCurrent() throws -> Bool {
    try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'checkpoint'") == 1
      && database.integer("SELECT code FROM checkpoint") == Self.codeVersion
  }

  /// Whether the views were made from this log: it holds the event up to which they have come.
  ///
  /// They were not where a backup of the log was put in its place, or another ledger's views in theirs.
  func belong(to log: EventLog) throws -> Bool {
    let row = try database.cached("SELECT seq, leaf FROM checkpoint")
    defer { row.reset() }
    guard try row.step() else { return false }
    return try row.integer(0) == 0 || log.leafHash(at: row.integer(0)).map { $0 == Digest(row.blob(1)) } ?? false
  }

  /// Notes which files are open, once something was read from them.
  func noteFiles() {
    let file = database.filePath
    openFiles = [file, file + "-wal", file + "-shm"].compactMap { path in Files.identity(path).map { (path, $0) } }
  }

  /// Whether the files that are open are those that others find under their names.
  ///
  /// Where somebody took one away or put another in its place, what is written here would reach nobody, or mix with
  /// what others write.
  public var isInPlace: Bool { openFiles.allSatisfy { Files.identity($0.path) == $0.identity } }

  /// Runs the closure over one unchanging state of the views, that of when it begins.
  ///
  /// A log that is read inside holds everything that the views do; one that is read before may not.
  public func read<Result>(_ body: () throws -> Result) throws -> Result {
    try database.readTransaction {
      // SQLite settles on a state with the first read, not before.
      _ = try seq()
      return try body()
    }
  }
}
