import EventLog
import Events
import Indicators
import Interchange
import Ledger
import Scoring
import Testing
import Time

@Suite("Taking in")
struct IntakeTests {
  @Test("each statement is one event and one indicator")
  func statements() throws {
    let temporary = try TemporaryLedger()
    let report = try temporary.ledger.take(
      "1.2.3.4\nevil.example\n# a comment\n\nnot an indicator at all\n", format: .lines)
    #expect(report.read == 5)
    #expect(report.new == 2)
    #expect(report.known == 0)
    #expect(report.skipped == 2 && report.skippedBy == [.comment: 1, .blank: 1])
    #expect(report.events == 2)
    #expect(report.rejectedTotal == 1)
    #expect(report.rejected.first?.line == 5)
    #expect(try report.seq == temporary.ledger.head())
  }

  @Test("one indicator is one whatever its spelling")
  func spellings() throws {
    let temporary = try TemporaryLedger()
    let report = try temporary.ledger.take("EVIL[.]example\nevil.example\nevil[dot]example.\n", format: .lines)
    #expect(report.new == 1 && report.known == 2)
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

  @Test("what an earlier input of the same command held is known")
  func severalInputs() throws {
    let temporary = try TemporaryLedger()
    var sum = IntakeReport()
    for text in ["192.0.2.1\n192.0.2.2\n", "192.0.2.2\n192.0.2.3\n", "192.0.2.1\n"] {
      let reader = try IntakeFormat.lines.reader(fileName: nil, source: once(text)).reader
      let intake = Intake(temporary.ledger, options: IntakeOptions(source: "feed"), file: "feed")
      try intake.run(reader)
      sum.add(intake.report)
    }
    #expect(sum.read == 5 && sum.new == 3 && sum.known == 2)
    #expect(sum.indicators.count == 3)
  }

  @Test("a relationship and its ends that several inputs state are new once")
  func severalRelationships() throws {
    let temporary = try TemporaryLedger()
    let bundle = """
      {"type":"bundle","id":"bundle--1","objects":[
      {"type":"malware","id":"malware--00000000-0000-4000-8000-000000000001","name":"m"},
      {"type":"campaign","id":"campaign--00000000-0000-4000-8000-000000000002","name":"c"},
      {"type":"relationship","id":"relationship--00000000-0000-4000-8000-000000000003","relationship_type":"uses",
       "source_ref":"campaign--00000000-0000-4000-8000-000000000002",
       "target_ref":"malware--00000000-0000-4000-8000-000000000001"}]}
      """
    var sum = IntakeReport()
    for _ in 0..<2 {
      let reader = try IntakeFormat.stix.reader(fileName: nil, source: once(bundle)).reader
      let intake = Intake(temporary.ledger, options: IntakeOptions(source: "feed"), file: "feed")
      try intake.run(reader)
      sum.add(intake.report)
    }
    #expect(sum.read == 6 && sum.new == 3 && sum.known == 3)
  }

  @Test("what a source lists, a bare observable of the same source does not take off its list")
  func bareObservable() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    try ledger.take("evil.example\n", format: .lines)
    temporary.clock.advance(seconds: 60)
    let score = try ledger.show(ioc("evil.example")).score.hundredths
    let observable =
      #"{"type":"domain-name","id":"domain-name--00000000-0000-4000-8000-000000000001","value":"evil.example"}"#
    let bare = try ledger.take(#"{"type":"bundle","id":"bundle--1","objects":[\#(observable)]}"#, format: .stix)
    #expect(bare.read == 1 && bare.known == 1 && bare.events == 0)
    #expect(try ledger.show(ioc("evil.example")).score.hundredths == score)

    let seen = """
      {"type":"observed-data","id":"observed-data--00000000-0000-4000-8000-000000000002","number_observed":4,
       "first_observed":"2026-11-24T12:00:00Z","last_observed":"2026-11-24T12:00:30Z",
       "object_refs":["domain-name--00000000-0000-4000-8000-000000000001"]}
      """
    let observed = try ledger.take(
      #"{"type":"bundle","id":"bundle--2","objects":[\#(observable),\#(seen)]}"#, format: .stix)
    #expect(observed.known == 1 && observed.events == 1)
    var types: [EventType] = []
    var query = EventQuery()
    query.indicator = try ioc("evil.example")
    try ledger.events(query) { event, _ in types.append(event.type) }
    #expect(types == [.indicatorIngested, .sightingRecorded])
  }

  @Test("being observed often is no belief in malice")
  func observedOnly() throws {
    let temporary = try TemporaryLedger()
    let bundle = """
      {"type":"observed-data","id":"observed-data--00000000-0000-4000-8000-000000000002","number_observed":9,
       "first_observed":"2026-11-24T11:00:00Z","last_observed":"2026-11-24T11:00:30Z",
       "objects":{"0":{"type":"domain-name","value":"busy.example"}}}
      """
    try temporary.ledger.take(bundle, format: .stix)
    #expect(try temporary.ledger.show(ioc("busy.example")).score.hundredths == 0)
  }

  private func once(_ text: String) -> ByteSource {
    var isRead = false
    return {
      defer { isRead = true }
      return isRead ? [] : Array(text.utf8)
    }
  }
}
