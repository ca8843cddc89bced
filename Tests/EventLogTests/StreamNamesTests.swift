import Events
import SQLite
import Testing

@testable import EventLog

@Suite("Names of streams")
struct StreamNamesTests {
  private let ledger: TemporaryLedger

  init() throws { ledger = try TemporaryLedger(copyOf: Fixtures.rich) }

  @Test(
    "are the dictionary's, as canonical bytes hold them, as many as the memory takes", arguments: [1 << 20, 320, 0])
  func names(_ memory: Int) throws {
    let names = try StreamNames(ledger.raw(), through: 7, greatestSize: memory)
    var held = 0
    for id in Int64(1)...7 where names.holds(id) {
      held += 1
      let expected = ByteBuffer(capacity: 64)
      expected.appendStream(StreamKey(kind: "ipv4", value: "198.51.100.\(id % 7)"))
      #expect(try Array(#require(names.name(id)).bytes) == Array(expected.bytes))
    }
    #expect(memory == 0 ? held == 0 : memory == 320 ? held > 0 && held < 7 : held == 7)
    #expect(!names.holds(0) && !names.holds(8) && !names.holds(.min) && !names.holds(.max))
    #expect(try names.indexSum == StreamIndex(ledger.raw(), through: 7).sum)
  }

  @Test("that are not held are looked up: verify says the same", arguments: [1 << 20, 320, 0])
  func verify(_ memory: Int) throws {
    for (edit, seq) in [
      ("SELECT 1", nil), ("UPDATE stream SET value = '198.51.100.99' WHERE id = 7", 7),
      ("UPDATE stream SET value = CAST(x'ff' AS TEXT) WHERE id = 7", 7), ("DELETE FROM stream WHERE id = 6", 6),
    ] as [(String, Int64?)] {
      let copy = try TemporaryLedger(copyOf: Fixtures.rich)
      try copy.tamper(edit)
      let log = try copy.open(.readOnly)
      var verifier = Verifier(log: log, memoryForNames: memory)
      var fault: Verifier.Fault?
      do {
        try log.read { try verifier.run(payloads: true, progress: { _ in }) }
      } catch let error as Verifier.Fault {
        fault = error
      }
      #expect(fault?.seq == seq, "\(edit): \(fault?.reason ?? "sound")")
      #expect((fault == nil) == (seq == nil))
    }
  }
}
