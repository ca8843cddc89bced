import Foundation
import Testing

@testable import SQLite

@Suite("Databases")
final class DatabaseTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "sqlite-\(UUID().uuidString)").path
  var path: String { folder + "/a b#c?.db" }

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func walDatabase() throws -> Database {
    let database = try Database(path: path, mode: .create)
    try database.execute(
      "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    return database
  }

  private func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? -1
  }

  @Test("a transaction is committed whole, or rolled back where its body throws")
  func transactions() throws {
    struct Stop: Error {}
    let database = try walDatabase()
    #expect(throws: Stop.self) {
      try database.writeTransaction {
        try database.execute("INSERT INTO t VALUES (2)")
        throw Stop()
      }
    }
    #expect(!database.isInTransaction)
    let changes = try database.writeTransaction {
      try database.execute("INSERT INTO t VALUES (3)")
      return database.changes
    }
    #expect(changes == 1)
    #expect(try database.integer("SELECT sum(a) FROM t") == 4)
  }

  @Test("a fresh connection empties the write-ahead log, wherever a link leads")
  func checkpoint() throws {
    do { _ = try walDatabase() }
    #expect(size(path + "-wal") > 0)
    let link = folder + "/link.db"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let database = try Database(path: link, mode: .readWrite)
    #expect(database.writeAheadLogPath == path + "-wal")
    #expect(try database.checkpoint())
    #expect(size(path + "-wal") == 0)
  }

  @Test("closing the last connection checkpoints nothing")
  func closing() throws {
    do { _ = try walDatabase() }
    #expect(size(path + "-wal") > 0)
    #expect(try Database(path: path, mode: .readOnly).integer("SELECT count(*) FROM t") == 1)
  }

  @Test("an immutable file is opened under any name and takes no changes")
  func immutable() throws {
    do { _ = try walDatabase().checkpoint() }
    let database = try Database(path: path, mode: .immutable)
    #expect(try database.integer("SELECT count(*) FROM t") == 1)
    let error = #expect(throws: SQLiteError.self) { try database.execute("DELETE FROM t") }
    #expect(error?.isReadOnly == true)
  }

  @Test("a lock of another connection is busy and not an accident")
  func busy() throws {
    let first = try walDatabase()
    let second = try Database(path: path, mode: .readWrite)
    try first.writeTransaction {
      let error = #expect(throws: SQLiteError.self) { try second.execute("BEGIN IMMEDIATE") }
      #expect(error?.isBusy == true)
      let moved = try second.checkpoint()
      #expect(!moved)
    }
  }

  @Test("a file that is no database, or not there, is said to be so")
  func notADatabase() throws {
    try Data("this is a text and no database at all, however long it may be".utf8).write(to: URL(filePath: path))
    let error = #expect(throws: SQLiteError.self) {
      try Database(path: path, mode: .readWrite).integer("SELECT count(*) FROM sqlite_schema")
    }
    #expect(error?.isCorrupt == true)
    let missing = #expect(throws: SQLiteError.self) { try Database(path: folder + "/no/such.db", mode: .readOnly) }
    #expect(missing?.isCannotOpen == true)
  }

  @Test("the schema cannot be edited as if it were a table")
  func defensive() throws {
    let database = try walDatabase()
    #expect(throws: SQLiteError.self) {
      try database.execute("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t (b)'")
    }
  }
}
