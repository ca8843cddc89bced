import EventLog
import Ledger
import Output
import Testing

@testable import iocledger

@Suite("What verify tells people")
struct VerificationDisplayTests {
  @Test("no more events are called trusted than lie before the first bad one", arguments: [(99, 99), (1997, 99)])
  func trusted(read: Int64, told: Int64) {
    var log = Verification(events: read, reason: "the payload of event 100 was changed")
    log.firstBadSeq = 100
    let lines = VerificationDisplay.lines(LedgerVerification(log: log)).map(\.plain)
    #expect(lines.last == "the first bad event is 100; the \(told) events before it can be trusted")
  }
}
