import EventLog
import Events
import Indicators
import Interchange
import Ledger
import Scoring
import Testing
import Time

@Suite("Markings")
struct MarkingTests {
  @Test("a list that is read again with a stricter marking raises it, once, and is no second statement")
  func listReadAgain() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    try ledger.take("192.0.2.61\n", format: .lines, trafficLight: .green)
    let raised = try ledger.take("192.0.2.61\n", format: .lines, trafficLight: .amberStrict)
    #expect(raised.known == 1 && raised.new == 0 && raised.events == 1)
    #expect(try ledger.show(ioc("192.0.2.61")).trafficLight == .amberStrict)
    for marking in [TrafficLight.amberStrict, .green, .clear] {
      #expect(try ledger.take("192.0.2.61\n", format: .lines, trafficLight: marking).events == 0)
    }
    #expect(try temporary.types("192.0.2.61") == [.indicatorIngested, .markingStated])
  }

  @Test("a version of an object that is marked more strictly later raises the marking, and what may be done")
  func objectMarkedAgain() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    let made = temporary.daysAgo(3)
    try ledger.take(version(of: "indicator--7", made, names: ["c2.example"], tlp: .green, pap: .green))
    try ledger.take(version(of: "indicator--7", made, names: ["c2.example"], tlp: .red))
    try ledger.take(version(of: "indicator--7", made, names: ["c2.example"], pap: .red))
    let shown = try ledger.show(ioc("c2.example"))
    #expect(shown.trafficLight == .red && shown.permissibleActions == .red)
    #expect(try temporary.types("c2.example") == [.indicatorIngested, .markingStated, .markingStated])
    #expect(shown.sources.count == 1 && shown.sources[0].observedAt == made)
  }

  @Test("a report marks what it is about, and what has ended is marked as it ends")
  func objectMarkings() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    let made = temporary.daysAgo(3)
    try ledger.take(version(of: "indicator--8", made, names: ["named.example"], tlp: .green))
    try ledger.take(version(of: "attribute-8", made, names: ["gone.example"], tlp: .green))
    let report = ObjectStatement(
      object: SourceObject(id: "report--8", version: made),
      indicators: try [ioc("named.example"), ioc("unheard.example")],
      trafficLight: .red, permissibleActions: .amber, line: 1)
    let end = ObjectStatement(
      object: SourceObject(id: "attribute-8", version: temporary.daysAgo(1)), indicators: [], ending: .deleted,
      trafficLight: .amber, line: 2)
    #expect(try ledger.take([.object(report), .object(end)]).events == 3)
    #expect(try ledger.take([.object(report), .object(end)]).events == 0)
    let named = try ledger.show(ioc("named.example"))
    #expect(named.trafficLight == .red && named.permissibleActions == .amber && named.score.hundredths > 2000)
    #expect(try temporary.types("named.example") == [.indicatorIngested, .markingStated])
    let gone = try ledger.show(ioc("gone.example"))
    #expect(gone.trafficLight == .amber && gone.score.hundredths == 0)
    #expect(throws: (any Error).self) { try ledger.show(ioc("unheard.example")) }
  }

  @Test("the analyst's marking beats one that is stated later")
  func analyst() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    try ledger.take("192.0.2.62\n", format: .lines)
    _ = try ledger.setTrafficLight(ioc("192.0.2.62"), .green)
    try ledger.take("192.0.2.62\n", format: .lines, trafficLight: .red)
    #expect(try ledger.show(ioc("192.0.2.62")).trafficLight == .green)
  }

  @Test("a sighting and an entity that are known are marked more strictly in the same way")
  func sightingsAndEntities() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    let seen = temporary.daysAgo(1)
    let key = StreamKey(kind: "campaign", value: "campaign--00000000-0000-4000-8000-000000000009")
    func items(_ marking: TrafficLight?) throws -> [IntakeItem] {
      [
        .sighting(
          SightingStatement(indicator: try ioc("seen.example"), seenAt: seen, trafficLight: marking, line: 1)),
        .entity(EntityStatement(key: key, name: "c", modifiedAt: seen, trafficLight: marking, line: 2)),
      ]
    }
    try ledger.take(items(.green))
    #expect(try ledger.take(items(.green)).events == 0)
    #expect(try ledger.take(items(.red)).events == 2)
    #expect(try ledger.take(items(.red)).events == 0)
    #expect(try ledger.take(items(.amber)).events == 0)
    #expect(try ledger.show(ioc("seen.example")).trafficLight == .red)
  }

  @Test("within one batch too, and where the views follow behind, a marking is raised once")
  func batches() throws {
    let temporary = try TemporaryLedger()
    let made = temporary.daysAgo(3)
    var items: [IntakeItem] = []
    for number in 0..<1500 {
      items += try version(of: "indicator--\(number)", made, names: ["h\(number).example"], tlp: .green)
    }
    for _ in 0..<2 {
      for number in 0..<1500 {
        items += try version(of: "indicator--\(number)", made, names: ["h\(number).example"], tlp: .amber)
      }
    }
    #expect(try temporary.ledger.take(items).events == 3000)
    #expect(try temporary.ledger.show(ioc("h1499.example")).trafficLight == .amber)
    #expect(temporary.ledger.verify().isSound)
  }
}
