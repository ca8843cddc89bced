import EventLog
import Events
import Foundation
import Interchange
import Ledger
import Scoring
import SQLite
import Testing

@Suite("Erasing payloads")
struct EraseTests {
  let temporary: TemporaryLedger
  var ledger: Ledger { temporary.ledger }

  init() throws {
    temporary = try TemporaryLedger()
    try temporary.ledger.take("203.0.113.7\nevil.example\n", format: .lines)
  }

  @Test(
    "drops the text, compressed or not, from every file, says who did it and why, and leaves every proof whole",
    arguments: [1, 100])
  func whole(repetitions: Int) throws {
    let text = (1...repetitions).map { "the customer is Erika Mustermann of \($0) Example Street" }.joined(
      separator: "\n")
    let seq = try ledger.note(ioc("evil.example"), text: text)
    let stored = try temporary.storedPayload(of: seq)
    #expect((stored == Array(text.utf8)) == (repetitions == 1))
    #expect(try !temporary.files(holding: stored).isEmpty)
    let before = try ledger.rebuild().stateHash

    let plan = try ledger.planErasure(.events([seq]))
    #expect(plan.items.map(\.events) == [[seq]])
    #expect(plan.items.first?.bytes == text.utf8.count)
    #expect(try ledger.head() == seq)

    temporary.clock.advance(seconds: 60)
    let report = try ledger.erase(plan, reason: "privacy request")
    #expect(report.isFinished)
    #expect(report.erasures == [seq + 1])
    #expect(try temporary.files(holding: stored) == [])
    #expect(try temporary.files(holding: text) == [])
    #expect(ledger.verify().isSound)
    #expect(ledger.verify().erasedPayloads == 1)

    var payloads: [Payload] = []
    var record: ErasureRecord?
    var query = EventQuery()
    query.from = seq
    query.withPayload = true
    try ledger.events(query) { event, payload in
      payloads.append(payload)
      if event.seq == seq { record = try ledger.erasure(of: event) }
      if event.seq == seq + 1 {
        #expect(event.type == .payloadErased)
        #expect(event.causationSeq == seq)
        #expect(try ledger.erasure(of: event) == nil)
      }
    }
    #expect(payloads == [.erased, .bytes(Array("privacy request".utf8))])
    #expect(record?.seq == seq + 1 && record?.at == temporary.clock.now)
    #expect(record?.actor == "tester" && record?.reason == "privacy request")
    // Nothing derived depends on what was erased.
    #expect(try ledger.rebuild().isUnchanged)
    #expect(try ledger.rebuild().stateHash != before)

    // A second time there is nothing left to do.
    let again = try ledger.planErasure(.events([seq]))
    #expect(again.items.isEmpty && again.erasedBefore == [seq])
    #expect(try ledger.erase(again, reason: "again").erasures.isEmpty)
    #expect(try ledger.head() == seq + 1)
  }

  @Test("takes a shared text from all events that have it, and names them, also those that came after the plan")
  func shared() throws {
    let first = try ledger.note(ioc("evil.example"), text: "seen at Example Bank")
    let second = try ledger.note(ioc("203.0.113.7"), text: "seen at Example Bank")
    let other = try ledger.note(ioc("203.0.113.7"), text: "something else")
    let plan = try ledger.planErasure(.events([second, first]))
    #expect(plan.items.map(\.events) == [[first, second]])
    let third = try ledger.note(ioc("evil.example"), text: "seen at Example Bank")
    #expect(try temporary.files(holding: "Example Bank") != [])
    let report = try ledger.erase(plan, reason: "wrong bank")
    #expect(report.plan.items.map(\.events) == [[first, second, third]])
    #expect(try temporary.files(holding: "Example Bank") == [])
    #expect(try temporary.files(holding: "something else") != [])
    // Also an event about something else than the one that was named says who erased its text.
    var query = EventQuery()
    query.from = first
    query.limit = 1
    try ledger.events(query) { (event: RecordedEvent, _) throws in
      #expect(try ledger.erasure(of: event)?.reason == "wrong bank")
    }
    #expect(ledger.verify().isSound)
    #expect(try ledger.planErasure(.events([other])).items.count == 1)
  }

  @Test("of everything about an indicator leaves the others' alone, and the reasons of earlier erasures")
  func allOfAnIndicator() throws {
    let evil = try ioc("evil.example")
    for text in ["one note here", "another note here"] { _ = try ledger.note(evil, text: text) }
    _ = try ledger.judge(evil, .malicious, hundredths: nil, reason: "it was seen in a raid", expires: nil)
    _ = try ledger.note(ioc("203.0.113.7"), text: "an innocent note")
    for text in ["one note here", "another note here", "in a raid"] {
      #expect(try temporary.files(holding: text) != [], "\(text)")
    }
    let report = try ledger.erase(ledger.planErasure(.stream(StreamKey(evil))), reason: "licence ended")
    #expect(report.erasures.count == 3)
    for text in ["one note here", "another note here", "in a raid"] {
      #expect(try temporary.files(holding: text) == [], "\(text)")
    }
    #expect(try !temporary.files(holding: "innocent").isEmpty)
    #expect(try ledger.planErasure(.stream(StreamKey(evil))).items.isEmpty)
    #expect(ledger.verify().isSound)
  }

  @Test("is refused for what is not there, has no payload or is a scorecard, and for a reason that quotes the text")
  func refused() throws {
    let seq = try ledger.note(ioc("evil.example"), text: "the secret word")
    #expect(throws: LedgerError.self) { try ledger.planErasure(.events([seq + 1])) }
    #expect(throws: LedgerError.self) { try ledger.planErasure(.events([seq - 1])) }
    // The first event publishes a scorecard.
    #expect(throws: LedgerError.self) { try ledger.planErasure(.events([1])) }
    let plan = try ledger.planErasure(.events([seq]))
    #expect(throws: LedgerError.self) { try ledger.erase(plan, reason: "it held the secret word, alas") }
    #expect(try ledger.head() == seq)
    #expect(ledger.verify().erasedPayloads == 0)
  }

  @Test("that a reader holds up is finished by the next command that writes")
  func blocked() throws {
    let text = "a text that somebody is still able to read"
    let seq = try ledger.note(ioc("evil.example"), text: text)
    let reader = try Database(path: temporary.path + "/log.db", mode: .readWrite)
    try reader.execute("BEGIN")
    _ = try reader.integer("SELECT count(*) FROM payload")
    let report = try ledger.erase(ledger.planErasure(.events([seq])), reason: "privacy", patience: 20)
    #expect(!report.isFinished)
    #expect(report.erasures == [seq + 1])
    #expect(try !temporary.files(holding: text).isEmpty)
    try reader.execute("ROLLBACK")
    try temporary.reopened().take("198.51.100.1\n", format: .lines)
    #expect(try temporary.files(holding: text) == [])
    #expect(ledger.verify().isSound)
  }
}

extension TemporaryLedger {
  /// The bytes that the table keeps of an event's payload.
  func storedPayload(of seq: Int64) throws -> [UInt8] {
    let row = try Database(path: path + "/log.db", mode: .readWrite).prepare(
      "SELECT bytes FROM payload JOIN event ON payload_hash = hash WHERE seq = ?")
    row.bind(1, seq)
    return try row.step() ? Array(row.blob(0)) : []
  }

  /// The files of the ledger that hold a text, below its folder.
  func files(holding text: String) throws -> [String] { try files(holding: Array(text.utf8)) }

  /// The files of the ledger that hold some bytes.
  func files(holding bytes: [UInt8]) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path)
    return try names.filter { name in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder), !isFolder.boolValue
      else {
        return false
      }
      return try Data(contentsOf: URL(filePath: "\(path)/\(name)")).range(of: Data(bytes)) != nil
    }
  }
}
