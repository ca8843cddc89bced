import Migrations
import SQLite

extension Verifier {
  /// What is wrong with the file's tables, guards or pages rather than with what it records; nil where nothing is.
  func structuralFault() -> Fault? {
    do {
      try checkGuards()
      try checkMigrations()
      try checkFile()
      return nil
    } catch let fault as Fault {
      return fault
    } catch {
      return Fault(seq: nil, reason: "log.db is damaged (\(error)); restore a backup")
    }
  }

  /// The tables, indexes and triggers are word for word those of the migrations.
  private func checkGuards() throws {
    let reference = try Database(path: ":memory:", mode: .create)
    try reference.execute(Schema.migrationTable)
    for migration in Migration.all { try reference.execute(migration.sql) }
    // Statistics that somebody's ANALYZE left behind do no harm.
    let query = """
      SELECT type || ' ' || name, sql FROM sqlite_schema WHERE NOT (type = 'table' AND name GLOB 'sqlite_stat[14]')
      ORDER BY 1
      """
    let expected = try reference.prepare(query)
    var wanted: [String: String] = [:]
    while try expected.step() { wanted[expected.text(0)] = expected.text(1) }
    let found = try log.database.prepare(query)
    while try found.step() {
      let name = found.text(0)
      guard let sql = wanted.removeValue(forKey: name) else {
        throw Fault(seq: nil, reason: "log.db holds the \(name), which is not ours; somebody worked on it")
      }
      guard sql == found.text(1) else {
        throw Fault(seq: nil, reason: "the definition of the \(name) in log.db was changed; somebody worked on it")
      }
    }
    if let name = wanted.keys.min() {
      throw Fault(seq: nil, reason: "the \(name) is missing from log.db; somebody worked on it")
    }
  }

  private func checkMigrations() throws {
    do {
      try Schema.check(log.database, ledger: log.folder.path)
    } catch let error as EventLogError {
      throw Fault(seq: nil, reason: error.description)
    }
    guard try log.database.integer("SELECT count(*) FROM migration") == log.database.integer("PRAGMA user_version")
    else { throw Fault(seq: nil, reason: "log.db names other migrations than were applied") }
  }

  /// The pages are sound, the columns hold what they may, and the indexes hold what the tables do.
  private func checkFile() throws {
    let rows = try log.database.prepare("PRAGMA integrity_check(1)")
    guard try rows.step(), rows.text(0) == "ok" else {
      throw Fault(seq: nil, reason: "log.db is damaged (\(rows.text(0))); restore a backup")
    }
  }
}
