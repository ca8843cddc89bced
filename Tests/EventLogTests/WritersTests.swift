import Events
import Foundation
import SQLite
import TestSupport
import Testing

@testable import EventLog

@Suite("Several at one ledger", .serialized)
struct WritersTests {
  @Test("four logs on four threads append without a gap, and nothing is lost")
  func threads() async throws {
    let ledger = try TemporaryLedger()
    let folder = ledger.folder
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in Int64(1)...4 {
        group.addTask {
          let log = try EventLog(folder, access: .readWrite, now: epoch)
          for number in Int64(0)..<40 {
            try log.append(
              [draft(writer * 1000 + number, about: "198.51.100.\(number)", source: "writer \(writer) \(number % 3)")])
            if number % 10 == 9 { try log.checkpointIfLarge(threshold: 0) }
          }
        }
      }
      try await group.waitForAll()
    }
    let log = try ledger.open()
    #expect(try log.head() == 160)
    #expect(try log.database.integer("SELECT count(DISTINCT event_id) FROM event") == 160)
    #expect(try ledger.verify().reason == nil)
  }

  @Test("four processes append without a gap, and what each was told is there", .enabled(if: LogProcess.isBuilt))
  func processes() throws {
    let ledger = try TemporaryLedger()
    let processes = try (1...4).map { try LogProcess("write", ledger.folder.path, "\($0)", "12") }
    var told: [Int64] = []
    for process in processes {
      let lines = process.lines()
      #expect(process.status == 0)
      #expect(lines.count == 12)
      told += lines.compactMap { Int64($0) }
    }
    #expect(told.sorted() == (1...48).map { $0 * 3 })
    #expect(try ledger.open().head() == 144)
    #expect(try ledger.verify().reason == nil)
  }

  @Test("a lock that another holds is waited for, then reported in words")
  func lock() throws {
    let ledger = try TemporaryLedger()
    let (first, second) = (try WriteLock(path: ledger.folder.lock), try WriteLock(path: ledger.folder.lock))
    try first.withLock {
      let clock = ContinuousClock()
      let start = clock.now
      let error = #expect(throws: EventLogError.self) { try second.withLock(wait: 120) {} }
      #expect(clock.now - start >= .milliseconds(100))
      #expect(error?.code == .locked)
      #expect(error?.description.contains("another iocledger") == true)
      // Whoever holds it may take it again, and still holds it afterwards.
      for _ in 1...2 {
        let free = try second.withLockIfFree { true }
        #expect(free == nil)
        let again = try first.withLock { try first.withLockIfFree { true } }
        #expect(again == true)
      }
    }
    #expect(try second.withLockIfFree { true } == true)
    #expect(throws: Refusal.self) { try first.withLock { throw Refusal() } }
    #expect(try second.withLock(wait: 0) { true })
  }

  @Test("writing waits for a lock that is given up in time")
  func waiting() async throws {
    let ledger = try TemporaryLedger()
    let lock = try WriteLock(path: ledger.folder.lock)
    let folder = ledger.folder
    let (taken, signal) = AsyncStream<Void>.makeStream()
    async let result: [AppendResult] = {
      for await _ in taken { break }
      return try EventLog(folder, access: .readWrite, now: epoch).append([draft(1)])
    }()
    try lock.withLock {
      signal.yield()
      usleep(100_000)
      let head = try ledger.open(.readOnly).head()
      #expect(head == 0)
    }
    let appended = try await result
    #expect(appended == [.appended(1)])
  }

  @Test("a checkpoint neither waits for a reader nor fails because of it")
  func checkpointBesideReader() throws {
    let ledger = try TemporaryLedger()
    let log = try ledger.open()
    try log.append((1...50).map { draft($0) })
    let reader = try ledger.open(.readOnly)
    let clock = ContinuousClock()
    try reader.read {
      let before = try reader.head()
      try log.append([draft(51)])
      let start = clock.now
      try log.checkpointIfLarge(threshold: 0)
      #expect(clock.now - start < .seconds(5))
      #expect(log.writeAheadLogSize > 0)
      let after = try reader.head()
      #expect([before, after] == [50, 50])
    }
    try log.checkpointIfLarge(threshold: 0)
    #expect(log.writeAheadLogSize == 0)
    #expect(try ledger.verify().events == 51)
  }

  @Test("a small write-ahead log is left alone, also when the last connection closes")
  func noCheckpointOnClose() throws {
    let ledger = try TemporaryLedger()
    let before = Files.size(ledger.folder.log)
    do { try ledger.open().append((1...200).map { draft($0, payload: Array(repeating: UInt8($0 % 200), count: 500)) }) }
    do { try ledger.open().checkpointIfLarge() }
    #expect(Files.size(ledger.folder.log + "-wal") > 100_000)
    #expect(Files.size(ledger.folder.log) == before)
  }
}
