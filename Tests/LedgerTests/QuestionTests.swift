import EventLog
import Events
import Indicators
import Interchange
import Ledger
import Scoring
import Testing
import Time

@Suite("Questions")
struct QuestionTests {
  /// Three feeds, a judgement, labels, sightings, a retraction, over some days.
  static func busyLedger() throws -> TemporaryLedger {
    let temporary = try TemporaryLedger(now: "2026-11-01T08:00:00Z")
    let ledger = temporary.ledger
    try ledger.take(
      "indicator,confidence,labels\n1.2.3.4,90,c2\nevil.example,40,\n8.8.8.8,95,dns\n", format: .csv, source: "a")
    temporary.clock.advance(days: 2)
    try ledger.take("1.2.3.4\nbad.example\n", format: .lines, source: "b")
    temporary.clock.advance(days: 1)
    _ = try ledger.judge(
      ioc("evil.example"), .benign, hundredths: nil, reason: "our own", expires: moment("2026-11-10"))
    _ = try ledger.label(ioc("1.2.3.4"), ["seen-here"], remove: false)
    temporary.clock.advance(days: 3)
    _ = try ledger.sight(ioc("bad.example"), at: nil, count: 2, isPositive: true, source: nil)
    try ledger.take("indicator,confidence\n1.2.3.4,10\n", format: .csv, source: "c")
    var wrong: Int64 = 0
    var query = EventQuery()
    query.indicator = try ioc("1.2.3.4")
    try ledger.events(query) { event, _ in if event.source == "c" { wrong = event.seq } }
    _ = try ledger.retract(wrong, reason: "mistaken upload")
    temporary.clock.advance(days: 4)
    return temporary
  }

  @Test("show, list, explain and the last point of history give one score")
  func agreement() throws {
    let temporary = try Self.busyLedger()
    let ledger = temporary.ledger
    for row in try ledger.rows() {
      let shown = try ledger.show(row.indicator)
      let explained = try ledger.explain(row.indicator).explanation
      #expect(shown.score == row.score)
      #expect(explained.score == row.score)
      #expect(explained.contributions.reduce(0) { $0 + $1.points } == row.score.hundredths)
      #expect(shown.labels == row.labels)
      #expect(shown.firstSeen == row.firstSeen && shown.lastSeen == row.lastSeen)
      #expect(try ledger.history(row.indicator).points.last?.score.verdict == row.score.verdict)
    }
  }

  @Test("as at every position, the folded list equals what show says")
  func everyPosition() throws {
    let temporary = try Self.busyLedger()
    let ledger = temporary.ledger
    for seq in 0...(try ledger.head()) where seq > 4 {
      let point = PointInTime(asAt: .seq(seq), asOf: temporary.clock.now)
      for row in try ledger.rows(at: point) {
        #expect(try ledger.show(row.indicator, at: point).score == row.score)
      }
    }
  }

  @Test("a replay that two threads share gives what the list says under each scorecard, allow lists included")
  func replayByTwoThreads() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    var text = "indicator,confidence\n8.8.8.8,95\n"
    // Enough of them for a second thread.
    for number in 0..<9_000 { text += "11.\(number >> 16).\(number >> 8 & 255).\(number & 255),\(number % 101)\n" }
    text += "1.1.1.1,95\n"
    try ledger.take(text, format: .csv, source: "a")
    let other = try ledger.scorecard(file: "opencti")
    let point = PointInTime(asOf: temporary.clock.now)
    let report = try ledger.replay(to: other, at: point, limit: 10_000)
    let before = try ledger.rows(at: point)
    let after = try ledger.rows(at: point, rules: .given(other))
    #expect(report.indicators == 9_002)
    #expect(report.changed == zip(before, after).count { $0.score != $1.score })
    let from = Dictionary(uniqueKeysWithValues: before.map { ($0.indicator, $0.score) })
    let to = Dictionary(uniqueKeysWithValues: after.map { ($0.indicator, $0.score) })
    #expect(report.moves.count == Int(report.changed))
    #expect(report.moves.allSatisfy { from[$0.indicator] == $0.from && to[$0.indicator] == $0.to })
    // Both lie under the cap of a list, one in the half of either thread.
    for value in ["8.8.8.8", "1.1.1.1"] { #expect(try from[ioc(value)]?.hundredths == 2000) }
  }

  @Test("a list answers as at one position, also when somebody else appends and catches the views up meanwhile")
  func listBesideWriter() throws {
    let temporary = try Self.busyLedger()
    let other = try temporary.reopened()
    var query = ListQuery()
    query.order = .ingested
    let before = try temporary.ledger.rows()
    var during: [ListRow] = []
    let seq = try temporary.ledger.list(query) { row in
      during.append(row)
      _ = try other.judge(row.indicator, .benign, hundredths: nil, reason: "meanwhile", expires: nil)
      try other.take("9.9.9.\(during.count)\n", format: .lines, source: "new")
      _ = try other.rows()
    }
    #expect(seq < (try other.head()))
    #expect(Set(during.map(\.indicator)) == Set(before.map(\.indicator)))
    for row in before { #expect(during.first { $0.indicator == row.indicator }?.score == row.score) }
    for row in before { #expect(try temporary.ledger.show(row.indicator).score.verdict == .benign) }
  }

  @Test("a late fact changes what was true, and never what was known")
  func twoAxes() throws {
    let temporary = try TemporaryLedger(now: "2026-11-10T00:00:00Z")
    let ledger = temporary.ledger
    try ledger.take("indicator,last_seen\n1.2.3.4,2026-11-09\n", format: .csv, source: "a")
    let before = try ledger.head()
    temporary.clock.advance(days: 5)
    try ledger.take("indicator,last_seen\n1.2.3.4,2026-11-05\n", format: .csv, source: "late")
    let then = try moment("2026-11-06T00:00:00Z")
    #expect(try ledger.show(ioc("1.2.3.4"), at: PointInTime(asAt: .seq(before), asOf: then)).score == .none)
    #expect(try ledger.show(ioc("1.2.3.4"), at: PointInTime(asOf: then)).score.hundredths > 0)
  }

  @Test("replay says what each indicator would score, and commits only when told")
  func replay() throws {
    let temporary = try Self.busyLedger()
    let ledger = temporary.ledger
    let other = try ledger.scorecard(file: "opencti")
    let head = try ledger.head()
    let report = try ledger.replay(to: other)
    #expect(try ledger.head() == head)
    #expect(report.indicators == 4)
    let would = Dictionary(uniqueKeysWithValues: try ledger.rows(rules: .given(other)).map { ($0.indicator, $0.score) })
    for move in report.moves {
      #expect(move.to == would[move.indicator])
      #expect(try move.from == ledger.show(move.indicator).score)
      #expect(try ledger.show(move.indicator, rules: .given(other)).score == move.to)
      #expect(try ledger.history(move.indicator, rules: .given(other)).points.last?.score.verdict == move.to.verdict)
    }
    let seq = try #require(try ledger.activate(other))
    #expect(try ledger.activate(other) == nil)
    for row in try ledger.rows() { #expect(row.score == would[row.indicator]) }
    // What was believed before the change is still what it was.
    #expect(try ledger.activeScorecard(asAt: seq - 1).name == "default")
  }

  @Test("a replay as of a past moment folds the log and agrees with show")
  func pastReplay() throws {
    let temporary = try Self.busyLedger()
    let ledger = temporary.ledger
    let other = try ledger.scorecard(file: "opencti")
    let point = PointInTime(asOf: try moment("2026-11-04T00:00:00Z"))
    for move in try ledger.replay(to: other, at: point).moves {
      #expect(try ledger.show(move.indicator, at: point).score == move.from)
      #expect(try ledger.show(move.indicator, at: point, rules: .given(other)).score == move.to)
    }
  }

  @Test("a judgement rules until it expires")
  func judgement() throws {
    let temporary = try Self.busyLedger()
    let ledger = temporary.ledger
    let during = PointInTime(asOf: try moment("2026-11-05"))
    #expect(try ledger.show(ioc("evil.example"), at: during).score == Score(hundredths: 0, verdict: .benign))
    let after = try ledger.show(ioc("evil.example"))
    #expect(after.score.hundredths > 0 && after.judgement == nil)
  }

  @Test("a retracted observation does not count any more, and still did then")
  func retraction() throws {
    let temporary = try Self.busyLedger()
    let ledger = temporary.ledger
    let head = try ledger.head()
    #expect(try !ledger.show(ioc("1.2.3.4")).sources.map(\.source).contains("c"))
    let before = try ledger.show(ioc("1.2.3.4"), at: PointInTime(asAt: .seq(head - 1)))
    #expect(before.sources.map(\.source).contains("c"))
    #expect(throws: LedgerError.self) { try ledger.retract(head - 1, reason: "twice") }
  }

  @Test("deleting the views changes no answer")
  func withoutViews() throws {
    let temporary = try Self.busyLedger()
    let answers = try snapshot(temporary.ledger)
    for file in Files.names(in: temporary.path) where file.hasPrefix("views") {
      Files.remove("\(temporary.path)/\(file)")
    }
    #expect(try snapshot(temporary.reopened(.readOnly)) == answers)
  }

  @Test("a rebuild gives the same views")
  func rebuild() throws {
    let temporary = try Self.busyLedger()
    let report = try temporary.ledger.rebuild()
    #expect(report.isUnchanged && report.earlierHash != nil)
    #expect(try report.events == temporary.ledger.head())
  }

  private func snapshot(_ ledger: Ledger) throws -> [String] {
    let rows = try ledger.rows().map { "\($0)" }
    let shown = try ledger.rows().map { row in
      let report = try ledger.show(row.indicator)
      return "\(report.score) \(report.labels) \(report.sources) \(report.relationships)"
    }
    let stats = try ledger.stats()
    return rows + shown + ["\(stats.kinds) \(stats.verdicts) \(stats.sources) \(stats.relationships)"]
  }
}
