import EventLog
import Events
import Foundation
import Indicators
import SQLite
import TestSupport
import Testing

@testable import Views

@Suite("Building views from a whole log")
struct RebuildTests {
  /// Pieces so small that a short log has many of all of them.
  private static func sizes(threads: Bool, spoolInMemory: Int) -> RebuildPlan.Sizes {
    RebuildPlan.Sizes(
      section: 13, streams: 9, events: 11, leastPartitions: 5, threadsFrom: threads ? 0 : .max,
      spoolInMemory: spoolInMemory)
  }

  /// A log about many streams, to some of which everything happens.
  private func fill(_ ledger: TemporaryLedger, seed: UInt64, _ count: Int = 300) throws {
    var random = RandomLog(seed: seed)
    var drafts = random.drafts(count)
    let streams = (0..<60).map { StreamKey(Indicator(.ipv4, canonical: "203.0.113.\($0)")) }
    for index in drafts.indices where Bool.random(using: &random.generator) {
      drafts[index].stream = streams[Int.random(in: 0..<60, using: &random.generator)]
    }
    try ledger.append(drafts)
  }

  private func emptyViews() throws -> Views {
    try Views(Database(path: ":memory:", mode: .create), makeTables: true)
  }

  @Test(
    "gives what catching up gives, in many partitions, on one thread or two, with rows in memory or in a file",
    arguments: [UInt64](1...6), [(false, 0), (true, 0), (true, 9000), (false, .max), (true, .max)])
  func manyPartitions(seed: UInt64, how: (threads: Bool, spoolInMemory: Int)) throws {
    let ledger = try TemporaryLedger()
    try fill(ledger, seed: seed)
    let caughtUp = try emptyViews()
    try caughtUp.catchUp(with: ledger.log, batch: 7)
    let built = try emptyViews()
    let sizes = Self.sizes(threads: how.threads, spoolInMemory: how.spoolInMemory)
    #expect(try RebuildPlan(ledger.log, sizes).partitionCount > 7)
    var progress: [Int64] = []
    try built.build(from: ledger.log, sizes: sizes) { done in
      progress.append(done)
      // Rows that wait in a file lie where nobody can see them.
      #expect(!Files.names(in: ledger.folder.path).contains { $0.contains("spool") })
    }
    #expect(try built.stateHash() == caughtUp.stateHash(), "seed \(seed), \(how)")
    #expect(progress == progress.sorted())
    #expect(progress.last == 300)
  }

  @Test("every stream of a plan belongs to the partition that holds it, and no other stream to any")
  func partitions() throws {
    let ledger = try TemporaryLedger()
    try fill(ledger, seed: 1)
    let plan = try RebuildPlan(ledger.log, Self.sizes(threads: false, spoolInMemory: 0))
    let last = try ledger.log.lastStreamID()
    let found = (1...last).map { plan.partition(of: $0) }
    #expect(found.compactMap { $0 } == found.compactMap { $0 }.sorted())
    #expect(Set(found) == Set(0..<plan.partitionCount))
    for number in 0..<plan.partitionCount {
      #expect(plan.partition(of: plan.firstStream(ofPartition: number)) == number)
    }
    for stream in [.min, -1, 0, last + 1, .max] as [Int64] { #expect(plan.partition(of: stream) == nil) }
    #expect((0..<plan.sectionCount).flatMap { Array(plan.seqs(ofSection: $0)) } == Array(1...300))
  }

  @Test(
    "stops with words where the log is damaged, and leaves the old views as they are",
    arguments: [
      ("DELETE FROM event WHERE seq = 100", "events are missing"),
      ("DELETE FROM event WHERE seq = 300", "events are missing"),
      ("UPDATE event SET stream = 5000 WHERE seq = 100", "events are missing"),
      ("UPDATE event SET stream = -1 WHERE seq = 100", "events are missing"),
      ("UPDATE event SET facts = x'05' WHERE seq = 100", "event 100 is damaged"),
      ("UPDATE event SET source = 4000 WHERE seq = 100", "event 100 is damaged"),
      ("UPDATE event SET event_id = x'00' WHERE seq = 100", "event 100 is damaged"),
    ], [false, true])
  func damage(_ how: (sql: String, words: String), threads: Bool) throws {
    let ledger = try TemporaryLedger()
    try fill(ledger, seed: 3)
    let hash = try ledger.views().stateHash()
    let raw = try Database(path: ledger.folder.log, mode: .readWrite)
    try raw.execute("DROP TRIGGER event_update; DROP TRIGGER event_delete; \(how.sql)")
    let views = try emptyViews()
    let error = #expect(throws: EventLogError.self) {
      try views.build(from: ledger.log, sizes: Self.sizes(threads: threads, spoolInMemory: 0))
    }
    #expect(error?.code == .damaged)
    #expect(error?.description.contains(how.words) == true)
    #expect(throws: EventLogError.self) { try ledger.log.exclusively { try Views.rebuild(for: ledger.log) } }
    #expect(ledger.generation == "views-1.db")
    #expect(try Views(Database(path: ledger.folder.views, mode: .readOnly), makeTables: false).stateHash() == hash)
  }

  @Test("a dictionary that claims a stream without end is gone through all the same")
  func hugeDictionary() throws {
    let ledger = try TemporaryLedger()
    try fill(ledger, seed: 2)
    let hash = try Views.inMemory(for: ledger.log).stateHash()
    let raw = try Database(path: ledger.folder.log, mode: .readWrite)
    try raw.execute("DROP TRIGGER stream_insert; INSERT INTO stream VALUES (\(Int64.max), 1, 'x')")
    #expect(try Views.inMemory(for: ledger.log).stateHash() == hash)
  }
}
