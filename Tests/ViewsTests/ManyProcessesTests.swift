import EventLog
import Foundation
import TestSupport
import Testing

@testable import Views

@Suite("Many processes at one ledger", .enabled(if: LogProcess.isBuilt), .serialized)
struct ManyProcessesTests {
  @Test("eight append while others read, checkpoint and rebuild: nothing is lost, and nobody is told to come back")
  func eightWriters() throws {
    let ledger = try TemporaryLedger()
    let path = ledger.folder.path
    let writers = try (1...8).map { try LogProcess("write", path, "\($0)", "25") }
    let readers = try (1...3).map { _ in try LogProcess("follow", path, "30") }
    let others = try [LogProcess("checkpoint", path, "60"), LogProcess("rebuild", path, "10")]

    // Each ends with an error where the lock or SQLite keeps it waiting too long, or where it reads what cannot be.
    let told = writers.flatMap { $0.lines().compactMap { Int64($0) } }
    #expect(told.sorted() == (1...200).map { $0 * 3 })
    for reader in readers {
      let heads = reader.lines().compactMap { Int64($0) }
      #expect(heads.count == 30)
      #expect(heads == heads.sorted())
    }
    #expect(others.map { $0.lines().count } == [60, 10])
    #expect((writers + readers + others).allSatisfy { $0.status == 0 })

    #expect(try ledger.log.head() == 600)
    #expect(ledger.log.verify().reason == nil)
    let hash = try Views.upToDate(for: ledger.log).stateHash()
    #expect(try hash == Views.inMemory(for: ledger.log).stateHash())
  }

  @Test("a reader gets its answer while a rebuild is under way")
  func readerBesideRebuild() throws {
    let ledger = try TemporaryLedger()
    #expect(try LogProcess("write", ledger.folder.path, "1", "20").lines().count == 20)
    var answers: [[String]] = []
    let views = try ledger.log.exclusively {
      // The rebuild waits here for the reader, which would wait for ever if it needed the lock.
      try Views.rebuild(for: ledger.log) { _ in
        guard answers.isEmpty else { return }
        answers = [(try? LogProcess("read", ledger.folder.path, "\(getuid())").lines()) ?? []]
      }
    }
    #expect(try answers == [["60 true \(views.stateHash())"]])
  }
}
