import EventLog
import Foundation
import SQLite
import TestSupport
import Testing

@Suite("Damaged files")
struct DamagedFileTests {
  @Test("bytes changed at random are noticed, or change nothing that is read", arguments: [UInt64](1...60))
  func flippedBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let before = try contents(ledger)
    let path = ledger.folder.log
    try ledger.makeWhole()
    var bytes = try Files.contents(of: path)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let offset = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[offset] ^= UInt8.random(in: 1...255, using: &generator)
    }
    try replaceLog(of: ledger, with: bytes)
    if try ledger.verify().isSound { try expectUnchanged(ledger, before, seed) }
  }

  @Test(
    "a changed byte in an index is noticed although no row is",
    arguments: [
      "event_by_id", "event_by_stream", "stream_by_value", "symbol_by_text", "payload_by_hash", "payload_by_mac",
    ])
  func damagedIndex(_ index: String) throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let page = try #require(
      try ledger.raw().integer("SELECT rootpage FROM sqlite_schema WHERE name = '\(index)'"))
    try ledger.makeWhole()
    var bytes = try Files.contents(of: ledger.folder.log)
    // The end of the page holds the first cell that was written.
    let end = Int(page) * 4096
    bytes[end - 6] ^= 0x55
    try replaceLog(of: ledger, with: bytes)
    #expect(try !ledger.verify().isSound)
  }

  @Test("a file cut at any length is noticed and never stops the program")
  func truncated() throws {
    let whole = try Files.contents(of: Fixtures.rich.folder.log)
    for length in [0, 1, 15, 16, 99, 100, 4095, 4096, 4097, 20_000, whole.count - 4096, whole.count - 1] {
      let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
      try replaceLog(of: ledger, with: Array(whole.prefix(length)))
      let result = try ledger.verify()
      #expect(!result.isSound, "\(length) bytes")
    }
  }

  @Test("a missing file is no ledger")
  func missing() throws {
    let ledger = try TemporaryLedger()
    Files.remove(ledger.folder.log)
    #expect(throws: EventLogError.self) { try ledger.open(.readOnly) }
  }

  @Test("garbage for a write-ahead log is passed over, as SQLite does with frames that were never finished")
  func garbageWAL() throws {
    for (seed, length) in [(1, 1), (2, 32), (3, 4152), (4, 100_000)] {
      let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
      let before = try contents(ledger)
      var generator = SeededGenerator(seed: UInt64(seed))
      for suffix in ["-wal", "-shm"] { Files.remove(ledger.folder.log + suffix) }
      try Files.replace(
        ledger.folder.log + "-wal", with: (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
      #expect(try ledger.verify().isSound)
      try expectUnchanged(ledger, before, UInt64(seed))
      #expect(try ledger.open().append([draft(900)]) == [.appended(21)])
    }
  }

  @Test("a write-ahead log that lost its end gives back a whole prefix of the log")
  func cutWAL() throws {
    let ledger = try TemporaryLedger()
    let log = try ledger.open()
    for number in Int64(1)...12 { try log.append([draft(number, payload: [UInt8(number)])]) }
    let main = try Files.contents(of: ledger.folder.log)
    let wal = try Files.contents(of: ledger.folder.log + "-wal")
    var heads = Set<Int64>()
    for length in stride(from: 0, through: wal.count, by: 5000) {
      let copy = try TemporaryLedger()
      for suffix in ["-wal", "-shm"] { Files.remove(copy.folder.log + suffix) }
      try Files.replace(copy.folder.log, with: main)
      try Files.replace(copy.folder.log + "-wal", with: Array(wal.prefix(length)))
      let result = try copy.verify()
      #expect(result.isSound, "\(length): \(result.reason ?? "")")
      heads.insert(result.events)
    }
    #expect(heads.count > 5)
    #expect(heads.max() ?? 0 <= 12)
  }

  private func replaceLog(of ledger: TemporaryLedger, with bytes: [UInt8]) throws {
    for suffix in ["-wal", "-shm"] { Files.remove(ledger.folder.log + suffix) }
    try Files.replace(ledger.folder.log, with: bytes)
  }

  private func expectUnchanged(_ ledger: TemporaryLedger, _ before: [String], _ seed: UInt64) throws {
    #expect(try contents(ledger) == before, "seed \(seed)")
    let log = try ledger.open(.readOnly)
    for seq in Int64(1)...20 {
      // Found through each of the two indexes, too.
      let event = try #require(try log.event(at: seq))
      var isThere = false
      try log.forEachRow(ofStream: event.streamID) { row in
        isThere = isThere || row.seq == seq
        return true
      }
      #expect(isThere, "seed \(seed), event \(seq)")
      #expect(try log.streamID(of: event.stream) == event.streamID, "seed \(seed), event \(seq)")
    }
  }
}
