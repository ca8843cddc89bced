import Events
import SQLite
import Testing

@testable import EventLog

@Suite("Payloads")
struct PayloadTests {
  let ledger: TemporaryLedger
  let log: EventLog

  init() throws {
    ledger = try TemporaryLedger()
    log = try ledger.open()
  }

  @Test("are kept once however often they come, and empty ones too")
  func deduplicated() throws {
    try log.append((1...6).map { draft($0, payload: Array("answer \($0 % 2)".utf8)) } + [draft(7, payload: [])])
    try log.append([draft(8, payload: Array("answer 0".utf8))])
    #expect(try log.database.integer("SELECT count(*) FROM payload") == 3)
    #expect(try log.payload(hash: log.event(at: 8)?.payloadHash) == .bytes(Array("answer 0".utf8)))
    #expect(try log.payload(hash: log.event(at: 7)?.payloadHash) == .bytes([]))
    #expect(try log.payload(hash: nil) == .none)
    #expect(try ledger.verify().isSound)
  }

  @Test("are committed to under a salt, so that equal bytes in two ledgers have different hashes")
  func salted() throws {
    let other = try TemporaryLedger()
    try other.open().write(AppendContext(now: { epoch }, salt: { Array(repeating: 99, count: 32) })) {
      _ = try $0.append(draft(1, payload: [1, 2, 3]))
    }
    try log.append([draft(1, payload: [1, 2, 3])])
    #expect(try log.event(at: 1)?.payloadHash != other.open().event(at: 1)?.payloadHash)
    #expect(try log.event(at: 1)?.payloadHash == Digest(hashing: Array(repeating: 1, count: 32) + [1, 2, 3]))
  }

  @Test("are checked when they are read")
  func checked() throws {
    try log.append([draft(1, payload: [1, 2, 3])])
    let hash = try log.event(at: 1)?.payloadHash
    try ledger.tamper("UPDATE payload SET bytes = x'010204'")
    #expect(throws: EventLogError.self) { try log.payload(hash: hash) }
    try ledger.tamper("DELETE FROM payload")
    #expect(throws: EventLogError.self) { try log.payload(hash: hash) }
  }

  @Test("that were erased with an event to say so leave the proof whole")
  func erased() throws {
    try log.append((1...4).map { draft($0, payload: Array("secret \($0 % 2)".utf8)) })
    let root = try log.root()
    let hash = try #require(try log.event(at: 2)?.payloadHash)
    try log.append([
      draft(5, type: .payloadErased, facts: ["hash": .text(hash.description), "seqs": [2, 4]])
    ])
    let early = try ledger.verify()
    #expect(early.firstBadSeq == 2)
    #expect(early.reason?.contains("there again") == true)
    try log.database.execute("UPDATE payload SET bytes = NULL, salt = NULL, mac = NULL WHERE id = 2")
    let result = try ledger.verify()
    #expect(result.reason == nil)
    #expect(result.payloads == 2)
    #expect(result.erasedPayloads == 1)
    #expect(try log.payload(hash: hash) == .erased)
    #expect(try log.frontier().size == 5)
    #expect(try log.root() != root)
    // The same bytes may come again; they are a new payload under a new salt.
    try log.append([draft(6, payload: Array("secret 0".utf8))])
    #expect(try log.event(at: 6)?.payloadHash != hash)
    #expect(try ledger.verify().isSound)
  }

  @Test("of which something is left after they were erased are named")
  func partlyErased() throws {
    try log.append([draft(1, payload: Array(repeating: 65, count: 1000))])
    let hash = try #require(try log.event(at: 1)?.payloadHash)
    try log.write(context()) { appender in
      #expect(try appender.erasePayload(hash))
      _ = try appender.append(draft(2, type: .payloadErased, facts: ["hash": .text(hash.description)]))
    }
    #expect(try ledger.verify().isSound)
    for column in ["salt", "mac"] {
      try ledger.tamper("UPDATE payload SET \(column) = zeroblob(32)")
      #expect(try ledger.verify().firstBadSeq == 1, "\(column)")
      try ledger.tamper("UPDATE payload SET \(column) = NULL")
    }
    try ledger.tamper("UPDATE payload SET size = 1000")
    #expect(try ledger.verify().firstBadSeq == 1)
  }

  @Test("that are gone without an event to say so are missed")
  func goneSilently() throws {
    try log.append([draft(1), draft(2, payload: [1])])
    try log.database.execute("UPDATE payload SET bytes = NULL, salt = NULL, mac = NULL")
    #expect(try ledger.verify().firstBadSeq == 2)
    #expect(log.verify(payloads: false).isSound)
  }
}
