import EventLog
import Events
import Indicators
import SQLite
import Testing
import Time

@testable import Views

@Suite("Projections")
struct ProjectionTests {
  private let ledger: TemporaryLedger
  private let domain = StreamKey(Indicator(.domain, canonical: "evil.example"))

  init() throws { ledger = try TemporaryLedger() }

  private func relation(_ target: StreamKey) -> Facts {
    ["type": "indicates", "target_kind": .text(target.kind), "target_value": .text(target.value)]
  }

  @Test("relationships are found from both ends until their source takes them back")
  func relationships() throws {
    try ledger.append(.relationshipAsserted, facts: relation(campaign))
    try ledger.append(.relationshipAsserted, source: "beta", facts: relation(campaign))
    try ledger.append(.relationshipRetracted, facts: relation(campaign))
    let views = try ledger.views()
    #expect(try views.relationships(of: address).map(\.seq) == [2])
    #expect(try views.relationships(of: campaign).map(\.seq) == [2])
    #expect(try views.relationships(of: address, asAt: 2).map(\.seq) == [1, 2])
    #expect(try views.relationships(of: address, asAt: 1).map(\.seq) == [1])
    #expect(try views.relationshipCount(asAt: 2) == 2)
    #expect(try views.relationshipCount(asAt: 3) == 1)
    // Said again, it is there again.
    try ledger.append(.relationshipAsserted, facts: relation(campaign))
    #expect(try ledger.views().relationships(of: address).map(\.seq) == [2, 4])
  }

  @Test("a retracted observation takes its relationships with it, from then on")
  func retractedObservation() throws {
    try ledger.append(
      .observationRecorded, at: 1,
      facts: [
        "relations": [["resolves-to", "domain", "evil.example"], ["indicates", "campaign", "campaign--1", "One"]]
      ])
    try ledger.append(
      .observationRecorded, source: "beta", at: 2, facts: ["relations": [["resolves-to", "domain", "evil.example"]]])
    try ledger.append(.observationRetracted, source: "analyst", at: 3, facts: ["seq": 1])
    let views = try ledger.views()
    #expect(try views.relationships(of: address).map(\.seq) == [2])
    #expect(try views.relationships(of: address, asAt: 2).map(\.seq) == [1, 1, 2])
    #expect(try views.relationships(of: address, asAt: 2, asOf: hour(1)).map(\.seq) == [1, 1])
    #expect(try views.relationships(of: campaign, asAt: 2).map(\.toName) == ["One"])
    #expect(try views.relationships(of: domain).map(\.seq) == [2])
  }

  @Test("entities keep their first position and their last name")
  func entities() throws {
    try ledger.append(.entityImported, about: campaign, facts: ["name": "First"])
    try ledger.append(.entityImported, about: campaign, facts: ["name": "Second"])
    try ledger.append(.entityImported, about: StreamKey(kind: "malware", value: "malware--1"))
    let views = try ledger.views()
    #expect(try views.entityName(campaign) == "Second")
    #expect(try views.entityName(StreamKey(kind: "malware", value: "malware--1")) == "malware--1")
    #expect(try views.entityName(address) == nil)
    #expect(try views.entityCounts(through: 1).map(\.kind) == ["campaign"])
    #expect(try views.entityCounts(through: 3).map(\.count) == [1, 1])
    // An entity is no indicator.
    #expect(try views.lastIndicatorID() == 0)
  }

  @Test("lookups are counted by when they were started, the moment itself included")
  func lookups() throws {
    for time in [3, 1, 2, 2] as [Double] { try ledger.append(.lookupStarted, source: "shodan", at: time) }
    let views = try ledger.views()
    let connector = try #require(ledger.log.symbols.id(of: "shodan"))
    #expect(try views.lookups(of: connector, since: hour(2)) == [hour(2), hour(2), hour(3)])
    #expect(try views.lookupEvents(of: connector, since: hour(2)) == [3, 4, 1])
    #expect(try views.lookups(of: connector + 1, since: hour(0)) == [])
  }

  @Test("the last pause of a connector counts")
  func pauses() throws {
    for (until, reason) in [(5, "429"), (4, "quota")] as [(Double, SignalValue)] {
      try ledger.append(
        .connectorPaused, about: .connectors, source: "shodan",
        facts: ["until": .integer(hour(until).milliseconds), "reason": reason])
    }
    let connector = try #require(ledger.log.symbols.id(of: "shodan"))
    #expect(try ledger.views().pause(of: connector) == ConnectorPause(until: hour(4), reason: "quota"))
    #expect(try ledger.views().pause(of: 999) == nil)
  }

  @Test("four kinds of answers are counted apart, and the last reason is kept whatever the batches")
  func health() throws {
    try ledger.append(.observationRecorded, at: 1, facts: ["status": "found"])
    try ledger.append(.observationRecorded, at: 2, facts: ["status": "not_found"])
    try ledger.append(.lookupFailed, at: 9, facts: ["reason": "html"])
    try ledger.append(.lookupFailed, at: 4)
    try ledger.append(.lookupWithheld, at: 5, facts: ["reason": "tlp"])
    for views in [try ledger.views(), try Views.inMemory(for: ledger.log)] {
      let health = try #require(try views.sourceHealth().first)
      #expect([health.events, health.found, health.notFound, health.failed, health.withheld] == [5, 1, 1, 2, 1])
      #expect(health.lastAt == hour(9))
      #expect(health.lastFailure == "html")
    }
  }

  @Test("statements are recognised by their content, within their stream and source")
  func statements() throws {
    let facts: Facts = ["feed.listed": true]
    let key = StatementKey(source: "alpha", stream: address, facts: facts, statedAt: nil)
    let event = EventDraft(
      id: key.eventID(at: hour(1)), stream: address, type: .indicatorIngested, source: "alpha", actor: "test",
      observedAt: hour(1), receivedAt: hour(1), facts: facts)
    try ledger.append([event])
    let views = try ledger.views()
    #expect(try views.holds(key, stream: 1))
    #expect(try !views.holds(key, stream: 2))
    let others = [
      StatementKey(source: "alpha", stream: address, facts: ["feed.listed": false], statedAt: nil),
      StatementKey(source: "alpha", stream: address, facts: facts, statedAt: hour(1)),
      StatementKey(source: "alpha", stream: address, facts: facts, statedAt: nil, day: "2026-01-01"),
      StatementKey(source: "beta", stream: address, facts: facts, statedAt: nil),
      StatementKey(source: "alpha", stream: domain, facts: facts, statedAt: nil),
    ]
    for other in others { #expect(try !views.holds(other, stream: 1)) }
    #expect(Set(others + [key]).count == 6)
  }

  @Test("more statements than share a row are recognised, however they came")
  func manyStatements() throws {
    func key(_ number: Int) -> StatementKey {
      StatementKey(source: "alpha", stream: address, facts: ["feed.count": .integer(Int64(number))], statedAt: nil)
    }
    func drafts(_ numbers: Range<Int>) -> [EventDraft] {
      numbers.map {
        EventDraft(
          id: key($0).eventID(at: hour(1)), stream: address, type: .indicatorIngested, source: "alpha", actor: "test",
          observedAt: hour(1), receivedAt: hour(1), facts: ["feed.count": .integer(Int64($0))])
      }
    }
    // Up to the end of a row, over it, and far beyond.
    for numbers in [0..<128, 128..<129, 129..<700] { try ledger.append(drafts(numbers)); _ = try ledger.views() }
    for views in try [ledger.views(), Views.inMemory(for: ledger.log)] {
      for number in 0..<700 { #expect(try views.holds(key(number), stream: 1)) }
      #expect(try !views.holds(key(700), stream: 1))
    }
    #expect(try ledger.views().stateHash() == Views.inMemory(for: ledger.log).stateHash())
  }

  @Test("an event of a newer program stops them with words, and nothing half done is kept")
  func newerEvent() throws {
    try ledger.append(.indicatorIngested)
    _ = try ledger.views()
    try ledger.append(.indicatorIngested)
    let raw = try Database(path: ledger.folder.log, mode: .readWrite)
    try raw.execute("DROP TRIGGER event_update; UPDATE event SET schema_version = 2 WHERE seq = 2")
    let error = #expect(throws: EventLogError.self) { try ledger.views() }
    #expect(error?.code == .newerFormat)
  }
}
