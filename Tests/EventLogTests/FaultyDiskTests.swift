import Events
import FaultyDisk
import Foundation
import SQLite
import TestSupport
import Testing

@testable import EventLog

/// On a SQLite VFS that plays a bad disk: what was acknowledged is there, and nothing half is.
@Suite("A disk that fails", .serialized)
struct FaultyDiskTests {
  init() throws {
    try #require(faulty_disk_register() == 0)
    faulty_disk_reset()
  }

  @Test("after a power loss every acknowledged event is there, and of the others whole batches or nothing")
  func powerLoss() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var losses = 0
    for round in 0..<120 {
      let comment: Comment = "round \(round) of seed \(seed)"
      let ledger = try TemporaryLedger()
      faulty_disk_reset()
      let run = try Run(on: ledger, until: FAULTY_DISK_POWER_LOSS, after: Int64.random(in: 0..<90, using: &generator))
      #expect(run.error?.code == .inputOutput, comment)
      losses += run.acknowledged > 0 ? 1 : 0
      #expect(faulty_disk_settle(generator.next()) == 0)
      try expectAllAcknowledged(run, in: ledger, comment)
    }
    #expect(losses > 60, "seed \(seed)")
  }

  @Test(
    "after an error of the disk the writer stops, tries no commit again, and says what is confirmed",
    arguments: [FAULTY_DISK_FSYNC, FAULTY_DISK_SHORT_WRITE, FAULTY_DISK_FULL], [true, false])
  func error(_ fault: FaultyDiskFault, isFollowedByPowerLoss: Bool) throws {
    for number in [0, 1, 2, 3, 5, 8, 11] as [Int64] {
      let comment: Comment = "\(fault), operation \(number)"
      let ledger = try TemporaryLedger()
      faulty_disk_reset()
      let run = try Run(on: ledger, until: fault, after: number) { log, error, confirmed in
        #expect(error.code == (fault == FAULTY_DISK_FULL ? .diskFull : .inputOutput), comment)
        #expect(error.description.contains("events up to \(confirmed) are confirmed"), comment)
        let changes = faulty_disk_changes()
        for _ in 0..<2 {
          #expect(throws: error, comment) { (try log.append([draft(1_000_000)])) as [AppendResult] }
          #expect(throws: error, comment) { try log.checkpointIfLarge(threshold: 0) }
        }
        #expect(faulty_disk_changes() == changes, comment)
        // What is confirmed can be read on.
        #expect(throws: Never.self, comment) {
          let head = try log.head()
          #expect(head == confirmed, comment)
        }
      }
      #expect(faulty_disk_has_struck() == 1, comment)
      #expect(run.error != nil, comment)
      if isFollowedByPowerLoss { #expect(faulty_disk_settle(UInt64(number)) == 0) }
      try expectAllAcknowledged(run, in: ledger, comment)
    }
  }

  @Test("the disk does lose what is not synchronised: without that, a power loss takes acknowledged commits along")
  func unsynchronised() throws {
    let ledger = try TemporaryLedger()
    faulty_disk_reset()
    do {
      let database = try Database(path: ledger.folder.log, mode: .readWrite, vfs: "faulty")
      try database.execute("PRAGMA synchronous=OFF; CREATE TABLE kept (number); INSERT INTO kept VALUES (1)")
      #expect(try database.integer("SELECT count(*) FROM kept") == 1)
    }
    // Of this seed nothing un-synced is kept.
    #expect(faulty_disk_settle(6) == 0)
    #expect(try ledger.raw().integer("SELECT count(*) FROM sqlite_schema WHERE name = 'kept'") == 0)
    #expect(try ledger.verify().reason == nil)
  }

  @Test("a read that comes short gives an error, never other events, and does no harm")
  func shortReads() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.longer)
    let expected = try ledger.verify()
    try #require(expected.isSound)
    var errors = 0
    for number in Int64(0)..<80 {
      faulty_disk_reset()
      faulty_disk_arm(FAULTY_DISK_SHORT_READ, number * 3)
      do {
        let result = try EventLog(ledger.folder, access: .readWrite, now: epoch, vfs: "faulty").verify()
        if result.isSound {
          #expect(result.root == expected.root && result.events == expected.events, "read \(number * 3)")
        } else {
          errors += 1
        }
      } catch is EventLogError {
        errors += 1
      }
    }
    #expect(errors > 30)
    faulty_disk_heal()
    #expect(try ledger.verify().root == expected.root)
  }

  /// Offers the run's events again: those that are there have to be the same to the last byte, in the same places.
  private func expectAllAcknowledged(_ run: Run, in ledger: TemporaryLedger, _ comment: Comment) throws {
    faulty_disk_heal()
    #expect(try ledger.verify().reason == nil, comment)
    let log = try ledger.open()
    let head = Int(try log.head())
    #expect(head >= run.acknowledged, comment)
    #expect(run.ends.contains(head), "\(comment): half a batch")
    let drafts = run.batches.flatMap { $0 }
    let results = try log.append(drafts)
    #expect(
      results == (1...drafts.count).map { $0 <= head ? .alreadyRecorded(Int64($0)) : .appended(Int64($0)) }, comment)
    #expect(try ledger.verify().reason == nil, comment)
  }
}

/// A writer on the faulty disk: batches of several sizes with payloads, and a checkpoint now and then.
private struct Run {
  let batches: [[EventDraft]]
  /// How many events had been appended after each batch, and at the start.
  let ends: [Int]
  private(set) var acknowledged = 0
  private(set) var error: EventLogError?

  /// Appends until the fault strikes, and then lets the closure look at the log, before it is closed.
  init(
    on ledger: TemporaryLedger, until fault: FaultyDiskFault, after operations: Int64,
    _ look: (EventLog, EventLogError, Int) throws -> Void = { _, _, _ in }
  ) throws {
    var next: Int64 = 0
    batches = (0..<14).map { batch in
      (0..<(batch * 7 % 23 + 1)).map { _ in
        next += 1
        return draft(
          next, about: "198.51.100.\(next % 50)", source: "source \(next % 9)", facts: ["a.count": .integer(next)],
          payload: next % 3 == 0 ? Array("answer \(next)".utf8) + Array(repeating: 7, count: 900) : nil)
      }
    }
    ends = batches.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    let log = try EventLog(ledger.folder, access: .readWrite, now: epoch, vfs: "faulty")
    faulty_disk_arm(fault, operations)
    do {
      for (number, batch) in batches.enumerated() {
        try log.append(batch)
        acknowledged = ends[number + 1]
        if number % 4 == 3 { try log.checkpointIfLarge(threshold: 0) }
      }
    } catch let error as EventLogError {
      self.error = error
      try look(log, error, acknowledged)
    }
  }
}
