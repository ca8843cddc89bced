import Events
import Foundation
import SQLite
import TestSupport
import Testing

@testable import EventLog

@Suite("Erasing")
struct ErasureTests {
  let ledger: TemporaryLedger
  let log: EventLog

  init() throws {
    ledger = try TemporaryLedger()
    log = try ledger.open()
  }

  /// Erases the payloads of events, as the layer above does.
  private func erase(_ seqs: [Int64], by log: EventLog) throws {
    try log.write(context(at: second(1_000_000))) { appender in
      for seq in seqs {
        guard let hash = try log.event(at: seq)?.payloadHash, try appender.erasePayload(hash) else { continue }
        _ = try appender.append(
          draft(1_000_000 + seq, type: .payloadErased, facts: ["hash": .text(hash.description)]))
      }
    }
  }

  /// The names of the ledger's files that hold some bytes.
  private func files(holding bytes: [UInt8]) throws -> [String] {
    try Files.names(in: ledger.folder.path).filter { name in
      try Data(contentsOf: URL(filePath: "\(ledger.folder.path)/\(name)")).holds(bytes)
    }
  }

  private func contents() throws -> [(name: String, data: Data)] {
    try Files.names(in: ledger.folder.path).map { name in
      (name, try Data(contentsOf: URL(filePath: "\(ledger.folder.path)/\(name)")))
    }
  }

  private func parts(of bytes: [UInt8]) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: 997).map { Array(bytes[$0..<min($0 + 18, bytes.count)]) }
  }

  @Test(
    "leaves nothing of bytes, salt and HMAC in any file, whatever pages were split and merged before", arguments: 1...3)
  func nothingIsLeft(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    // As where SQLite was built without overwriting what it frees: then splitting pages leaves copies behind.
    if seed % 2 == 1 { try log.database.execute("PRAGMA secure_delete=OFF") }
    // Sizes that fit a page many times, once, and not at all; appended over many transactions and checkpoints. Letters are
    // kept compressed where they are many, arbitrary bytes never.
    var texts: [[UInt8]] = []
    for number in Int64(1)...160 {
      let length = [20, 60, 300, 1500, 4000, 9000, 70_000].randomElement(using: &generator) ?? 0
      let alphabet: ClosedRange<UInt8> = Bool.random(using: &generator) ? 32...126 : .min ... .max
      texts.append((0..<length).map { _ in UInt8.random(in: alphabet, using: &generator) })
      let salt = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      try log.write(AppendContext(now: { epoch }, salt: { salt })) { appender in
        _ = try appender.append(draft(number, about: "198.51.100.\(number % 5)", payload: texts[Int(number) - 1]))
      }
      if Int.random(in: 0..<20, using: &generator) == 0 { try log.checkpointIfLarge(threshold: 0) }
    }
    var needles: [[UInt8]] = []
    var erased = (compressed: 0, plain: 0)
    var kept: [Int64] = []
    for round in 0..<3 {
      let chosen = (Int64(1)...160).filter { _ in Int.random(in: 0..<(5 - round), using: &generator) == 0 }
      let files = try contents()
      for seq in chosen {
        let row = try log.database.prepare(
          "SELECT salt, mac, bytes, size FROM payload JOIN event ON payload_hash = hash WHERE seq = ? AND salt NOT NULL"
        )
        row.bind(1, seq)
        guard try row.step() else { continue }
        let stored = Array(row.blob(2))
        if row.isNull(3) { erased.plain += 1 } else { erased.compressed += 1 }
        // The beginning of what is stored lies on one page.
        for part in [Array(row.blob(0)), Array(row.blob(1)), Array(stored.prefix(18))] {
          #expect(files.contains { $0.data.holds(part) }, "seed \(seed): nothing to find of event \(seq)")
          needles.append(part)
        }
        // Any part is a find, not only the whole.
        needles += parts(of: stored) + parts(of: texts[Int(seq) - 1])
      }
      try erase(chosen, by: log)
      #expect(try log.finishErasure())
      kept = (Int64(1)...160).filter { seq in
        (try? log.payload(hash: log.event(at: seq)?.payloadHash)) == .bytes(texts[Int(seq) - 1])
      }
    }
    #expect(erased.compressed > 10 && erased.plain > 10)
    let contents = try contents()
    for needle in needles where needle.count >= 16 {
      for (name, data) in contents where data.holds(needle) {
        Issue.record("seed \(seed): \(name) holds \(Digest.hexadecimal(needle))")
      }
    }
    #expect(!kept.isEmpty && kept.count < 160)
    let result = try ledger.verify()
    #expect(result.reason == nil)
    #expect(Int(result.erasedPayloads) == 160 - kept.count)
    #expect(!log.isErasurePending)
    #expect(try log.database.text("PRAGMA journal_mode") == "wal")
  }

  @Test("is recorded while a reader is in the way, and finished by whoever writes next, in another process too")
  func blockedReader() throws {
    let secret = Array("the customer's name is Erika Mustermann".utf8)
    try log.append([draft(1, payload: secret), draft(2, payload: Array("harmless".utf8))])
    let reader = try ledger.raw()
    try reader.execute("BEGIN")
    #expect(try reader.integer("SELECT count(*) FROM event") == 2)

    try erase([1], by: log)
    #expect(try !log.finishErasure(patience: 30))
    #expect(log.isErasurePending)
    #expect(try log.payload(hash: log.event(at: 1)?.payloadHash) == .erased)
    #expect(try !files(holding: secret).isEmpty)
    #expect(try ledger.verify().isSound)
    // The reader still sees what it began with.
    #expect(try reader.integer("SELECT count(*) FROM payload WHERE bytes IS NOT NULL") == 2)

    // Others write, and nothing is forgotten while the reader is there.
    let other = try ledger.open()
    try other.append([draft(3)])
    try other.checkpointIfLarge()
    #expect(other.isErasurePending)
    try reader.execute("COMMIT")
    try other.append([draft(4)])
    try other.checkpointIfLarge()
    #expect(!other.isErasurePending)
    #expect(try files(holding: secret) == [])
    #expect(try ledger.verify().isSound)
  }

  @Test("that a crash cut short after its commit is finished by the next writer")
  func afterACrash() throws {
    let secret = Array("an answer under a licence that has ended".utf8)
    try log.append([draft(1, payload: secret)])
    try erase([1], by: log)
    // As if the process had ended here: nothing was rewritten or truncated yet.
    #expect(try !files(holding: secret).isEmpty)
    let next = try ledger.open()
    try next.append([draft(2)])
    try next.checkpointIfLarge()
    #expect(try files(holding: secret) == [])
    #expect(try ledger.verify().isSound)
  }

  @Test("that is rolled back drops nothing")
  func rolledBack() throws {
    struct Cancelled: Error {}
    try log.append([draft(1, payload: [1, 2, 3])])
    let hash = try #require(try log.event(at: 1)?.payloadHash)
    #expect(throws: Cancelled.self) {
      try log.write(context()) { appender in
        #expect(try appender.erasePayload(hash))
        throw Cancelled()
      }
    }
    #expect(try log.payload(hash: hash) == .bytes([1, 2, 3]))
    #expect(try log.finishErasure())
    #expect(try log.payload(hash: hash) == .bytes([1, 2, 3]))
    #expect(try ledger.verify().isSound)
  }
}

extension Data {
  /// Whether some bytes are in it, found by way of the system because there is much to look through.
  fileprivate func holds(_ bytes: [UInt8]) -> Bool {
    withUnsafeBytes { data in
      guard let start = data.baseAddress else { return false }
      var place = 0
      while place + bytes.count <= data.count, let hit = memchr(start + place, Int32(bytes[0]), data.count - place) {
        place = UnsafeRawPointer(hit) - start
        if place + bytes.count <= data.count, memcmp(hit, bytes, bytes.count) == 0 { return true }
        place += 1
      }
      return false
    }
  }
}
