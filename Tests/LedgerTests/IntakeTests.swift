import EventLog
import Events
import Indicators
import Interchange
import Ledger
import Testing
import Time

@Suite("Taking in")
struct IntakeTests {
  @Test("each statement is one event and one indicator")
  func statements() throws {
    let temporary = try TemporaryLedger()
    let report = try temporary.ledger.take(
      "1.2.3.4\nevil.example\n# a comment\n\nnot an indicator at all\n", format: .lines)
    #expect(report.read == 2)
    #expect(report.new == 2)
    #expect(report.known == 0)
    #expect(report.events == 2)
    #expect(report.rejectedTotal == 1)
    #expect(report.rejected.first?.line == 5)
    #expect(try report.seq == temporary.ledger.head())
  }

  @Test("one indicator is one whatever its spelling")
  func spellings() throws {
    let temporary = try TemporaryLedger()
    let report = try temporary.ledger.take("EVIL[.]example\nevil.example\nevil[dot]example.\n", format: .lines)
    #expect(report.new == 1)
    #expect(report.events == 1)
  }

  @Test("a second reading on the same day adds nothing")
  func sameDay() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("1.2.3.4\n", format: .lines)
    temporary.clock.advance(seconds: 3600)
    let again = try temporary.ledger.take("1.2.3.4\n", format: .lines)
    #expect(again.known == 1)
    #expect(again.new == 0)
    #expect(again.events == 0)
  }

  @Test("a statement without a time of its own, read again on a later day, is a sighting, once a day")
  func laterDay() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("1.2.3.4\n", format: .lines)
    temporary.clock.advance(days: 1)
    let second = try temporary.ledger.take("1.2.3.4\n", format: .lines)
    #expect(second.known == 1)
    #expect(second.events == 1)
    temporary.clock.advance(seconds: 60)
    #expect(try temporary.ledger.take("1.2.3.4\n", format: .lines).events == 0)
    var types: [EventType] = []
    var query = EventQuery()
    query.indicator = try ioc("1.2.3.4")
    try temporary.ledger.events(query) { event, _ in types.append(event.type) }
    #expect(types == [.indicatorIngested, .sightingRecorded])
  }

  @Test("a statement with a stated time is known for ever, and new when the time is another")
  func statedTime() throws {
    let temporary = try TemporaryLedger()
    let feed = "indicator,last_seen\n1.2.3.4,2026-11-20\n"
    #expect(try temporary.ledger.take(feed, format: .csv).events == 1)
    temporary.clock.advance(days: 3)
    #expect(try temporary.ledger.take(feed, format: .csv).events == 0)
    let newer = "indicator,last_seen\n1.2.3.4,2026-11-25\n"
    #expect(try temporary.ledger.take(newer, format: .csv).events == 1)
    #expect(try temporary.ledger.show(ioc("1.2.3.4")).sources.first?.observedAt == moment("2026-11-25T00:00:00Z"))
  }

  @Test("a time in the future counts as the time of receipt and is kept as stated")
  func futureTime() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("indicator,last_seen\n1.2.3.4,2030-01-01\n", format: .csv)
    var query = EventQuery()
    query.indicator = try ioc("1.2.3.4")
    let stated = try moment("2030-01-01T00:00:00Z").milliseconds
    try temporary.ledger.events(query) { event, _ in
      #expect(event.observedAt == temporary.clock.now)
      #expect(event.facts["stated_at"]?.integer == stated)
    }
  }

  @Test("a file's stated date is the time of lines without one")
  func fileDate() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("# Last update: Sat, 22 Aug 2026 03:00:29 +0200\n1.2.3.4\t7\n", format: .tsv)
    #expect(try temporary.ledger.show(ioc("1.2.3.4")).sources.first?.observedAt == moment("2026-08-22T01:00:29Z"))
  }

  @Test("the strictest marking counts until an analyst sets another")
  func markings() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("1.2.3.4\n", format: .lines, source: "a", trafficLight: .red)
    try temporary.ledger.take("1.2.3.4\n", format: .lines, source: "b", trafficLight: .green)
    #expect(try temporary.ledger.show(ioc("1.2.3.4")).trafficLight == .red)
    _ = try temporary.ledger.setTrafficLight(ioc("1.2.3.4"), .amber)
    #expect(try temporary.ledger.show(ioc("1.2.3.4")).trafficLight == .amber)
  }

  @Test("an interrupted reading keeps what it committed, and goes on without doubles")
  func interrupted() throws {
    struct Stop: Error {}
    let temporary = try TemporaryLedger()
    let lines = (0..<2500).map { "10.0.\($0 / 250).\($0 % 250)" }
    let text = lines.joined(separator: "\n")
    let report = try temporary.ledger.take(String(text.prefix(text.count / 2)), format: .lines)
    let rest = try temporary.ledger.take(text, format: .lines)
    #expect(report.new + rest.new >= 2500)
    #expect(rest.new + rest.known == 2500)
    #expect(temporary.ledger.verify().isSound)
  }

  @Test("labels of the command are added to those of the statement")
  func labels() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("indicator,labels\n1.2.3.4,c2;botnet\n", format: .csv, labels: ["case-7"])
    #expect(try temporary.ledger.show(ioc("1.2.3.4")).labels == ["botnet", "c2", "case-7"])
  }

  @Test("a URL does not make its host an indicator")
  func hosts() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("hxxp://evil[.]example/a\n", format: .lines)
    #expect(throws: LedgerError.self) { try temporary.ledger.show(ioc("evil.example")) }
  }
}
