import Foundation
import Glibc
import JSON
import SQLite
import Testing

@Suite("Erase, backup, restore, and events that move")
struct KeepingTests {
  private static let secret = "the customer is Erika Mustermann"

  private func withNotes(_ body: (Program) throws -> Void) throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "203.0.113.7\nevil.example\n")
      for name in ["evil.example", "203.0.113.7"] { #expect(try program.run("note", name, Self.secret).status == 0) }
      try body(program)
    }
  }

  @Test("erase shows what it would do, asks, and leaves nothing in any file")
  func erase() throws {
    try withNotes { (program: Program) throws in
      let dry = try program.run("erase", "7", "--dry-run", "--output", "json").json
      #expect(dry["erased"]?.array?.first?["events"] == [7, 8])
      #expect(dry["dry_run"] == true && dry["finished"] == .null)
      let unconfirmed = try program.run("erase", "7", "--reason", "privacy request")
      #expect(unconfirmed.status == 64 && unconfirmed.errors.contains("--yes"))
      #expect(try program.run("erase", "7", "--yes").status == 64)
      #expect(try program.run("erase", "seven", "--reason", "x", "--yes").status == 64)
      #expect(try program.run("erase", "5", "--reason", "x", "--yes").status == 64)
      #expect(try program.run("erase", "nobody.example", "--all-payloads", "--reason", "x", "--yes").status == 3)
      #expect(try !program.files(holding: Self.secret).isEmpty)

      let erased = try program.run("erase", "7", "--reason", "privacy request", "--yes", "--output", "json")
      #expect(erased.status == 0)
      #expect(try erased.json["erased"]?.array?.first?["erasure"] == 9)
      #expect(try erased.json["finished"] == true)
      #expect(try program.files(holding: Self.secret) == [])
      #expect(try program.files(holding: "Mustermann") == [])
      #expect(program.folderHasPrivateFiles)
      #expect(try program.run("verify").status == 0)
      let events = try program.run("events", "203.0.113.7", "--payload", "--output", "json").json
      let note = try #require(events.array?.last)
      #expect(note["payload"] == "erased" && note["payload_encoding"] == "erased")
      #expect(note["erasure"]?["seq"] == 9 && note["erasure"]?["reason"] == "privacy request")
      #expect(try program.run("erase", "8", "--reason", "again", "--yes").status == 0)
    }
  }

  @Test("erase ends with 75 while a reader is in the way, and the next writer finishes it")
  func blockedErase() throws {
    try withNotes { (program: Program) throws in
      let reader = try Database(path: program.folder.appending(path: "ledger/log.db").path, mode: .readWrite)
      try reader.execute("BEGIN")
      _ = try reader.integer("SELECT count(*) FROM event")
      let blocked = try program.run("erase", "7", "--reason", "privacy request", "--yes", "--output", "json")
      #expect(blocked.status == 75)
      #expect(try blocked.json["finished"] == false)
      #expect(blocked.errors.contains("recorded"))
      #expect(try !program.files(holding: Self.secret).isEmpty)
      #expect(try program.run("verify").status == 0)
      try reader.execute("COMMIT")
      #expect(try program.run("label", "evil.example", "c2").status == 0)
      #expect(try program.files(holding: Self.secret) == [])
      #expect(try program.run("verify").status == 0)
    }
  }

  @Test("backup copies one moment of a ledger that another process goes on writing, and restore gives it back")
  func backupInUse() throws {
    try Program.withLedger { (program: Program) throws in
      let feed = try program.file(
        "feed.txt", (0..<20_000).map { "10.\($0 / 65_536).\($0 / 256 % 256).\($0 % 256)" }.joined(separator: "\n"))
      let writer = program.process(["ingest", feed, "--format", "lines", "--quiet", "--output", "json"])
      writer.standardOutput = FileHandle.nullDevice
      writer.standardError = FileHandle.nullDevice
      try writer.run()
      var heads: [Int64] = []
      var number = 0
      repeat {
        number += 1
        let file = program.folder.appending(path: "\(number).tar").path
        let backup = try program.run("backup", file, "--output", "json")
        #expect(backup.status == 0, "\(backup.errors)")
        let restored = try program.run(
          "restore", file, "--ledger", program.folder.appending(path: "restored-\(number)").path, "--output", "json")
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(try restored.json["root"] == backup.json["root"])
        heads.append(try backup.json["events"]?.integer ?? 0)
        let verified = try program.run(
          "verify", "--ledger", program.folder.appending(path: "restored-\(number)").path, "--output", "json")
        #expect(verified.status == 0)
        #expect(try verified.json["root"] == backup.json["root"])
      } while writer.isRunning && number < 5
      writer.waitUntilExit()
      #expect(writer.terminationStatus == 0)
      #expect(heads == heads.sorted())
      #expect(try program.run("verify").status == 0)
    }
  }

  @Test("backup never replaces a file unasked, and tar and sha256sum understand it")
  func backupFile() throws {
    try withNotes { (program: Program) throws in
      let file = try program.file("b.tar", "precious")
      let refused = try program.run("backup", file)
      #expect(refused.status == 64 && refused.errors.contains("--force"))
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
      #expect(try program.run("backup", "--force", file).status == 0)
      #expect(try program.run("restore", file).status == 64)
      let tar = Process()
      tar.executableURL = URL(filePath: "/bin/sh")
      let folder = program.folder.appending(path: "unpacked")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      tar.arguments = ["-c", "tar xf ../b.tar && cd ledger && sha256sum --check --quiet SHA256SUMS"]
      tar.currentDirectoryURL = folder
      try tar.run()
      tar.waitUntilExit()
      #expect(tar.terminationStatus == 0)
      let unpacked = folder.appending(path: "ledger").path
      #expect(try program.run("verify", "--ledger", unpacked).output == program.run("verify").output)
      #expect(try program.run("list", "--ledger", unpacked).status == 0)
    }
  }

  @Test("a backup onto a full disk says so, and leaves nothing there", .enabled(if: SmallDisk.isAllowed))
  func fullDisk() throws {
    try withNotes { (program: Program) throws in
      try SmallDisk.with(kilobytes: 96) { (disk: String) throws in
        let full = try program.run("backup", disk + "/b.tar")
        #expect(full.status == 1 && full.errors.contains("full"), "\(full.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == [])
      }
    }
  }

  @Test("events move through a pipe with their root, and a changed line is named")
  func transfer() throws {
    try withNotes { (program: Program) throws in
      #expect(try program.run("erase", "7", "--reason", "privacy request", "--yes").status == 0)
      let exported = try program.run("export", "events")
      #expect(exported.status == 0 && exported.output.hasSuffix("\n"))
      let copy = program.folder.appending(path: "copy").path
      let imported = try program.run(
        "import", "events", "-", "--ledger", copy, "--output", "json", input: exported.output)
      #expect(imported.status == 0)
      let verified = try program.run("verify", "--output", "json").json
      #expect(try imported.json["root"] == verified["root"])
      #expect(try program.run("export", "events", "--ledger", copy).output == exported.output)
      #expect(try program.run("verify", "--ledger", copy, "--output", "json").json == verified)

      let changed = exported.output.replacing("\"source\":\"stdin\"", with: "\"source\":\"stdio\"", maxReplacements: 1)
      let refused = try program.run(
        "import", "events", "-", "--ledger", program.folder.appending(path: "other").path, input: changed)
      #expect(refused.status == 1 && refused.errors.contains(":5: event 5 does not match its leaf"))
      let without = try program.run("export", "events", "--without-payloads")
      #expect(without.lines.count == exported.lines.count && !without.output.contains("\"salt\""))
      #expect(try program.run("import", "events", "/nowhere", "--ledger", copy).status == 1)
    }
  }
}

extension Program {
  /// The files of the ledger that hold a text.
  fileprivate func files(holding text: String) throws -> [String] {
    let ledger = folder.appending(path: "ledger")
    return try FileManager.default.subpathsOfDirectory(atPath: ledger.path).filter { name in
      guard let data = try? Data(contentsOf: ledger.appending(path: name)) else { return false }
      return data.range(of: Data(text.utf8)) != nil
    }
  }
}

/// A disk of a few kilobytes in memory, where the system lets us have one.
private enum SmallDisk {
  static let isAllowed: Bool = { (try? with(kilobytes: 64) { _ in }) != nil }()

  struct Refused: Error {}

  static func with(kilobytes: Int, _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { rmdir(folder) }
    guard mount("tmpfs", folder, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw Refused() }
    defer { umount(folder) }
    try body(folder)
  }
}
