import EventLog
import Events
import Indicators
import Interchange
import Ledger
import Scoring
import Testing
import Time

@Suite("Taking back")
struct RetractionTests {
  private let temporary: TemporaryLedger
  private var ledger: Ledger { temporary.ledger }

  init() throws { temporary = try TemporaryLedger() }

  private func batch(of value: String) throws -> EventID {
    var batch: EventID?
    var query = EventQuery()
    query.indicator = try ioc(value)
    try ledger.events(query) { event, _ in batch = event.correlationID }
    return try #require(batch)
  }

  @Test("a batch is taken back whole, and a dry run says what that changes and changes nothing")
  func batch() throws {
    try ledger.take("192.0.2.1\n", format: .lines, source: "right")
    try ledger.take("192.0.2.1\n192.0.2.2\n", format: .lines, source: "wrong", labels: ["oops"])
    let id = try batch(of: "192.0.2.2")
    let head = try ledger.head()
    let plan = try ledger.planRetraction(.batch(id))
    #expect(plan.events.count == 2 && plan.indicators == 2 && plan.changed == 2 && plan.seqs.isEmpty)
    #expect(try ledger.head() == head)
    #expect(plan.moves.map(\.indicator.value).sorted() == ["192.0.2.1", "192.0.2.2"])
    let report = try ledger.retract(.batch(id), reason: "the wrong file")
    #expect(report.seqs.count == 2 && report.events == plan.events && report.moves == plan.moves)
    #expect(try temporary.score("192.0.2.2") == 0)
    #expect(try temporary.score("192.0.2.1") > 2000)
    #expect(try ledger.show(ioc("192.0.2.1")).labels == [])
    #expect(try temporary.score("192.0.2.2", asAt: head) > 2000)
    let again = try ledger.planRetraction(.batch(id))
    #expect(again.events.isEmpty && again.kept == 2)
  }

  @Test("of a source only what was recorded in a time is taken back")
  func sourceInTime() throws {
    for day in 1...3 {
      try ledger.take("192.0.2.\(day)\n", format: .lines, source: "feed")
      try ledger.take("192.0.2.\(day)\n", format: .lines, source: "other")
      temporary.clock.advance(days: 1)
    }
    let scope = RetractionScope.source("feed", since: temporary.daysAgo(2), until: temporary.daysAgo(1))
    #expect(try ledger.planRetraction(scope).events.count == 1)
    #expect(try ledger.retract(scope, reason: "a bad day").seqs.count == 1)
    #expect(try ledger.show(ioc("192.0.2.2")).sources.map(\.source) == ["other"])
    #expect(try ledger.show(ioc("192.0.2.3")).sources.count == 2)
    #expect(try ledger.planRetraction(.source("nobody", since: temporary.daysAgo(9), until: nil)).events.isEmpty)
  }

  @Test("what was taken back comes back, and can be taken back again")
  func undo() throws {
    try ledger.take("192.0.2.7\n", format: .lines)
    let seq = try ledger.head()
    let score = try temporary.score("192.0.2.7")
    let retraction = try ledger.retract(seq, reason: "wrong")
    #expect(try temporary.score("192.0.2.7") == 0)
    let restored = try ledger.restore(retraction, reason: "right after all")
    #expect(restored.event == seq)
    #expect(try temporary.score("192.0.2.7") == score)
    #expect(throws: LedgerError.self) { try ledger.restore(seq, reason: "twice") }
    #expect(throws: LedgerError.self) { try ledger.restore(retraction, reason: "twice") }
    _ = try ledger.retract(seq, reason: "no, wrong")
    #expect(try temporary.score("192.0.2.7") == 0)
    #expect(try temporary.score("192.0.2.7", asAt: restored.seq) == score)
    #expect(try temporary.score("192.0.2.7", asAt: retraction) == 0)
    let points = try ledger.history(ioc("192.0.2.7")).points
    #expect(
      points.map(\.cause.name) == [
        "indicator.ingested", "observation.retracted", "observation.restored", "observation.retracted",
      ])
    let rows = try ledger.rows()
    _ = try ledger.rebuild()
    #expect(try ledger.rows() == rows)
    #expect(ledger.verify().isSound)
  }

  @Test("relationships go and come back with the event that states them")
  func relationships() throws {
    let key = StreamKey(kind: "campaign", value: "campaign--00000000-0000-4000-8000-000000000004")
    try ledger.take([
      .relationship(
        RelationshipStatement(from: StreamKey(try ioc("192.0.2.8")), to: key, type: "indicates", line: 1))
    ])
    let seq = try ledger.head()
    func count(_ point: PointInTime = PointInTime()) throws -> Int {
      try ledger.show(ioc("192.0.2.8"), at: point).relationships.count
    }
    let retraction = try ledger.retract(seq, reason: "wrong")
    #expect(try count() == 0)
    _ = try ledger.restore(seq, reason: "right")
    #expect(try count() == 1)
    #expect(try count(PointInTime(asAt: .seq(retraction))) == 0)
    _ = try ledger.retract(.event(seq), reason: "wrong again")
    #expect(try count() == 0)
    _ = try ledger.rebuild()
    #expect(try count() == 0)
    #expect(try count(PointInTime(asAt: .seq(retraction + 1))) == 1)
  }
}
