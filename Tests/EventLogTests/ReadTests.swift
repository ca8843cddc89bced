import Events
import Indicators
import TestSupport
import Testing
import Time

@testable import EventLog

@Suite("Reading")
struct ReadTests {
  let ledger: TemporaryLedger
  let log: EventLog

  init() throws {
    ledger = try TemporaryLedger()
    log = try ledger.open()
  }

  @Test("an event comes back as it was given")
  func roundTrip() throws {
    var given = draft(
      1, type: .observationRecorded, about: "198.51.100.9", source: "alpha",
      facts: [
        "a.count": -5, "a.ratio": .number(-0.25), "b.tags": ["x", ["y", true]], "note": "é\u{0}z",
        "z.big": .integer(.min),
      ])
    given.trafficLight = .amberStrict
    given.correlationID = eventID(9)
    given.observedAt = Timestamp(milliseconds: -1)
    try log.append([draft(5), given])
    let event = try #require(try log.event(at: 2))
    #expect(event.id == given.id)
    #expect(event.stream == given.stream)
    #expect(event.version == 1)
    #expect(event.type == given.type)
    #expect(event.source == "alpha")
    #expect(event.trafficLight == .amberStrict)
    #expect(event.correlationID == given.correlationID)
    #expect(event.observedAt == given.observedAt)
    #expect(event.facts == given.facts)
    #expect(try log.event(at: 3) == nil)
    #expect(try log.event(at: 0) == nil)
  }

  @Test("versions count within a stream, and a stream is read in their order")
  func streams() throws {
    try log.append((1...30).map { draft($0, about: "198.51.100.\($0 % 4)") })
    for id in Int64(1)...4 {
      var versions: [Int64] = []
      try log.forEachRow(ofStream: id, through: 20) { row in
        versions.append(row.version)
        return true
      }
      #expect(versions == Array(1...5))
    }
  }

  @Test("the position recorded by a time is found among runs of equal times")
  func bisection() throws {
    #expect(try log.seq(recordedBy: second(100)) == 0)
    var generator = SeededGenerator(seed: 11)
    var times: [Timestamp] = []
    var now: Int64 = 0
    for number in Int64(1)...40 {
      now += [0, 0, 1, 3].randomElement(using: &generator) ?? 0
      var event = draft(number)
      // Nothing is recorded before it was received.
      event.receivedAt = second(0)
      try log.append([event], at: second(now))
      times.append(second(now))
    }
    for moment in -1...(now + 1) {
      #expect(try log.seq(recordedBy: second(moment)) == Int64(times.count { $0 <= second(moment) }))
    }
    #expect(try log.seq(recordedBy: Timestamp(milliseconds: .max)) == 40)
    #expect(try log.seq(recordedBy: Timestamp(milliseconds: .min)) == 0)
  }

  @Test("names that another process added are known without opening the log again")
  func freshNames() throws {
    let other = try ledger.open(.readOnly)
    #expect(try other.head() == 0)
    try log.append([draft(1, source: "new source", facts: ["new.signal": 1])])
    #expect(try other.streamID(of: StreamKey(Indicator(.ipv4, canonical: "198.51.100.7"))) == 1)
    #expect(try other.event(at: 1)?.source == "new source")
    #expect(try other.event(at: 1)?.facts == ["new.signal": 1])
  }

  @Test("a read sees one state, also where others write and reads are nested")
  func snapshot() throws {
    try log.append([draft(1)])
    let other = try ledger.open(.readOnly)
    try other.read {
      let before = try other.head()
      try log.append([draft(2)])
      let nested = try other.read { try other.head() }
      let unseen = try other.event(at: 2)
      #expect([before, nested] == [1, 1])
      #expect(unseen == nil)
    }
    #expect(try other.head() == 2)
  }

  @Test("an event can be looked up while the log is being walked")
  func nestedWalk() throws {
    try log.append((1...9).map { draft($0) })
    var seen: [Int64] = []
    try log.forEachRow { row in
      seen.append(row.seq)
      let other = try log.event(at: 10 - row.seq)
      #expect(other?.seq == 10 - row.seq)
      return true
    }
    #expect(seen == Array(1...9))
  }

  @Test("damaged facts are an error that names the event")
  func damagedFacts() throws {
    try log.append([draft(1)])
    try ledger.tamper("UPDATE event SET facts = x'0501'")
    let error = #expect(throws: EventLogError.self) { try ledger.open().event(at: 1) }
    #expect(error?.code == .damaged)
    #expect(error?.description.contains("event 1") == true)
  }

  @Test("an event of a newer program is refused by version and by type")
  func newer() throws {
    try log.append([draft(1)])
    try ledger.tamper("UPDATE event SET schema_version = 2")
    #expect(throws: EventLogError.self) { try ledger.open().event(at: 1) }
    try ledger.tamper("UPDATE event SET schema_version = 1, type = 99")
    let error = #expect(throws: EventLogError.self) { try ledger.open().event(at: 1) }
    #expect(error?.code == .newerFormat)
  }
}
