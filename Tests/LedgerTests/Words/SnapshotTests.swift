import Events
import Indicators
import Interchange
import Ledger
import Scoring
import Testing
import Time

@Suite("Whole lists")
struct SnapshotTests {
  private let temporary: TemporaryLedger
  private var ledger: Ledger { temporary.ledger }

  init() throws { temporary = try TemporaryLedger() }

  private func list(_ values: [String], date: Timestamp? = nil) throws -> [IntakeItem] {
    try (date.map { [.fileDate($0)] } ?? [])
      + values.enumerated().map { .statement(Statement(indicator: try ioc($1), line: $0 + 1)) }
  }

  @Test("what the whole list no longer names is delisted as of its date; other sources' words stand")
  func delisted() throws {
    try ledger.take(list(["192.0.2.1", "192.0.2.2"], date: temporary.daysAgo(3)), isSnapshot: true)
    try ledger.take(list(["192.0.2.2"], date: temporary.daysAgo(3)), source: "other")
    let report = try ledger.take(list(["192.0.2.1"], date: temporary.daysAgo(1)), isSnapshot: true)
    #expect(report.snapshot?.delisted == 1 && report.snapshot?.obstacle == nil)
    let shown = try ledger.show(ioc("192.0.2.2"))
    let partner = try #require(shown.sources.first { $0.source == "partner" })
    #expect(partner.end?.reason == .absent && partner.end?.at == temporary.daysAgo(1))
    #expect(partner.listed?.lowerBound == temporary.daysAgo(3))
    #expect(shown.sources.first { $0.source == "other" }?.end == nil && shown.score.hundredths > 0)
    #expect(try temporary.score("192.0.2.1") > 2000)
    // Once is enough.
    let again = try ledger.take(list(["192.0.2.1"], date: temporary.daysAgo(1)), isSnapshot: true)
    #expect(again.snapshot?.delisted == 0 && again.events == 0)
  }

  @Test("without the flag nothing is inferred from absence")
  func noFlag() throws {
    try ledger.take(list(["192.0.2.1", "192.0.2.2"]))
    temporary.clock.advance(days: 1)
    #expect(try ledger.take(list(["192.0.2.1"])).snapshot == nil)
    #expect(try temporary.score("192.0.2.2") > 2000)
  }

  @Test("a list that names something again lists it again, also where the statement is the same as before")
  func listedAgain() throws {
    for values in [["192.0.2.1", "192.0.2.2"], ["192.0.2.1"], ["192.0.2.1", "192.0.2.2", "192.0.2.2"]] {
      try ledger.take(list(values), isSnapshot: true)
      temporary.clock.advance(days: 1)
    }
    #expect(try temporary.score("192.0.2.2") > 2000)
    #expect(
      try temporary.types("192.0.2.2") == [.indicatorIngested, .indicatorDelisted, .indicatorIngested])
    // An older list, read late, changes nothing.
    try ledger.take(list(["192.0.2.1"], date: temporary.daysAgo(9)), isSnapshot: true)
    #expect(try temporary.score("192.0.2.2") > 2000)
  }

  @Test("a part that cannot be read, an error or an empty list delist nothing, and say so")
  func obstacles() throws {
    try ledger.take(list(["192.0.2.1", "192.0.2.2"]))
    temporary.clock.advance(days: 1)
    let torn = try ledger.take(
      list(["192.0.2.1"]) + [.rejected(Rejection(line: 2, text: "192.0.2", reason: "too short"))], isSnapshot: true)
    #expect(torn.snapshot?.delisted == 0 && torn.snapshot?.obstacle != nil)
    let empty = try ledger.take([], isSnapshot: true)
    #expect(empty.snapshot?.delisted == 0 && empty.snapshot?.obstacle != nil)
    var options = IntakeOptions(source: "partner")
    options.isSnapshot = true
    let intake = Intake(ledger, options: options, file: "items")
    #expect(throws: IntakeError.self) {
      try intake.run(Items(list(["192.0.2.1"]), failure: IntakeError(line: 2, "the input ends too early")))
    }
    #expect(intake.report.snapshot?.delisted == 0 && intake.report.snapshot?.obstacle != nil)
    #expect(try temporary.score("192.0.2.2") > 2000)
  }

  @Test("the words of objects are ended by a whole list as well, and come back with a newer version")
  func objects() throws {
    try ledger.take(version(of: "a", temporary.daysAgo(5), names: ["a.example"]))
    try ledger.take(version(of: "b", temporary.daysAgo(5), names: ["b.example"]), isSnapshot: true)
    #expect(try temporary.score("a.example") == 0)
    temporary.clock.advance(days: 2)
    try ledger.take(version(of: "a", temporary.daysAgo(1), names: ["a.example"]))
    #expect(try temporary.score("a.example") > 2000)
  }
}
