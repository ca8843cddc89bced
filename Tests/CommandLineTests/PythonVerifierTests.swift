import Foundation
import Glibc
import JSON
import SQLite
import Testing

/// The interpreter, where the machine has one.
private let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// `Scripts/verify_log.py`, which was written from the log-format article alone, as a second opinion.
@Suite("The verifier in Python", .enabled(if: python != nil))
struct PythonVerifierTests {
  private func verify(_ program: Program, _ arguments: String...) throws -> (status: Int32, output: String) {
    try run([program.folder.appending(path: "ledger").path] + arguments)
  }

  private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let script = URL(filePath: #filePath).appending(path: "../../../Scripts/verify_log.py").standardized.path
    let process = Process()
    process.executableURL = URL(filePath: try #require(python))
    process.arguments = ["-I", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test("finds the same root, and the same of a signed checkpoint")
  func agrees() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.1\nevil.example\n")
      let copy = program.folder.appending(path: "copy").path
      let signed = try program.run("checkpoint", "--output", "json", "--output-file", copy).json
      let key = try #require(signed["key"]?.string)
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.2\nworse.example\n")
      let root = try #require(try program.run("verify", "--output", "json").json["root"]?.string)

      #expect(try verify(program, "--root", root).status == 0)
      let extended = try verify(program, "--checkpoint", copy)
      #expect(extended.status == 0 && extended.output.contains(root))
      #expect(extended.output.contains("extends the checkpoint of 6 events"))
      #expect(try verify(program, "--checkpoint", copy, "--key", key).status == 0)

      let text = try String(contentsOfFile: copy, encoding: .utf8)
      let forged = try program.file("forged", text.replacing("\n6\n", with: "\n5\n"))
      #expect(try verify(program, "--checkpoint", forged).output.contains("signature is not good"))
      // The scorecard's text is kept compressed.
      try tamper(program, "UPDATE payload SET size = size + 1 WHERE id = 1")
      let resized = try verify(program)
      #expect(resized.status == 4 && resized.output.contains("was changed"))
      try tamper(program, "UPDATE payload SET size = size - 1 WHERE id = 1")
      #expect(try verify(program).status == 0)
      try program.editLog(
        "DROP TRIGGER event_update; UPDATE event SET observed_at = observed_at + 1 WHERE seq = 5;")
      let changed = try verify(program, "--checkpoint", copy)
      #expect(changed.status == 4 && changed.output.contains("event 5"))
    }
  }

  /// Changes the log behind the program's back, its guards out of the way meanwhile and in place afterwards.
  private func tamper(_ program: Program, _ sql: String) throws {
    let database = try Database(path: program.folder.appending(path: "ledger/log.db").path, mode: .readWrite)
    let guards = try database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    var triggers: [(name: String, sql: String)] = []
    while try guards.step() { triggers.append((guards.text(0), guards.text(1))) }
    guards.reset()
    try database.execute("PRAGMA ignore_check_constraints=ON")
    for trigger in triggers { try database.execute("DROP TRIGGER \(trigger.name)") }
    try database.execute(sql)
    for trigger in triggers { try database.execute(trigger.sql) }
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  @Test(
    "finds any column of any table changed, a payload that is there twice, and what is not the log's, as verify does")
  func tampering() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", "--tlp", "amber", input: "192.0.2.1\nevil.example\n")
      for name in ["evil.example", "192.0.2.1"] { try program.run("note", name, "the same note") }
      try program.run("retract", "5", "--reason", "not theirs")
      try program.editLog("SELECT 1")
      let log = program.folder.appending(path: "ledger/log.db")
      let sound = try Data(contentsOf: log)
      let database = try Database(path: log.path, mode: .readOnly)
      let columns = try database.prepare(
        """
        SELECT t.name, c.name, c.type FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name <> 'subtree'
        """)
      var edits = [
        "CREATE TABLE extra (x)", "CREATE VIEW extra AS SELECT 1", "CREATE INDEX extra ON event (source)", "ANALYZE",
        "CREATE TRIGGER extra AFTER INSERT ON event BEGIN SELECT 1; END", "UPDATE migration SET applied_at = 0",
        "INSERT INTO payload SELECT id + 1, hash, salt, mac, bytes, size FROM payload ORDER BY id DESC LIMIT 1",
        "DROP INDEX payload_by_hash; CREATE INDEX payload_by_hash ON payload (hash) WHERE id > 1",
      ]
      while try columns.step() {
        let (table, column) = (columns.text(0), columns.text(1))
        let other =
          switch columns.text(2) {
          case "INTEGER": "\(column) + 1"
          case "TEXT": "\(column) || 'x'"
          default: "CAST(\(column) || x'00' AS BLOB)"
          }
        let last = "(SELECT max(rowid) FROM \(table) WHERE \(column) IS NOT NULL)"
        edits.append("UPDATE \(table) SET \(column) = \(other) WHERE rowid = \(last)")
      }
      columns.reset()
      #expect(edits.count > 40)
      for sql in edits {
        try sound.write(to: log)
        for suffix in ["-wal", "-shm"] { unlink(log.path + suffix) }
        try tamper(program, sql)
        let (mine, other) = (try program.run("verify"), try verify(program))
        #expect(mine.status == 4 && other.status == 4, "\(sql): \(mine.output) \(other.output)")
      }
    }
  }

  @Test("checks proofs of events without the ledger, and refuses what contradicts itself")
  func proofs() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.1\nevil.example\n")
      let key = try #require(try program.run("checkpoint", "--output", "json").json["key"]?.string)
      let text = try program.run("events", "--proof").output
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines.count == 6)
      let whole = try run(["--proof", program.file("all.ndjson", text), "--key", key])
      #expect(whole.status == 0 && whole.output.split(separator: "\n").count == 6)
      for (part, other) in [
        ("{\"seq\":3,", "{\"seq\":4,"), ("{\"seq\":3,", "{\"seq\":3,\"seq\":3,"), ("\"index\":2,", "\"index\":3,"),
        ("\"tree_size\":6,", "\"tree_size\":7,"), ("\"root\":\"", "\"root\":\"0"), ("\"path\":[\"", "\"path\":[\"0"),
      ] {
        let changed = try program.file("changed.json", lines[2].replacing(part, with: other))
        #expect(lines[2].contains(part))
        #expect(try run(["--proof", changed]).status == 4, "\(other)")
        #expect(try program.run("verify", "--proof", changed).status == 4, "\(other)")
      }
    }
  }
}
