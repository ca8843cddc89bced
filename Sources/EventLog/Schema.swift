import Events
import Migrations
import SQLite
import Time

/// Brings a log's tables to what this program expects, and refuses what it does not know.
struct Schema {
  /// Marks the file as a log of ours: "IOCL" in ASCII.
  static let applicationID: Int64 = 0x494F_434C

  /// Which migrations were applied, so that an edited one is noticed.
  static let migrationTable = """
    CREATE TABLE migration (
      number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL, applied_at INTEGER NOT NULL
    ) STRICT
    """

  /// Applies the migrations that are missing; runs under the write lock, or on a file that is still being made.
  static func migrate(_ database: Database, at now: Timestamp, ledger: String, isNew: Bool = false) throws {
    if !isNew { try check(database, ledger: ledger) }
    let applied = try database.integer("PRAGMA user_version") ?? 0
    guard applied < Migration.all.count else { return }
    try database.writeTransaction {
      if applied == 0 {
        try database.execute("PRAGMA application_id=\(applicationID)")
        try database.execute(migrationTable)
      }
      for (index, migration) in Migration.all.enumerated().dropFirst(Int(applied)) {
        try database.execute(migration.sql)
        let row = try database.prepare("INSERT INTO migration VALUES (?, ?, ?, ?)")
        row.bind(1, index + 1)
        row.bind(2, migration.name)
        row.bind(3, Digest(hashing: Array(migration.sql.utf8)).bytes)
        row.bind(4, now.milliseconds)
        try row.run()
      }
      try database.execute("PRAGMA user_version=\(Migration.all.count)")
    }
  }

  /// Refuses a file that is no log, that a newer program wrote, or whose migrations are not ours.
  static func check(_ database: Database, ledger: String) throws {
    let application = try database.integer("PRAGMA application_id") ?? 0
    let applied = try database.integer("PRAGMA user_version") ?? 0
    let tables = try database.integer("SELECT count(*) FROM sqlite_schema") ?? 0
    guard application != 0 || applied != 0 || tables != 0 else {
      throw EventLogError(.damaged, "\(ledger)/log.db is empty; restore a backup")
    }
    guard application == applicationID else {
      throw EventLogError(.notALedger, "\(ledger)/log.db is a database of something else; choose another --ledger")
    }
    guard applied <= Migration.all.count else {
      throw EventLogError(
        .newerFormat,
        "\(ledger) was written by a newer iocledger (format \(applied), this one knows \(Migration.all.count)); upgrade"
      )
    }
    guard applied > 0 else {
      throw EventLogError(.damaged, "\(ledger)/log.db has lost the number of its format; restore a backup")
    }
    let rows = try database.prepare("SELECT number, name, sha256 FROM migration ORDER BY number")
    for (index, migration) in Migration.all.prefix(Int(applied)).enumerated() {
      guard try rows.step(), rows.integer(0) == index + 1, rows.text(1) == migration.name,
        Digest(rows.blob(2)) == Digest(hashing: Array(migration.sql.utf8))
      else {
        throw EventLogError(
          .editedMigration,
          "\(ledger) was made with another text of the migration \(migration.name) than this program has; use the iocledger that wrote it"
        )
      }
    }
    if try applied == Migration.all.count && rows.step() {
      throw EventLogError(
        .newerFormat, "\(ledger) was written by a newer iocledger (it has the migration \(rows.text(1))); upgrade")
    }
  }
}
