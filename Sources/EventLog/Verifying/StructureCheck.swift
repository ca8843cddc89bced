import Dispatch
import Migrations
import SQLite
import Synchronization

/// Looks for what is wrong with the file's tables, guards or pages rather than with what it records.
struct StructureCheck {
  let database: Database
  let folder: LedgerFolder
  /// Whether the pages that hold payloads are looked at.
  let hasPayloads: Bool

  /// The first fault; nil where there is none.
  func fault() -> Verifier.Fault? {
    do {
      try checkGuards()
      try checkMigrations()
      try checkFile()
      return nil
    } catch let fault as Verifier.Fault {
      return fault
    } catch {
      return Verifier.Fault(seq: nil, reason: "log.db is damaged (\(error)); restore a backup")
    }
  }

  /// The tables, indexes and triggers are word for word those of the migrations.
  private func checkGuards() throws {
    let reference = try Database(path: ":memory:", mode: .create)
    try reference.execute(Schema.migrationTable)
    for migration in Migration.all { try reference.execute(migration.sql) }
    // By their bytes: texts that only look the same are not.
    let query = "SELECT type || ' ' || name, tbl_name || char(10) || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"
    let expected = try reference.prepare(query)
    var wanted: [String: [UInt8]] = [:]
    while try expected.step() { wanted[expected.text(0)] = Array(expected.textBytes(1)) }
    let found = try database.prepare(query)
    while try found.step() {
      let name = found.text(0)
      guard let definition = wanted.removeValue(forKey: name) else {
        throw Verifier.Fault(
          seq: nil,
          reason: name.hasPrefix("table sqlite_stat")
            ? "log.db holds the \(name), which ANALYZE makes and this program does not; look what is in it, then drop it"
            : "log.db holds the \(name), which is not ours; somebody worked on it")
      }
      guard definition == Array(found.textBytes(1)) else {
        throw Verifier.Fault(
          seq: nil, reason: "the definition of the \(name) in log.db was changed; somebody worked on it")
      }
    }
    if let name = wanted.keys.min() {
      throw Verifier.Fault(seq: nil, reason: "the \(name) is missing from log.db; somebody worked on it")
    }
  }

  private func checkMigrations() throws {
    do {
      try Schema.check(database, ledger: folder.path)
    } catch let error as EventLogError {
      throw Verifier.Fault(seq: nil, reason: error.description)
    }
    guard try database.integer("SELECT count(*) FROM migration") == database.integer("PRAGMA user_version")
    else { throw Verifier.Fault(seq: nil, reason: "log.db names other migrations than were applied") }
    // The first is applied as the ledger is made, whose time is sealed; none is applied before the one in front of it.
    let rows = try database.prepare("SELECT applied_at, created_at FROM migration, ledger ORDER BY number")
    var last: Int64?
    while try rows.step() {
      let (applied, created) = (rows.integer(0), rows.integer(1))
      guard rows.type(0) == .integer, last.map({ applied >= $0 }) ?? (applied == created) else {
        throw Verifier.Fault(
          seq: nil, reason: "log.db names another time for a migration than that at which it was applied")
      }
      last = applied
    }
  }

  /// The pages are sound, the columns hold what they may, and the indexes hold what the tables do.
  ///
  /// Of events and streams only the pages: what their columns hold is looked at with the hashes, and ``EventIndexes``
  /// and ``StreamIndex`` are quicker.
  private func checkFile() throws {
    for table in try database.tables() {
      // The pages of payloads are most of the file: where their bytes are left out, these are too.
      guard table != "payload" || hasPayloads else { continue }
      guard let fault = try fault(of: table) else { continue }
      throw Verifier.Fault(seq: nil, reason: "log.db is damaged (\(fault)); restore a backup")
    }
  }

  private func fault(of table: String) throws -> String? {
    if ["event", "stream"].contains(table) { return try database.faultOfPages(of: table) }
    let rows = try database.prepare("SELECT integrity_check FROM pragma_integrity_check(?)")
    rows.bind(1, table)
    guard try rows.step() else { return "no answer" }
    let answer = rows.text(0)
    return answer == "ok" ? nil : answer
  }
}

extension Database {
  /// The names of the tables, which have been compared with the migrations'.
  fileprivate func tables() throws -> [String] {
    let rows = try prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    var names: [String] = []
    while try rows.step() { names.append(rows.text(0)) }
    return names
  }
}

extension StructureCheck {
  /// The ends of the tables as one connection sees them: others may append meanwhile.
  struct Ends: Sendable {
    let event: Int64
    let stream: Int64
  }

  /// Begins to look, on a connection and a thread of its own: it takes as long as the walk over the events.
  static func start(_ log: EventLog, through last: Ends, payloads: Bool) -> RunningStructureCheck {
    let check = RunningStructureCheck()
    let folder = log.folder
    DispatchQueue.global(qos: .userInitiated).async(group: check.group) {
      var outcome = RunningStructureCheck.Outcome()
      do {
        if let database = try Database.reader(of: folder.log) {
          try database.execute("PRAGMA cache_size=-16384")
          outcome.fault = StructureCheck(database: database, folder: folder, hasPayloads: payloads).fault()
          outcome.events = try EventIndexes(database, through: last.event)
          outcome.streams = try StreamIndex(database, through: last.stream)
        }
      } catch {
        let fault = Verifier.Fault(seq: nil, reason: "log.db is damaged (\(error)); restore a backup")
        outcome.fault = outcome.fault ?? fault
      }
      check.outcome.withLock { $0 = outcome }
    }
    return check
  }
}

/// A check that goes on beside the walk over the events.
final class RunningStructureCheck: Sendable {
  struct Outcome: Sendable {
    var fault: Verifier.Fault?
    /// What the indexes hold; nil where they could not be read.
    var events: EventIndexes?
    var streams: StreamIndex?
  }

  fileprivate let group = DispatchGroup()
  fileprivate let outcome = Mutex(Outcome())

  /// Waits for its end, and gives what it found.
  func finished() -> Outcome {
    group.wait()
    return outcome.withLock { $0 }
  }
}
