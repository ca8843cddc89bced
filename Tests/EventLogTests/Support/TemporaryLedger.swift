import CSQLite
import EventLog
import Foundation
import SQLite
import Testing
import Time

/// A ledger in a folder of its own, which goes away with it.
final class TemporaryLedger {
  let folder: LedgerFolder

  /// Makes an empty one, the same every time.
  init() throws {
    folder = try Self.emptyFolder()
    try EventLog.create(
      folder, now: epoch, ledgerID: "0193a000-0000-4000-8000-000000000000", secret: Array(repeating: 7, count: 32))
  }

  /// Copies one whose log is whole in one file.
  init(copyOf other: TemporaryLedger) throws {
    folder = try Self.emptyFolder()
    try FileManager.default.copyItem(atPath: other.folder.log, toPath: folder.log)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.path) }

  private static func emptyFolder() throws -> LedgerFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)").path
    try Files.createPrivateFolder(path)
    return LedgerFolder(path)
  }

  func open(_ access: EventLog.Access = .readWrite) throws -> EventLog {
    try EventLog(folder, access: access, now: epoch)
  }

  /// A plain connection, as anybody with the file can make one.
  func raw() throws -> Database { try Database(path: folder.log, mode: .readWrite, busyTimeout: 1000) }

  /// Moves everything into the one file.
  func makeWhole() throws { try #require(try raw().checkpoint()) }

  /// Runs SQL behind the log's back, with the triggers out of the way, which are put back afterwards or not.
  func tamper(_ sql: String, reinstatingGuards: Bool = true) throws {
    let database = try raw()
    var triggers: [(name: String, sql: String)] = []
    let rows = try database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    while try rows.step() { triggers.append((rows.text(0), rows.text(1))) }
    rows.reset()
    try database.execute("PRAGMA ignore_check_constraints=ON; PRAGMA foreign_keys=OFF")
    for trigger in triggers { try database.execute("DROP TRIGGER \(trigger.name)") }
    try database.execute(sql)
    if reinstatingGuards { for trigger in triggers { try database.execute(trigger.sql) } }
  }

  /// Runs SQL that may change the schema's own table, which our connections refuse.
  func tamperWithSchema(_ sql: String) throws {
    var handle: OpaquePointer?
    defer { sqlite3_close(handle) }
    try #require(sqlite3_open(folder.log, &handle) == SQLITE_OK)
    try #require(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK)
  }

  /// What verify says, opening anew; where the log cannot even be opened, that it cannot.
  func verify() throws -> Verification {
    do {
      return try open(.readOnly).verify()
    } catch let error as EventLogError {
      return Verification(events: 0, reason: "cannot be opened: \(error)")
    }
  }
}
