import EventLog
import Events
import Ledger
import Scoring
import Testing
import Time

@Suite("The audit of one indicator")
struct AuditTests {
  private func scene() throws -> TemporaryLedger {
    let scene = try TemporaryLedger()
    try scene.ledger.take("198.51.100.7\n203.0.113.9\n", source: "feed")
    scene.clock.advance(days: 1)
    _ = try scene.ledger.note(ioc("198.51.100.7"), text: "seen | in <logs>")
    return scene
  }

  @Test("explains as explain does, and proves every event against the newest checkpoint")
  func proved() throws {
    let scene = try scene()
    let signed = try scene.ledger.signCheckpoint()
    let report = try scene.ledger.audit(ioc("198.51.100.7"))
    let explained = try scene.ledger.explain(ioc("198.51.100.7"))
    #expect(report.explanation.explanation == explained.explanation)
    #expect(report.explanation.asOf == explained.asOf && report.explanation.asAt == explained.asAt)
    #expect(report.unproven == 0 && report.checkpoint?.note == signed.note)
    // The indicator's two events, and the scorecard's publication and activation.
    #expect(
      report.events.map(\.event.type) == [.scorecardPublished, .scorecardActivated, .indicatorIngested, .noteAdded])
    for item in report.events { #expect(item.inclusion?.root(of: item.event.leafHash) == signed.checkpoint.root) }
    #expect(report.decisions.map(\.event.type) == [.noteAdded])
    #expect(report.decisions.first?.text == "seen | in <logs>")
    #expect(report.lookups.isEmpty)
  }

  @Test("says which events no checkpoint covers, and does without one")
  func unproved() throws {
    let scene = try scene()
    let before = try scene.ledger.audit(ioc("198.51.100.7"))
    #expect(before.checkpoint == nil && before.unproven == before.events.count)
    _ = try scene.ledger.signCheckpoint()
    _ = try scene.ledger.label(ioc("198.51.100.7"), ["c2"], remove: false)
    let after = try scene.ledger.audit(ioc("198.51.100.7"))
    #expect(after.unproven == 1 && after.events.last?.inclusion == nil)
  }

  @Test("with --as-at alone is of that moment, and stays the same whatever is recorded later")
  func asAt() throws {
    let scene = try scene()
    let then = scene.clock.now
    let point = PointInTime(asAt: .time(then))
    let first = try scene.ledger.audit(ioc("198.51.100.7"), at: point)
    #expect(first.explanation.asOf == then)
    scene.clock.advance(days: 3)
    _ = try scene.ledger.judge(ioc("198.51.100.7"), .benign, hundredths: nil, reason: "ours", expires: nil)
    let second = try scene.ledger.audit(ioc("198.51.100.7"), at: point)
    #expect(second.explanation.explanation == first.explanation.explanation)
    #expect(second.events.map(\.event) == first.events.map(\.event))
    #expect(second.history.points == first.history.points && second.decisions == first.decisions)
    let bySeq = try scene.ledger.audit(ioc("198.51.100.7"), at: PointInTime(asAt: .seq(first.explanation.asAt)))
    #expect(bySeq.explanation.asOf == first.knownAt)
    #expect(throws: LedgerError.self) { try scene.ledger.audit(ioc("198.51.100.7"), at: PointInTime(asAt: .seq(1))) }
  }
}
