import EventLog
import Events
import Indicators
import Scoring
import Testing
import Time

@testable import Views

/// Given some events, the state is so: each case is projected, and projected once more from the start.
@Suite("Indicator states")
struct IndicatorStateTests {
  private let ledger: TemporaryLedger

  init() throws { ledger = try TemporaryLedger() }

  private func state() throws -> IndicatorState {
    let state = try #require(try ledger.views().state(of: 1))
    #expect(try Views.inMemory(for: ledger.log).state(of: 1) == state)
    return state
  }

  @Test("the newest word of a source counts, not the last that arrived")
  func lateObservation() throws {
    try ledger.append(.observationRecorded, at: 5, facts: ["a.count": 5])
    try ledger.append(.observationRecorded, at: 2, facts: ["a.count": 2])
    try ledger.append(.observationRecorded, source: "beta", at: 1, facts: ["a.count": 1])
    let state = try state()
    #expect(state.sources.map(\.seq) == [1, 3])
    #expect(state.firstSeen == hour(1))
    #expect(state.lastSeen == hour(5))
  }

  @Test("of two equally new words the later recorded counts")
  func tie() throws {
    for _ in 1...2 { try ledger.append(.observationRecorded, at: 5) }
    #expect(try state().sources.map(\.seq) == [2])
  }

  @Test("not found ends what was said before; failed and withheld change nothing but the order of events")
  func statuses() throws {
    try ledger.append(.observationRecorded, at: 1, facts: ["status": "found", "labels": ["c2"]])
    for status in ["failed", "withheld"] {
      try ledger.append(.observationRecorded, at: 2, facts: ["status": .text(status), "labels": ["wrong"]])
    }
    #expect(try state().sources.map(\.seq) == [1])
    #expect(try state().labels(ledger.log.symbols, asOf: hour(9)) == ["c2"])
    try ledger.append(.observationRecorded, at: 3, facts: ["status": "not_found", "labels": ["gone"]])
    #expect(try state().sources.map(\.status) == [.notFound])
    #expect(try state().labels(ledger.log.symbols, asOf: hour(9)) == [])
    #expect(try state().lastSeq == 4)
    #expect(try state().lastSeen == hour(1))
  }

  @Test("a retraction takes an event back from then on, and brings up what it had covered")
  func retraction() throws {
    try ledger.append(.observationRecorded, at: 1, facts: ["a.count": 1])
    try ledger.append(.observationRecorded, at: 2, facts: ["a.count": 2], tlp: .red)
    try ledger.append(.observationRetracted, source: "analyst", at: 3, facts: ["seq": 2])
    #expect(try state().sources.map(\.seq) == [1])
    #expect(try state().statedTrafficLight == nil)
    #expect(try state().lastSeq == 3)
    #expect(try IndicatorState.folding(stream: 1, of: ledger.log, asAt: 2)?.sources.map(\.seq) == [2])
    // A retraction cannot be retracted.
    try ledger.append(.observationRetracted, source: "analyst", at: 4, facts: ["seq": 3])
    #expect(try state().sources.map(\.seq) == [1])
  }

  @Test("a retraction reaches neither events to come nor those of other streams")
  func retractionOutOfReach() throws {
    let other = StreamKey(Indicator(.domain, canonical: "evil.example"))
    try ledger.append(.observationRetracted, at: 1, facts: ["seq": 2])
    try ledger.append(.observationRecorded, at: 1, facts: ["relations": [["resolves-to", "domain", "evil.example"]]])
    try ledger.append(.observationRetracted, about: other, at: 2, facts: ["seq": 2])
    #expect(try state().sources.map(\.seq) == [2])
    #expect(try ledger.views().relationships(of: address).map(\.seq) == [2])
    try ledger.append(.observationRetracted, at: 2, facts: ["seq": 1])
    #expect(try state().sources.map(\.seq) == [2])
  }

  @Test("of lookups without an answer the last of each source is kept, and every note")
  func remarks() throws {
    try ledger.append(.lookupFailed, source: "virustotal", at: 5, facts: ["reason": "html"])
    try ledger.append(.noteAdded, source: "analyst", at: 6)
    try ledger.append(.lookupWithheld, source: "shodan", at: 6, facts: ["reason": "tlp"])
    try ledger.append(.lookupFailed, source: "virustotal", at: 4, facts: ["reason": "429"])
    try ledger.append(.noteAdded, source: "analyst", at: 1)
    #expect(try state().notes == [2, 5])
    #expect(try state().unanswered.map(\.seq) == [1, 3])
    try ledger.append(.lookupFailed, source: "virustotal", at: 5, facts: ["reason": "dns"])
    #expect(try state().unanswered.map(\.seq) == [6, 3])
    #expect(try state().isWhole(asOf: hour(6)))
    #expect(try !state().isWhole(asOf: hour(5)))
    try ledger.append(.observationRetracted, source: "analyst", at: 7, facts: ["seq": 6])
    try ledger.append(.observationRetracted, source: "analyst", at: 7, facts: ["seq": 2])
    #expect(try state().unanswered.map(\.seq) == [1, 3])
    #expect(try state().notes == [5])
  }

  @Test("the strictest marking of any event counts until an analyst sets another")
  func markings() throws {
    try ledger.append(.indicatorIngested, at: 1, tlp: .green)
    try ledger.append(.sightingRecorded, at: 2, facts: ["positive": false], tlp: .red)
    try ledger.append(.indicatorIngested, at: 3, tlp: .amber)
    #expect(try state().trafficLight == .red)
    try ledger.append(.trafficLightSet, source: "analyst", at: 4, facts: ["tlp": "green"])
    #expect(try state().trafficLight == .green)
    try ledger.append(.trafficLightSet, source: "analyst", at: 5, facts: ["tlp": "no marking"])
    #expect(try state().trafficLight == .green)
    // Set earlier, recorded later.
    try ledger.append(.trafficLightSet, source: "analyst", at: 3.5, facts: ["tlp": "clear"])
    #expect(try state().trafficLight == .green)
  }

  @Test("of what may be done with it the strictest that was stated counts, also by a marking alone")
  func permissibleActions() throws {
    try ledger.append(.indicatorIngested, at: 1, facts: ["pap": "amber"])
    try ledger.append(.indicatorIngested, source: "beta", at: 2, facts: ["pap": "green"])
    #expect(try state().permissibleActions == .amber)
    try ledger.append(.markingStated, at: 3, facts: ["pap": "red"])
    #expect(try state().permissibleActions == .red)
    try ledger.append(.markingStated, at: 4, tlp: .amberStrict)
    #expect(try state().trafficLight == .amberStrict)
    #expect(try IndicatorState.folding(stream: 1, of: ledger.log, asOf: hour(2))?.permissibleActions == .amber)
    try ledger.append(.observationRetracted, source: "analyst", at: 5, facts: ["seq": 3])
    #expect(try state().permissibleActions == .amber)
  }

  @Test("the newest judgement counts, and one that was cleared is not followed by an older one")
  func judgements() throws {
    try ledger.append(.judgementSet, source: "analyst", at: 5, facts: ["verdict": "malicious", "score": 9000])
    #expect(try state().judgement?.hundredths == 9000)
    try ledger.append(.judgementCleared, source: "analyst", at: 6)
    try ledger.append(.judgementSet, source: "analyst", at: 5.5, facts: ["verdict": "benign"])
    #expect(try state().judgement == nil)
    try ledger.append(.judgementSet, source: "analyst", at: 7, facts: ["verdict": "suspicious"])
    try ledger.append(.judgementSet, source: "analyst", at: 8, facts: ["verdict": "of a newer program"])
    #expect(try state().judgement?.verdict == .suspicious)
  }

  @Test("an analyst's word on a label beats the sources', the newest first")
  func labels() throws {
    try ledger.append(.observationRecorded, at: 1, facts: ["labels": ["b", "a"]])
    try ledger.append(.labelRemoved, source: "analyst", at: 5, facts: ["label": "a"])
    try ledger.append(.labelAdded, source: "analyst", at: 4, facts: ["label": "a"])
    try ledger.append(.labelAdded, source: "analyst", at: 6, facts: ["label": "c"])
    #expect(try state().labels(ledger.log.symbols, asOf: hour(9)) == ["b", "c"])
    try ledger.append(.labelAdded, source: "analyst", at: 7, facts: ["label": "a"])
    #expect(try state().labels(ledger.log.symbols, asOf: hour(9)) == ["a", "b", "c"])
  }

  @Test("positive sightings extend when it was seen, negative ones do not")
  func sightings() throws {
    try ledger.append(.indicatorIngested, at: 3)
    try ledger.append(.sightingRecorded, at: 7)
    try ledger.append(.sightingRecorded, at: 5)
    try ledger.append(.sightingRecorded, at: 9, facts: ["positive": false])
    #expect(try state().sightedAt == hour(7))
    #expect(try state().lastSeen == hour(7))
    #expect(try state().firstSeen == hour(3))
  }

  @Test("reasons for withholding are noted once each")
  func withheld() throws {
    for reason in ["tlp", "tlp", "internal"] {
      try ledger.append(.lookupWithheld, source: "virustotal", at: 1, facts: ["reason": .text(reason)])
    }
    #expect(try state().withheld.map(\.reason) == ["tlp", "internal"])
  }
}
