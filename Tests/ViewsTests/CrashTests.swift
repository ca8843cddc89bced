import EventLog
import Events
import TestSupport
import Testing
import Time

@testable import Views

@Suite("Killed at random moments")
struct CrashTests {
  @Test(
    "every acknowledged event is there, the tree verifies, and the views equal a rebuild",
    .enabled(if: LogProcess.isBuilt), .timeLimit(.minutes(10)))
  func kill() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let ledger = try TemporaryLedger()
    var head: Int64 = 0
    for round in 1...24 {
      let process = try LogProcess("write", ledger.folder.path, "\(round)", "0")
      // After some acknowledgements and a moment more, which may fall anywhere: into the log's transaction, its
      // checkpoint, the views' transaction or the building of new views.
      let first = process.nextLine()
      #expect(first != nil, "round \(round) of seed \(seed)")
      for _ in 0..<Int.random(in: 0...12, using: &generator) { _ = process.nextLine() }
      process.kill(after: UInt32.random(in: 0...15_000, using: &generator))
      let acknowledged = process.lines().compactMap { Int64($0) }.last ?? 0

      let log = try ledger.open(.readWrite)
      let result = log.verify()
      #expect(result.reason == nil, "round \(round) of seed \(seed)")
      #expect(result.events >= max(acknowledged, head), "round \(round) of seed \(seed)")
      // Whole batches of three, or nothing of them.
      #expect(result.events % 3 == 0, "round \(round) of seed \(seed)")
      head = result.events
      let expected = try Views.inMemory(for: log).stateHash()
      #expect(
        try log.exclusively { try Views.writable(for: log) }.stateHash() == expected, "round \(round) of seed \(seed)")
      if round % 6 == 0 { try deleteViews(of: ledger) }
    }
    #expect(head > 24 * 3)
  }

  private func deleteViews(of ledger: TemporaryLedger) throws {
    for name in Files.names(in: ledger.folder.path) where name.hasPrefix("views") {
      Files.remove("\(ledger.folder.path)/\(name)")
    }
  }
}
