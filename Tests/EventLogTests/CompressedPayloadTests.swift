import Events
import Foundation
import SQLite
import TestSupport
import Testing

@testable import EventLog

@Suite("Compressed payloads")
struct CompressedPayloadTests {
  let ledger: TemporaryLedger
  let log: EventLog

  init() throws {
    ledger = try TemporaryLedger()
    log = try ledger.open()
  }

  /// The payload of an event.
  private func payload(_ seq: Int64, in log: EventLog) throws -> Payload {
    try log.payload(hash: log.event(at: seq)?.payloadHash)
  }

  private func noise(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  @Test(
    "come back as they were, whatever they are, and are what events commit to",
    arguments: [1, 2, .random(in: 3...1 << 40)])
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let payloads = (0..<120).map { _ in
      let text = (0..<Int.random(in: 0...400, using: &generator)).flatMap { number in Array("engine-\(number): ".utf8) }
      let other = noise(Int.random(in: 0...3000, using: &generator), &generator)
      return Bool.random(using: &generator) ? text + other : text
    }
    try log.append(payloads.enumerated().map { draft(Int64($0.offset + 1), payload: $0.element) })
    let other = try ledger.open(.readOnly)
    for (seq, bytes) in zip(Int64(1)..., payloads) {
      #expect(try payload(seq, in: other) == .bytes(bytes), "seed \(seed)")
      let hash = try #require(try other.event(at: seq)?.payloadHash)
      guard case .kept(let salt, let stored) = try other.storedPayload(hash).content else {
        Issue.record("seed \(seed): event \(seq) has lost its payload")
        continue
      }
      #expect(stored == bytes && hash == Digest(hashing: salt + bytes), "seed \(seed)")
    }
    let result = try ledger.verify()
    #expect(result.reason == nil, "seed \(seed)")
    #expect(Int(result.payloadBytes) == Set(payloads).reduce(0) { $0 + $1.count })
    let saved = "SELECT count(*) FROM payload WHERE length(bytes) > size - size / 8.0 OR size < 512"
    #expect(try log.database.integer(saved) == 0)
    #expect(try log.database.integer("SELECT count(size) BETWEEN 20 AND 119 FROM payload") == 1)
    // Who sends the same once more is answered the same, and other bytes under the same id are noticed.
    let again = payloads.enumerated().map { draft(Int64($0.offset + 1), payload: $0.element) }
    #expect(try log.append(again) == (1...120).map { .alreadyRecorded($0) })
    #expect(try log.append([draft(1, payload: payloads[0] + [0])]) == [.conflict(1)])
  }

  @Test("are those of 512 bytes or more that become an eighth smaller, or more")
  func thresholds() throws {
    var generator = SeededGenerator(seed: 5)
    let zeros = [UInt8](repeating: 0, count: 512)
    try log.append([
      draft(1, payload: Array(zeros.dropLast())), draft(2, payload: zeros),
      draft(3, payload: noise(4000, &generator)),
    ])
    let rows = try log.database.prepare("SELECT size, length(bytes) FROM payload ORDER BY id")
    var sizes: [Int64?] = []
    while try rows.step() { sizes.append(rows.optionalInteger(0)) }
    #expect(sizes == [nil, 512, nil])
    // The more of it recurs, the smaller it gets; somewhere it begins to pay.
    let start = noise(2000, &generator)
    let mixtures = (200...400).map { start + [UInt8](repeating: 7, count: $0) }
    try log.append(mixtures.enumerated().map { draft(Int64($0.offset + 4), payload: $0.element) })
    let least = try #require(
      try log.database.integer("SELECT min(size) FROM payload WHERE id > 3 AND size IS NOT NULL"))
    let stored = try #require(try log.database.integer("SELECT length(bytes) FROM payload WHERE size = \(least)"))
    #expect(stored * 8 <= least * 7 && stored * 8 > least * 7 - 16)
    #expect(try log.database.integer("SELECT count(*) FROM payload WHERE id > 3 AND size IS NULL") == least - 2200)
  }

  static let damages = [
    "bytes = CAST(substr(bytes, 1, length(bytes) - 1) AS BLOB)", "bytes = CAST(bytes || x'00' AS BLOB)",
    "bytes = CAST(substr(bytes, 1, 30) || x'ffff' || substr(bytes, 33) AS BLOB)", "bytes = x''",
    "bytes = CAST(substr(bytes, 1, length(bytes) - 4) || zeroblob(4) AS BLOB)", "bytes = zeroblob(100)",
    "size = size + 1", "size = size - 1", "size = 0", "size = -1", "size = NULL", "size = 1 << 27", "size = 1 << 31",
    "size = size + (1 << 32)", "size = 9223372036854775807", "size = -9223372036854775808",
  ]

  @Test("that were damaged are neither given nor exported, and name their event", arguments: damages)
  func damaged(_ change: String) throws {
    let text = (1...300).flatMap { Array("engine \($0) ".utf8) }
    try log.append([draft(1), draft(2, payload: text), draft(3, payload: [1, 2, 3])])
    try ledger.tamper("UPDATE payload SET \(change) WHERE id = 1")
    let hash = try #require(try log.event(at: 2)?.payloadHash)
    #expect(#expect(throws: EventLogError.self) { try log.payload(hash: hash) }?.code == .damaged)
    #expect(#expect(throws: EventLogError.self) { try log.storedPayload(hash) }?.code == .damaged)
    let result = log.verify()
    #expect(result.firstBadSeq == 2)
    #expect(result.reason?.contains("the payload of event 2 was changed") == true)
    // What is whole is given after what is not.
    #expect(try payload(3, in: log) == .bytes([1, 2, 3]))
  }

  @Test("may be stored plain, or better compressed, by somebody else: the proof is the same")
  func otherForm() throws {
    let text = (1...300).flatMap { Array("engine \($0) ".utf8) }
    try log.append([draft(1, payload: text)])
    let sound = log.verify()
    try ledger.tamper("UPDATE payload SET size = NULL, bytes = x'\(Digest.hexadecimal(text))'")
    #expect(log.verify() == sound && sound.isSound)
    #expect(try payload(1, in: log) == .bytes(text))
  }

  @Test("of the greatest size are the limit: larger ones are refused")
  func greatestSize() throws {
    let large = [UInt8](repeating: 65, count: PayloadCoder.greatestSize + 1)
    let refused = #expect(throws: EventLogError.self) { try log.append([draft(1, payload: large)]) }
    #expect(refused?.code == .refused)
    #expect(try log.head() == 0)
  }

  @Test("are copied as they are")
  func copied() throws {
    let text = (1...300).flatMap { Array("engine \($0) ".utf8) }
    try log.append([draft(1, payload: text)])
    let copy = try TemporaryLedger()
    Files.remove(copy.folder.log)
    try log.copy(to: copy.folder.log)
    #expect(try copy.verify() == ledger.verify() && ledger.verify().isSound)
    #expect(try payload(1, in: copy.open()) == .bytes(text))
  }

  @Test("make the recorded answers of vendors less than a quarter as large", .enabled(if: SharedData.isThere))
  func vendors() throws {
    let folder = try SharedData.file("vendors")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
    let answers = try names.sorted().map { try SharedData.bytes("vendors/\($0)") }
    try #require(answers.count > 100)
    try log.append(answers.enumerated().map { draft(Int64($0.offset + 1), payload: $0.element) })
    for (seq, answer) in zip(Int64(1)..., answers) { #expect(try payload(seq, in: log) == .bytes(answer)) }
    let stored = try #require(try log.database.integer("SELECT sum(length(bytes)) FROM payload"))
    #expect(stored * 4 < answers.reduce(0) { $0 + $1.count })
    #expect(log.verify().isSound)
  }
}
