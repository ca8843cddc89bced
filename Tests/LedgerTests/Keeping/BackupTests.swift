import EventLog
import Foundation
import Glibc
import Interchange
import Ledger
import SQLite
import TestSupport
import Testing

@Suite("Backups")
struct BackupTests {
  let temporary: TemporaryLedger
  let archive: String
  var ledger: Ledger { temporary.ledger }

  init() throws {
    temporary = try TemporaryLedger()
    archive = temporary.path + ".tar"
    try temporary.ledger.take("203.0.113.7\nevil.example\n", format: .lines)
    _ = try temporary.ledger.note(ioc("evil.example"), text: "a note of somebody")
    // One that is kept compressed.
    _ = try temporary.ledger.note(ioc("evil.example"), text: String(repeating: "a long note ", count: 200))
  }

  private func cleanUp() {
    let folder = Files.folder(of: temporary.path)
    let name = temporary.path.split(separator: "/").last.map(String.init) ?? ""
    for file in Files.names(in: folder) where file.hasPrefix(name) && file != name {
      Files.remove("\(folder)/\(file)")
      Files.removeFolder("\(folder)/\(file)")
    }
  }

  /// What lies beside the ledger and its archive, such as a draft that was left behind.
  private func leftovers() -> [String] {
    let name = temporary.path.split(separator: "/").last.map(String.init) ?? ""
    return Files.names(in: Files.folder(of: temporary.path)).filter {
      $0.hasPrefix(name) && ($0.contains("partial") || $0.contains("restor"))
    }
  }

  private func lines(of ledger: Ledger) throws -> [String] {
    var lines: [String] = []
    _ = try ledger.exportEvents { lines.append($0) }
    return lines
  }

  @Test("hold everything but the secret key, and give a ledger with the same root, answers and files")
  func wholeWay() throws {
    defer { cleanUp() }
    for (file, text) in [("keys/checkpoint.key", "secret"), ("keys/checkpoint.vkey", "public"), ("checkpoints/1", "x")]
    {
      try Files.createPrivateFolder(Files.folder(of: "\(temporary.path)/\(file)"))
      try Files.replace("\(temporary.path)/\(file)", with: Array(text.utf8))
    }
    let report = try ledger.backup(to: archive)
    #expect(try report.events == ledger.head())
    #expect(report.root == ledger.verify().root)
    #expect(report.bytes == Files.size(archive))
    let attributes = try FileManager.default.attributesOfItem(atPath: archive)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(!report.hasSecretKeys && report.files.contains("keys/checkpoint.vkey"))
    #expect(report.files.contains("config.yml") && report.files.contains("scorecards/default.yml"))

    let restored = try Ledger.restore(archive, to: temporary.path + "-2", context: temporary.clock.context())
    #expect(restored.root == report.root && restored.files == report.files)
    let copy = try Ledger(LedgerFolder(temporary.path + "-2"), access: .readWrite, context: temporary.clock.context())
    #expect(try copy.identity() == ledger.identity())
    #expect(copy.verify() == ledger.verify())
    #expect(try lines(of: copy) == lines(of: ledger))
    #expect(try copy.rebuild().stateHash == ledger.rebuild().stateHash)
    #expect(try copy.rows() == ledger.rows())
    #expect(!Files.exists(temporary.path + "-2/keys/checkpoint.key"))
    #expect(try Files.contents(of: temporary.path + "-2/checkpoints/1") == Array("x".utf8))
    // It goes on as a ledger does.
    try copy.take("198.51.100.9\n", format: .lines)
    #expect(copy.verify().isSound)

    #expect(throws: LedgerError.self) { try ledger.backup(to: archive) }
    let second = try ledger.backup(to: archive, replacing: true, withSecretKeys: true)
    #expect(second.hasSecretKeys)
    #expect(leftovers() == [])
  }

  @Test(
    "that are changed in any one byte, cut, or longer, are refused, and nothing is left behind", arguments: [1, 2, 3])
  func damaged(seed: UInt64) throws {
    defer { cleanUp() }
    _ = try ledger.backup(to: archive)
    let sound = try Files.contents(of: archive)
    var generator = SeededGenerator(seed: seed)
    // Everywhere, and more often in what lies between the files.
    var places = (0..<40).map { _ in Int.random(in: 0..<sound.count, using: &generator) }
    places += (0..<60).map { _ in Int.random(in: 0..<1024, using: &generator) }
    places += (0..<60).map { _ in sound.count - 1 - Int.random(in: 0..<2560, using: &generator) }
    let target = temporary.path + "-restored"
    let context = temporary.clock.context()
    for place in places {
      var bytes = sound
      bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
      try Files.replace(archive, with: bytes)
      #expect(throws: LedgerError.self, "byte \(place), seed \(seed)") {
        try Ledger.restore(archive, to: target, context: context)
      }
    }
    for length in [0, 1, 511, 512, 1024, sound.count / 2, sound.count - 512, sound.count - 1] {
      try Files.replace(archive, with: Array(sound.prefix(length)))
      #expect(throws: LedgerError.self, "length \(length)") {
        try Ledger.restore(archive, to: target, context: context)
      }
    }
    try Files.replace(archive, with: sound + [0])
    #expect(throws: LedgerError.self) { try Ledger.restore(archive, to: target, context: context) }
    #expect(!Files.exists(target))
    #expect(leftovers() == [])
    try Files.replace(archive, with: sound)
    #expect(try Ledger.restore(archive, to: target, context: context).events == ledger.head())
  }

  @Test("hold files of any name that text can write, and are read by tar and sha256sum")
  func names() throws {
    defer { cleanUp() }
    let long = String(repeating: "n", count: 251) + ".yml"
    let names = [
      "line\nfeed.yml", "return\r.yml", "back\\slash.yml", "-dash.yml", "é.yml", "e\u{301}.yml", long, " .yml", "x.new",
      String(repeating: "é", count: 127), "名前.yml", "'\"$(x)`.yml", ".hidden", "a=b.yml",
      String(repeating: "y", count: 82),
      String(repeating: "y", count: 83),
    ]
    for folder in ["scorecards", "lists"] {
      for (index, name) in names.enumerated() {
        try Files.replace("\(temporary.path)/\(folder)/\(name)", with: Array("\(folder) \(index)".utf8))
      }
    }
    #expect(symlink("default.yml", "\(temporary.path)/scorecards/link.yml") == 0)
    let report = try ledger.backup(to: archive)
    #expect(try ledger.backup(to: archive, replacing: true) == report)
    let target = temporary.path + "-restored"
    let restored = try Ledger.restore(archive, to: target, context: temporary.clock.context())
    #expect(restored.files == report.files && report.files.contains("scorecards/" + long))
    for folder in ["scorecards", "lists"] {
      for (index, name) in names.enumerated() {
        #expect(try Files.contents(of: "\(target)/\(folder)/\(name)") == Array("\(folder) \(index)".utf8), "\(name)")
      }
    }
    #expect(try Files.contents(of: "\(target)/scorecards/link.yml").count > 100)
    let unpacked = temporary.path + "-unpacked"
    try Files.createPrivateFolder(unpacked)
    let tar = Process()
    tar.executableURL = URL(filePath: "/bin/sh")
    tar.arguments = ["-c", "tar xf \(archive) && cd ledger && sha256sum --check --strict --quiet SHA256SUMS"]
    tar.currentDirectoryURL = URL(filePath: unpacked)
    try tar.run()
    tar.waitUntilExit()
    #expect(tar.terminationStatus == 0)
    #expect(Files.names(in: "\(unpacked)/ledger/lists") == Files.names(in: "\(temporary.path)/lists"))
  }

  @Test("are refused by the name of what cannot be in them, before anything is written")
  func unfit() throws {
    defer { cleanUp() }
    let folder = temporary.path + "/lists"
    let descriptor = open(
      Array("\(folder)/".utf8CString.dropLast()) + [CChar(bitPattern: 0xFF), 0], O_CREAT | O_WRONLY, 0o600)
    if descriptor >= 0 {
      close(descriptor)
      let error = #expect(throws: LedgerError.self) { try ledger.backup(to: archive) }
      #expect(error?.description.contains("lists/") == true && error?.description.contains("UTF-8") == true)
      Files.removeFolder(folder)
      try Files.createPrivateFolder(folder)
    }
    #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
    let error = #expect(throws: LedgerError.self) { try ledger.backup(to: archive) }
    #expect(error?.description.contains("lists/pipe") == true)
    #expect(!Files.exists(archive) && leftovers() == [])
    Files.remove("\(folder)/pipe")
    try Files.createPrivateFolder("\(folder)/below")
    #expect(try ledger.backup(to: archive).events == ledger.head())
  }

  @Test("are refused into a folder that holds anything, and of a ledger that is not sound")
  func refused() throws {
    defer { cleanUp() }
    _ = try ledger.backup(to: archive)
    let head = try ledger.head()
    #expect(throws: LedgerError.self) {
      try Ledger.restore(archive, to: temporary.path, context: temporary.clock.context())
    }
    #expect(try ledger.head() == head)
    #expect(throws: LedgerError.self) { try ledger.backup(to: temporary.path + "-nowhere/b.tar") }
    #expect(!Files.exists(temporary.path + "-nowhere"))
    #expect(throws: LedgerError.self) { try ledger.backup(to: temporary.path) }

    let database = try Database(path: temporary.path + "/log.db", mode: .readWrite)
    try database.execute("DROP TRIGGER event_update; UPDATE event SET observed_at = 1 WHERE seq = 5")
    #expect(throws: EventLogError.self) { try ledger.backup(to: archive, replacing: true) }
    // The last sound one is still there.
    let restored = try Ledger.restore(archive, to: temporary.path + "-2", context: temporary.clock.context())
    #expect(restored.events == head)
    #expect(leftovers() == [])
  }
}
