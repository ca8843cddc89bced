import Foundation
import Glibc
import JSON
import Testing

@Suite("Files that a user names for writing")
struct OutputFileTests {
  /// The commands that write into a file, each with a placeholder for it.
  static let writers: [[String]] = [
    ["checkpoint", "--output-file", "FILE"], ["backup", "--force", "FILE"],
    ["report", "audit", "evil.example", "--output-file", "FILE"],
  ]

  private func withLedger(_ body: (Program) throws -> Void) throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "evil.example\n")
      try program.run("checkpoint")
      try FileManager.default.createDirectory(
        at: program.folder.appending(path: "out"), withIntermediateDirectories: true)
      try body(program)
    }
  }

  private func write(_ writer: [String], _ path: String, _ program: Program) throws -> Program.Outcome {
    try program.run(writer.map { $0 == "FILE" ? path : $0 })
  }

  private func names(_ program: Program, _ folder: String = "out") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: program.folder.appending(path: folder).path).sorted()
  }

  @Test("are whole, their owner's alone, and have nothing left beside them", arguments: writers)
  func plain(_ writer: [String]) throws {
    try withLedger { (program: Program) throws in
      let path = program.folder.appending(path: "out/result").path
      for _ in 1...2 {
        let written = try write(writer, path, program)
        #expect(written.status == 0, "\(written.errors)")
        var status = stat()
        #expect(lstat(path, &status) == 0 && status.st_mode & 0o777 == 0o600 && status.st_size > 100)
      }
      #expect(try names(program) == ["result"])
    }
  }

  @Test("never change what a link leads to, be it in the place of the file or of a draft of it", arguments: writers)
  func links(_ writer: [String]) throws {
    try withLedger { (program: Program) throws in
      let victim = try program.file("victim", "precious")
      let path = program.folder.appending(path: "out/result").path
      for name in [path, path + ".new", path + ".partial", path + ".tmp"] {
        #expect(symlink(victim, name) == 0)
      }
      #expect(try write(writer, path, program).status == 0)
      #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
      var status = stat()
      #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
    }
  }

  @Test("are written through where they are no regular files", arguments: writers)
  func streams(_ writer: [String]) throws {
    try withLedger { (program: Program) throws in
      let pipe = program.folder.appending(path: "out/pipe").path
      #expect(mkfifo(pipe, 0o600) == 0)
      let copy = program.folder.appending(path: "copy").path
      let reader = Process()
      reader.executableURL = URL(filePath: "/bin/sh")
      reader.arguments = ["-c", "cat '\(pipe)' > '\(copy)'"]
      try reader.run()
      #expect(try write(writer, pipe, program).status == 0)
      reader.waitUntilExit()
      #expect(try Data(contentsOf: URL(filePath: copy)).count > 100)
      var status = stat()
      #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)

      #expect(try write(writer, "/dev/null", program).status == 0)
      #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
      #expect(try names(program) == ["pipe"])
    }
  }

  @Test("may be standard output, also where that leads to a file")
  func standardOutput() throws {
    try withLedger { (program: Program) throws in
      let page = try program.run("report", "audit", "evil.example", "--output-file", "/dev/stdout")
      #expect(page.status == 0 && page.output.hasPrefix("<!") && page.output.contains("evil.example"))
      let binary = program.process(["backup", "/dev/stdout"])
      let archive = program.folder.appending(path: "out/archive.tar")
      _ = FileManager.default.createFile(atPath: archive.path, contents: nil)
      binary.standardOutput = try FileHandle(forWritingTo: archive)
      binary.standardError = FileHandle.nullDevice
      try binary.run()
      binary.waitUntilExit()
      #expect(binary.terminationStatus == 0)
      let restored = program.folder.appending(path: "restored").path
      #expect(try program.run("restore", archive.path, "--ledger", restored).status == 0)
      #expect(try names(program, "ledger").allSatisfy { !$0.contains("partial") })
    }
  }

  @Test("are refused where they are the ledger's own, in whatever spelling, before anything is written")
  func ownFiles() throws {
    try withLedger { (program: Program) throws in
      let ledger = program.folder.appending(path: "ledger").path
      let other = program.folder.appending(path: "other").path
      #expect(symlink(ledger, other) == 0)
      let hard = program.folder.appending(path: "out/hard").path
      #expect(Glibc.link(ledger + "/config.yml", hard) == 0)
      let soft = program.folder.appending(path: "out/soft").path
      #expect(symlink(ledger + "/log.db", soft) == 0)
      let before = try program.run("verify").output
      var paths = [
        "log.db", "log.db-wal", "log.db-shm", "views.db", "views-1.db", "views-9.db-wal", "config.yml", "lock",
        "keys/x",
        "checkpoints/x", "keys/checkpoint.key", "lists/public-dns.json", "scorecards/new.yml", "LOG.DB", "Config.YML",
        "./log.db", "keys/../log.db", "../ledger/lock", ".iocledger-partial-1",
      ].map { ledger + "/" + $0 }
      paths += [other + "/log.db", other + "/views.db", hard, soft]
      for path in paths {
        for writer in Self.writers {
          let refused = try write(writer, path, program)
          #expect(refused.status != 0 && !refused.hasCrashed, "\(writer[0]) \(path)")
          #expect(refused.output.isEmpty, "\(writer[0]) \(path)")
        }
      }
      // Nor those of a ledger that is not the one at work.
      let elsewhere = program.folder.appending(path: "elsewhere").path
      #expect(try program.run("init", "--ledger", elsewhere).status == 0)
      #expect(try program.run("backup", "--force", ledger + "/log.db", "--ledger", elsewhere).status != 0)
      #expect(try program.run("restore", hard, "--ledger", ledger + "/keys").status != 0)
      #expect(try program.run("verify").output == before)
      #expect(try names(program) == ["hard", "soft"])
      // What is nobody's may lie there.
      #expect(try program.run("report", "audit", "evil.example", "--output-file", ledger + "/audit.html").status == 0)
    }
  }

  @Test("are refused where another user's file is in the way", .enabled(if: getuid() == 0), arguments: writers)
  func otherUser(_ writer: [String]) throws {
    try withLedger { (program: Program) throws in
      let path = try program.file("out/theirs", "theirs")
      #expect(chown(path, 65_534, 65_534) == 0)
      let refused = try write(writer, path, program)
      #expect(refused.status == 1 && refused.errors.contains("another user"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "theirs")
    }
  }

  @Test("are cleared of drafts that a killed run left behind, and of no others", arguments: writers)
  func leftovers(_ writer: [String]) throws {
    try withLedger { (program: Program) throws in
      _ = try program.file("out/.iocledger-partial-dead", "half")
      let folder = program.folder.appending(path: "out/.iocledger-partial-gone/deep")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      _ = try program.file("out/.iocledger-partial-gone/deep/log.db", "half")
      let alive = try program.file("out/.iocledger-partial-alive", "half")
      _ = try program.file("out/notes", "mine")
      // Somebody is still at it.
      let descriptor = open(alive, O_RDONLY)
      defer { close(descriptor) }
      #expect(flock(descriptor, LOCK_EX) == 0)
      #expect(try write(writer, program.folder.appending(path: "out/result").path, program).status == 0)
      #expect(try names(program) == [".iocledger-partial-alive", "notes", "result"])
    }
  }

  @Test("of a backup that was killed leave nothing behind once the next one is made")
  func killedBackup() throws {
    try withLedger { (program: Program) throws in
      let feed = try program.file("feed", (0..<8000).map { "host-\($0).example" }.joined(separator: "\n"))
      try program.run("ingest", feed, "--quiet")
      let path = program.folder.appending(path: "out/b.tar").path
      for milliseconds in [5, 20, 40, 80, 160] {
        let backup = program.process(["backup", "--force", path])
        (backup.standardOutput, backup.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try backup.run()
        usleep(useconds_t(milliseconds * 1000))
        kill(backup.processIdentifier, SIGKILL)
        backup.waitUntilExit()
      }
      #expect(try program.run("backup", "--force", path).status == 0)
      #expect(try names(program) == ["b.tar"])
      let restored = program.folder.appending(path: "out/restored").path
      #expect(try program.run("restore", path, "--ledger", restored).status == 0)
      #expect(try names(program) == ["b.tar", "restored"])
    }
  }

  @Test("are an error in words where their name cannot be one")
  func oddNames() throws {
    try withLedger { (program: Program) throws in
      let out = program.folder.appending(path: "out").path
      for writer in Self.writers {
        for path in ["", out, out + "/", "/nowhere/at/all", out + "/" + String(repeating: "x", count: 256)] {
          let refused = try write(writer, path, program)
          #expect(refused.status != 0 && !refused.hasCrashed && !refused.errors.isEmpty, "\(writer[0]) \(path)")
        }
        for name in ["line\nfeed", "-dash", "é", String(repeating: "y", count: 255), "'quoted'"] {
          let written = try write(writer, out + "/" + name, program)
          #expect(written.status == 0, "\(writer[0]) \(name): \(written.errors)")
        }
      }
      #expect(try names(program).count == 5)
    }
  }
}
