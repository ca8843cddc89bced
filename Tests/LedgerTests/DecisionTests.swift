import EventLog
import Events
import Foundation
import Interchange
import Ledger
import Testing

@Suite("What an analyst does")
struct DecisionTests {
  @Test("several labels are recorded in one go")
  func labels() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("192.0.2.1\n", format: .lines)
    let seqs = try temporary.ledger.label(ioc("192.0.2.1"), ["apt29", "c2"], remove: false)
    #expect(seqs.count == 2 && seqs[1] == seqs[0] + 1)
    #expect(try temporary.ledger.show(ioc("192.0.2.1")).labels == ["apt29", "c2"])
    var query = EventQuery()
    query.types = [.labelAdded]
    var events: [RecordedEvent] = []
    try temporary.ledger.events(query) { event, _ in events.append(event) }
    #expect(Set(events.map(\.recordedAt)).count == 1 && Set(events.map(\.correlationID)).count == 1)
    #expect(events.first?.correlationID != nil)
  }

  @Test("what is recorded is recorded, also where the views turn out to be damaged then")
  func damagedViews() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take((1...2000).map { "192.0.\($0 / 200).\($0 % 200)\n" }.joined(), format: .lines)
    let views = LedgerFolder(temporary.path).views
    let before = try temporary.ledger.head()
    _ = try temporary.reopened().rebuild()
    let handle = try #require(FileHandle(forUpdatingAtPath: Files.resolvingLinks(views)))
    try handle.seek(toOffset: 8192)
    try handle.write(contentsOf: Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }))
    try handle.close()

    let seq = try temporary.reopened().note(ioc("192.0.1.1"), text: "seen in incident 4711")

    #expect(seq == before + 1)
    #expect(try temporary.reopened().head() == before + 1)
    #expect(try temporary.reopened().rows().count == 2000)
  }
}
