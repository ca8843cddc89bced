import Foundation
import Glibc
import JSON
import Testing

@Suite("What may stand in the place of a ledger's files")
struct ForeignFilesTests {
  private func withLedger(_ body: (Program, String) throws -> Void) throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", "--source", "list", input: "evil.example\n192.0.2.1\n")
      try program.run("checkpoint")
      try body(program, program.folder.appending(path: "ledger").path)
    }
  }

  /// Runs commands that read and write; false where one did not end by itself in ten seconds.
  private func endsByItself(_ program: Program, _ arguments: [String]) throws -> Int32? {
    let process = program.process(arguments)
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardInput = FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    guard ended.wait(timeout: .now() + 10) == .success else {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
      return nil
    }
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }

  private static let commands = [
    ["list"], ["show", "evil.example"], ["label", "evil.example", "c2"], ["verify"], ["events"], ["rebuild"],
    ["checkpoint"], ["sql", "SELECT count(*) FROM indicator"], ["stats"],
  ]

  @Test(
    "a pipe there is refused or passed over, and nobody waits for it",
    arguments: [
      "log.db", "log.db-wal", "log.db-shm", "log.db-journal", "lock", "config.yml", "keys/checkpoint.key",
      "keys/checkpoint.vkey", "checkpoints/000000000006.checkpoint", "scorecards/default.yml", "lists/public-dns.json",
      "erasure-pending", "views.db", "views-1.db", "views-1.db-wal", "views-1.db-shm",
    ])
  func pipes(_ name: String) throws {
    try withLedger { (program, ledger) throws in
      unlink("\(ledger)/\(name)")
      #expect(mkfifo("\(ledger)/\(name)", 0o600) == 0)
      let commands =
        Self.commands + [
          ["backup", program.folder.appending(path: "b.tar").path], ["connectors", "list"], ["enrich", "--dry-run"],
          ["rules", "check", "default"], ["replay", "--rules", "default"],
        ]
      for command in commands {
        let status = try endsByItself(program, command)
        #expect(status != nil && status != -1, "\(command) \(name)")
        let isEssential = name.hasPrefix("log.db") || name == "lock"
        if isEssential { #expect(status != 0, "\(command) \(name)") }
        if name.hasPrefix("views"), command[0] != "backup" {
          #expect([0, 1].contains(status ?? 9), "\(command) \(name)")
        }
        if name.hasPrefix("views"), ["list", "show", "label", "sql"].contains(command[0]) {
          #expect(status == 0, "\(command) \(name)")
        }
      }
    }
  }

  @Test("two folders are never at one log: not by a link, not by a hard link, not by a mount of the file")
  func oneLog() throws {
    try withLedger { (program, ledger) throws in
      let other = program.folder.appending(path: "other").path
      #expect(try program.run("init", "--ledger", other).status == 0)
      try program.editLog("SELECT 1")
      for suffix in ["", "-wal", "-shm"] { unlink("\(other)/log.db\(suffix)") }
      let answers = { () throws -> [Int32] in
        try Self.commands.map { try program.run($0 + ["--ledger", other]).status }
      }
      #expect(symlink("\(ledger)/log.db", "\(other)/log.db") == 0)
      #expect(try answers().allSatisfy { $0 != 0 })
      unlink("\(other)/log.db")
      #expect(Glibc.link("\(ledger)/log.db", "\(other)/log.db") == 0)
      #expect(try answers().allSatisfy { $0 != 0 })
      #expect(try program.run("list").status != 0)
      unlink("\(other)/log.db")
      #expect(try program.run("list").status == 0)
      // Another name for the folder is the same ledger.
      let named = program.folder.appending(path: "named").path
      #expect(symlink(ledger, named) == 0)
      #expect(try program.run("label", "evil.example", "c2", "--ledger", named).status == 0)

      _ = FileManager.default.createFile(atPath: "\(other)/log.db", contents: nil)
      guard mount("\(ledger)/log.db", "\(other)/log.db", "", UInt(MS_BIND), nil) == 0 else { return }
      defer { umount2("\(other)/log.db", Int32(MNT_DETACH)) }
      #expect(try answers().allSatisfy { $0 != 0 })
    }
  }

  @Test("rebuild removes views that it made, and nothing else, whatever that is called")
  func rebuild() throws {
    try withLedger { (program, ledger) throws in
      let kept = ["views-notes.db", "views-7.txt", "views-old", "views-12.db", "views-spool-abcdef", "viewsheet"]
      for name in kept { try Data("mine".utf8).write(to: URL(filePath: "\(ledger)/\(name)")) }
      try FileManager.default.createDirectory(atPath: "\(ledger)/views-3.db", withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: URL(filePath: "\(ledger)/views-3.db/file"))
      for _ in 1...3 { #expect(try program.run("rebuild").status == 0) }
      for name in kept {
        #expect(try String(contentsOfFile: "\(ledger)/\(name)", encoding: .utf8) == "mine", "\(name)")
      }
      #expect(FileManager.default.fileExists(atPath: "\(ledger)/views-3.db/file"))
      let views = try FileManager.default.contentsOfDirectory(atPath: ledger).filter {
        $0.hasPrefix("views-") && $0.hasSuffix(".db") && !kept.contains($0) && $0 != "views-3.db"
      }
      #expect(views.count == 1)
    }
  }

  @Test("a folder or another file in the place of the views is kept aside, and stops nobody")
  func inTheirPlace() throws {
    try withLedger { (program, ledger) throws in
      let expected = try program.run("list", "--output", "json").json
      unlink("\(ledger)/views.db")
      try FileManager.default.createDirectory(atPath: "\(ledger)/views.db", withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: URL(filePath: "\(ledger)/views.db/file"))
      #expect(try program.run("list", "--output", "json").json == expected)
      #expect(try program.run("label", "evil.example", "c2").status == 0)
      #expect(FileManager.default.fileExists(atPath: "\(ledger)/views.db.kept-1/file"))
      unlink("\(ledger)/views.db")
      try Data("mine too".utf8).write(to: URL(filePath: "\(ledger)/views.db"))
      #expect(try program.run("label", "evil.example", "c3").status == 0)
      #expect(try String(contentsOfFile: "\(ledger)/views.db.kept-2", encoding: .utf8) == "mine too")
      // The views of another ledger are none of this one.
      unlink("\(ledger)/views.db")
      #expect(symlink("../elsewhere/views-1.db", "\(ledger)/views.db") == 0)
      #expect(try program.run("list", "--output", "json").status == 0)
      #expect(try program.run("verify").status == 0)
    }
  }

  @Test("views that are taken away, renamed or replaced at any moment never fail a command")
  func takenAway() throws {
    try withLedger { (program, ledger) throws in
      let feed = try program.file("feed", (0..<3000).map { "host-\($0).example" }.joined(separator: "\n"))
      let expected = try program.run("list", "--output", "json").json
      let vandal = Process()
      vandal.executableURL = URL(filePath: "/bin/sh")
      vandal.currentDirectoryURL = URL(filePath: ledger)
      vandal.arguments = [
        "-c",
        """
        while [ ! -e ../enough ]; do
          rm -f views.db; rm -f views-*.db; mv views.db away 2>/dev/null; rm -f views-*.db-wal
          echo nonsense > ../nonsense; mv ../nonsense views-1.db; ln -sfn views-1.db views.db; rm -f views-*.db-shm; ln -sfn nowhere views.db
        done 2>/dev/null
        """,
      ]
      try vandal.run()
      defer {
        _ = try? program.file("enough", "")
        vandal.waitUntilExit()
      }
      for round in 1...6 {
        let listed = try program.run("list", "--output", "json", "--kind", "ipv4")
        #expect(listed.status == 0, "round \(round): \(listed.errors)")
        for command in [
          ["show", "evil.example"], ["label", "192.0.2.1", "label-\(round)"], ["history", "evil.example"],
          ["sql", "SELECT count(*) FROM indicator"], ["stats"], ["note", "evil.example", "note \(round)"],
        ] {
          let outcome = try program.run(command)
          #expect(outcome.status == 0, "round \(round), \(command): \(outcome.errors)")
        }
      }
      #expect(try program.run("ingest", feed, "--quiet").status == 0)
      _ = try program.file("enough", "")
      vandal.waitUntilExit()
      #expect(try program.run("rebuild").status == 0)
      #expect(try program.run("verify").status == 0)
      #expect(
        try program.run("list", "--source", "list", "--output", "json").json.array?.count == expected.array?.count)
    }
  }
}
