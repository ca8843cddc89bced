import Events
import Foundation
import Migrations
import SQLite
import Testing

@testable import EventLog

@Suite("Migrations and files")
struct MigrationTests {
  @Test("the list is the folder, in the order of its numbers")
  func folderIsList() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Migrations").standardized
    let files = Files.names(in: folder.path).filter { $0.hasSuffix(".sql") }
    #expect(files == Migration.all.map { "\($0.name).sql" })
    for migration in Migration.all {
      let text = try String(contentsOf: folder.appending(path: "\(migration.name).sql"), encoding: .utf8)
      #expect(text == migration.sql)
    }
    for (index, file) in files.enumerated() { #expect(Int(file.prefix(4)) == index + 1) }
  }

  @Test("a log whose migration had another text is refused, by readers and writers")
  func edited() throws {
    try refused(.editedMigration) { try $0.tamper("UPDATE migration SET sha256 = zeroblob(32)") }
  }

  @Test("a log of a newer program is refused")
  func newer() throws {
    try refused(.newerFormat) { try $0.raw().execute("PRAGMA user_version=\(Migration.all.count + 1)") }
    try refused(.newerFormat) {
      try $0.raw().execute("INSERT INTO migration VALUES (\(Migration.all.count + 1), 'next', x'00', 1)")
    }
  }

  @Test("a database of something else is refused and left as it is")
  func foreign() throws {
    try refused(.notALedger) { ledger in
      Files.remove(ledger.folder.log)
      let other = try Database(path: ledger.folder.log, mode: .create)
      try other.execute("CREATE TABLE theirs (x); PRAGMA user_version=1")
    }
    try refused(.notALedger) { Files.remove($0.folder.log) }
    try refused(.damaged) { try Files.replace($0.folder.log, with: []) }
    try refused(.damaged) { try Files.replace($0.folder.log, with: Array("no database, but text".utf8)) }
  }

  private func refused(_ code: EventLogError.Code, after change: (TemporaryLedger) throws -> Void) throws {
    let ledger = try TemporaryLedger()
    try change(ledger)
    for access in [EventLog.Access.readOnly, .readWrite] {
      let error = #expect(throws: EventLogError.self) { try ledger.open(access) }
      #expect(error?.code == code, "\(error?.description ?? "opened")")
    }
  }

  @Test("what an init that was killed left behind does not stop the next one")
  func halfMade() throws {
    let ledger = try TemporaryLedger()
    Files.remove(ledger.folder.log)
    for suffix in ["", "-wal", "-shm", "-journal"] {
      try Files.replace("\(ledger.folder.log).new\(suffix)", with: Array("half".utf8))
    }
    try EventLog.create(
      ledger.folder, now: epoch, ledgerID: "1", secret: Array(repeating: 1, count: 32))
    #expect(try ledger.verify().isSound)
    #expect(!Files.names(in: ledger.folder.path).contains { $0.contains(".new") })
  }

  @Test("making a log where there is one changes nothing")
  func again() throws {
    let ledger = try TemporaryLedger()
    try ledger.open().append([draft(1)])
    let before = try contents(ledger)
    try EventLog.create(ledger.folder, now: second(9), ledgerID: "2", secret: Array(repeating: 2, count: 32))
    #expect(try contents(ledger) == before)
  }

  @Test("only the owner may read what is made")
  func permissions() throws {
    let ledger = try TemporaryLedger()
    let log = try ledger.open()
    try log.append([draft(1)])
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    for name in Files.names(in: ledger.folder.path) {
      #expect(try mode("\(ledger.folder.path)/\(name)") == 0o600, "\(name)")
    }
    #expect(Files.names(in: ledger.folder.path) == ["lock", "log.db", "log.db-shm", "log.db-wal"])
    #expect(try mode(ledger.folder.path) == 0o700)
  }

  @Test("the root of an empty log is SHA-256 of nothing")
  func emptyRoot() throws {
    let ledger = try TemporaryLedger()
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(try ledger.open().root().description == empty)
    let result = try ledger.verify()
    #expect(result.isSound)
    #expect(result.events == 0)
    #expect(result.root?.description == empty)
    #expect(try ledger.open().lastRecordedAt() == nil)
  }

  @Test("a log that is gone while its views are there is missed, and not replaced by an empty one")
  func gone() throws {
    let ledger = try TemporaryLedger()
    Files.remove(ledger.folder.log)
    try Files.link(ledger.folder.views, to: "views-1.db")
    for access in [EventLog.Access.readOnly, .readWrite] {
      #expect(throws: EventLogError.self) { try ledger.open(access) }
    }
    let error = #expect(throws: EventLogError.self) {
      try EventLog.create(ledger.folder, now: epoch, ledgerID: "1", secret: Array(repeating: 1, count: 32))
    }
    #expect(error?.code == .damaged)
    #expect(!Files.exists(ledger.folder.log))
  }

  @Test("a folder that this user may not enter is no missing ledger", .enabled(if: getuid() != 0))
  func closedFolder() throws {
    let ledger = try TemporaryLedger()
    #expect(chmod(ledger.folder.path, 0) == 0)
    defer { chmod(ledger.folder.path, 0o700) }
    let error = #expect(throws: EventLogError.self) { try ledger.open(.readOnly) }
    #expect(error?.code == .permission)
  }
}
