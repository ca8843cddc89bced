import EventLog
import Foundation
import TestSupport
import Testing

@Suite("Folders that cannot be written", .serialized)
struct ReadOnlyTests {
  private let nobody: uid_t = 65534

  @Test("a log in a folder that cannot be written is read, with its write-ahead log", .enabled(if: LogProcess.isBuilt))
  func asItLies() throws {
    let ledger = try filled()
    try expectReadable(ledger)
  }

  @Test("a log that is whole in one file is read without companions", .enabled(if: LogProcess.isBuilt))
  func wholeFile() throws {
    let ledger = try filled()
    try ledger.makeWhole()
    try expectReadable(ledger)
    for suffix in ["-wal", "-shm"] { Files.remove(ledger.folder.log + suffix) }
    try expectReadable(ledger)
  }

  @Test("a write-ahead log without its index is an error that says what to do", .enabled(if: LogProcess.isBuilt))
  func orphanedWAL() throws {
    let ledger = try filled()
    Files.remove(ledger.folder.log + "-shm")
    try withoutWriting(ledger) {
      let line = try read(ledger)
      #expect(line.hasPrefix("error: "))
      #expect(line.contains("log.db-shm"))
    }
  }

  private func filled() throws -> TemporaryLedger {
    let ledger = try TemporaryLedger()
    try ledger.open().append((1...6).map { draft($0, payload: [UInt8($0)]) })
    return ledger
  }

  private func expectReadable(_ ledger: TemporaryLedger) throws {
    try withoutWriting(ledger) {
      let answer = try read(ledger)
      #expect(answer.hasPrefix("6 true "))
    }
  }

  /// Asks another process, which gives up root's rights over everything.
  private func read(_ ledger: TemporaryLedger) throws -> String {
    try LogProcess("read", ledger.folder.path, "\(getuid() == 0 ? nobody : getuid())").lines().first ?? "no answer"
  }

  private func withoutWriting(_ ledger: TemporaryLedger, _ body: () throws -> Void) throws {
    let path = ledger.folder.path
    for name in Files.names(in: path) { chmod("\(path)/\(name)", 0o444) }
    chmod(path, 0o555)
    defer {
      chmod(path, 0o700)
      for name in Files.names(in: path) { chmod("\(path)/\(name)", 0o600) }
    }
    let before = Files.names(in: path)
    try body()
    #expect(Files.names(in: path) == before)
  }
}
