import EventLog
import Events
import Indicators
import Interchange
import Ledger
import Scoring
import Testing
import Time

/// A source's word ends when the source ends it, however its files arrive.
@Suite("Words of objects")
struct ObjectWordTests {
  private let temporary: TemporaryLedger
  private var ledger: Ledger { temporary.ledger }

  init() throws { temporary = try TemporaryLedger() }

  @Test(
    "what a newer version leaves out is listed no longer, whichever of the two is read first", arguments: [false, true])
  func leftOut(isReversed: Bool) throws {
    let (then, later) = (temporary.daysAgo(4), temporary.daysAgo(2))
    let versions = try [
      version(of: "indicator--a", then, names: ["192.0.2.9", "192.0.2.10"]),
      version(of: "indicator--a", later, names: ["192.0.2.9"]),
    ]
    for items in isReversed ? versions.reversed() : versions { try ledger.take(items) }
    #expect(try temporary.score("192.0.2.10") == 0)
    #expect(try temporary.score("192.0.2.9") > 2000)
    #expect(try temporary.score("192.0.2.10", asOf: temporary.daysAgo(3)) > 2000)
    let source = try #require(try ledger.show(ioc("192.0.2.10")).sources.first)
    #expect(source.end?.reason == .superseded && source.end?.at == later)
    #expect(source.listed == then...then)
    // Nothing is new in any of them.
    for items in versions { #expect(try ledger.take(items).events == 0) }
    #expect(try temporary.types("192.0.2.10") == [.indicatorIngested, .indicatorDelisted])
  }

  @Test("an object that ended says nothing any more, also where its end was read first", arguments: Ending.allCases)
  func ended(ending: Ending) throws {
    let (then, later) = (temporary.daysAgo(4), temporary.daysAgo(2))
    let word = try version(of: "attribute-1", then, names: ["gone.example"], labels: ["c2"])
    let end = try version(of: "attribute-1", later, names: [], ending: ending)
    try ledger.take(word)
    try ledger.take(end)
    try ledger.take(end, source: "other")
    try ledger.take(word, source: "other")
    let shown = try ledger.show(ioc("gone.example"))
    #expect(shown.score.hundredths == 0 && shown.labels == [])
    #expect(shown.sources.map(\.end?.at) == [later, later])
    #expect(shown.sources.first { $0.source == "partner" }?.end?.reason == ending)
    #expect(try temporary.score("gone.example", asOf: temporary.daysAgo(3)) > 2000)
    #expect(try ledger.explain(ioc("gone.example")).explanation.contributions.allSatisfy { $0.points == 0 })
  }

  @Test("an object that is brought back by a newer version counts again")
  func broughtBack() throws {
    try ledger.take(version(of: "a", temporary.daysAgo(4), names: ["back.example"]))
    try ledger.take(version(of: "a", temporary.daysAgo(3), names: [], ending: .deleted))
    try ledger.take(version(of: "a", temporary.daysAgo(2), names: ["back.example"]))
    #expect(try temporary.score("back.example") > 2000)
    #expect(try temporary.score("back.example", asOf: temporary.daysAgo(2.5)) == 0)
    #expect(try ledger.show(ioc("back.example")).sources[0].end == nil)
  }

  @Test("of several objects of one source that name the same, the source's word ends with the last")
  func severalObjects() throws {
    try ledger.take(version(of: "a", temporary.daysAgo(4), names: ["both.example"], labels: ["first"]))
    try ledger.take(version(of: "b", temporary.daysAgo(3), names: ["both.example"], labels: ["second"]))
    try ledger.take(version(of: "b", temporary.daysAgo(2), names: [], ending: .revoked))
    #expect(try ledger.show(ioc("both.example")).labels == ["first"])
    #expect(try temporary.score("both.example") > 2000)
    try ledger.take(version(of: "a", temporary.daysAgo(1), names: ["other.example"]))
    #expect(try temporary.score("both.example") == 0)
    #expect(try ledger.show(ioc("both.example")).sources[0].end?.reason == .superseded)
  }

  @Test("from valid_until on nothing counts, and history says that it expired")
  func validity() throws {
    let until = Timestamp(milliseconds: temporary.clock.now.milliseconds + 5 * 86_400_000)
    try ledger.take(version(of: "a", temporary.daysAgo(1), names: ["short.example"], until: until))
    try ledger.take(version(of: "b", temporary.daysAgo(1), names: ["past.example"], until: temporary.daysAgo(0.5)))
    #expect(try temporary.score("past.example") == 0)
    #expect(try temporary.score("past.example", asOf: temporary.daysAgo(0.75)) > 2000)
    #expect(try temporary.score("short.example") > 2000)
    #expect(try temporary.score("short.example", asOf: until) == 0)
    let history = try ledger.history(ioc("short.example"), at: PointInTime(asOf: temporary.daysAgo(-9)))
    #expect(history.points.map(\.cause) == [.event(.indicatorIngested), .expired])
    #expect(history.points.last?.at == until && history.points.last?.seq == nil)
    #expect(history.points.last?.score.hundredths == 0)
    let rows = try ledger.rows(at: PointInTime(asOf: temporary.daysAgo(-9)))
    #expect(rows.allSatisfy { $0.score.hundredths == 0 } && rows.count == 2)
  }

  @Test("a newer version moves the end of the validity")
  func movedValidity() throws {
    let early = Timestamp(milliseconds: temporary.clock.now.milliseconds + 86_400_000)
    let late = Timestamp(milliseconds: temporary.clock.now.milliseconds + 6 * 86_400_000)
    try ledger.take(version(of: "a", temporary.daysAgo(3), names: ["moved.example"], until: early))
    try ledger.take(version(of: "a", temporary.daysAgo(2), names: ["moved.example"], until: late))
    #expect(try temporary.score("moved.example", asOf: temporary.daysAgo(-3)) > 2000)
    #expect(try temporary.score("moved.example", asOf: late) == 0)
    let points = try ledger.history(ioc("moved.example"), at: PointInTime(asOf: temporary.daysAgo(-9))).points
    #expect(points.filter { $0.cause == .expired }.map(\.at) == [late])
  }

  @Test("valid_until of a word without an object counts as well, as older ledgers hold it")
  func plainValidity() throws {
    try ledger.take([
      .statement(
        Statement(
          indicator: ioc("old.example"),
          signals: ["feed.listed": true, "valid_until": .text(temporary.daysAgo(1).rfc3339)],
          statedAt: temporary.daysAgo(5), line: 1))
    ])
    #expect(try temporary.score("old.example") == 0)
    #expect(try temporary.score("old.example", asOf: temporary.daysAgo(2)) > 2000)
    #expect(try ledger.show(ioc("old.example")).sources[0].end?.reason == .expired)
  }

  @Test("what was meant for detection and no longer is, is listed no longer; what never was, is")
  func detection() throws {
    try ledger.take(version(of: "a", temporary.daysAgo(4), names: ["off.example"], toIDs: true))
    try ledger.take(version(of: "a", temporary.daysAgo(2), names: ["off.example"], toIDs: false))
    try ledger.take(version(of: "b", temporary.daysAgo(2), names: ["never.example"], toIDs: false))
    #expect(try temporary.score("off.example") == 0)
    #expect(try temporary.score("off.example", asOf: temporary.daysAgo(3)) > 0)
    #expect(try temporary.score("never.example") > 0)
  }

  @Test("the end is taken back with its event, and as at a position before it the word stood")
  func retractedEnd() throws {
    try ledger.take(version(of: "a", temporary.daysAgo(4), names: ["kept.example"]))
    let before = try ledger.head()
    try ledger.take(version(of: "a", temporary.daysAgo(2), names: [], ending: .deleted))
    let end = try ledger.head()
    #expect(try temporary.score("kept.example") == 0)
    #expect(try temporary.score("kept.example", asAt: before) > 2000)
    _ = try ledger.retract(end, reason: "they meant another")
    #expect(try temporary.score("kept.example") > 2000)
    #expect(try temporary.score("kept.example", asAt: end) == 0)
    // The same file again does not overrule the analyst.
    try ledger.take(version(of: "a", temporary.daysAgo(2), names: [], ending: .deleted))
    #expect(try temporary.score("kept.example") > 2000)
  }

  @Test("a negative sighting of the source neither restarts decay nor moves when it was seen")
  func falsePositive() throws {
    try ledger.take(version(of: "a", temporary.daysAgo(9), names: ["203.0.113.9"]))
    let score = try temporary.score("203.0.113.9")
    let sighting = SightingStatement(
      indicator: try ioc("203.0.113.9"), seenAt: temporary.daysAgo(1), isPositive: false, line: 1)
    try ledger.take([.sighting(sighting)])
    let shown = try ledger.show(ioc("203.0.113.9"))
    #expect(shown.score.hundredths == score)
    #expect(shown.lastSeen == temporary.daysAgo(9))
  }

  @Test("through many batches, rebuilt or not, every answer is the same")
  func manyBatches() throws {
    var items: [IntakeItem] = []
    for number in 0..<3000 {
      items += try version(
        of: "o\(number % 900)", temporary.daysAgo(Double(9 - number / 900)), names: ["n\(number % 1300).example"])
    }
    try ledger.take(items)
    let rows = try ledger.rows()
    let live = rows.filter { $0.score.hundredths > 0 }
    #expect(rows.count == 1300 && live.count < 1000 && live.count > 100)
    for row in rows.prefix(40) { #expect(try ledger.show(row.indicator).score == row.score) }
    _ = try ledger.rebuild()
    #expect(try ledger.rows() == rows)
    #expect(try ledger.rows(at: PointInTime(asAt: .seq(ledger.head() - 1), asOf: temporary.clock.now)).count == 1300)
    #expect(try ledger.take(items).events == 0)
  }
}
