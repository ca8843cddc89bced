import Events
import Indicators
import Testing
import Time

@testable import Scoring

/// A dictionary that gives out ids in the order in which names come.
final class SymbolTable {
  private(set) var names: [String?] = []

  init(_ names: [String] = []) { for name in names { _ = self[name] } }

  subscript(name: String) -> Int {
    if let id = names.firstIndex(of: name) { return id }
    names.append(name)
    return names.count - 1
  }

  func stored(_ facts: Facts) -> [UInt8] {
    var bytes: [UInt8] = []
    facts.appendStored(to: &bytes) { self[$0] }
    return bytes
  }
}

/// An event as a test states it.
struct TestEvent {
  var seq: Int64
  var type = EventType.observationRecorded
  var source = "feed"
  /// In hours since `epoch`, like `recorded`.
  var observed: Double
  var recorded: Double
  var facts: Facts

  var observedAt: Timestamp { hour(observed) }
  var recordedAt: Timestamp { hour(recorded) }
}

/// 2026-01-01T00:00:00Z.
let epoch = Timestamp(milliseconds: 1_767_225_600_000)

func hour(_ hours: Double) -> Timestamp { Timestamp(milliseconds: epoch.milliseconds + Int64(hours * 3_600_000)) }
func day(_ days: Double) -> Timestamp { hour(days * 24) }

func gather(_ events: [TestEvent], _ symbols: SymbolTable, of indicator: Indicator = address) throws -> Evidence {
  var evidence = Evidence(indicator)
  for event in events {
    let facts = symbols.stored(event.facts)
    try facts.withUnsafeBytes { bytes in
      try evidence.apply(
        seq: event.seq, type: event.type, source: symbols[event.source], observedAt: event.observedAt,
        recordedAt: event.recordedAt, facts: bytes, symbols: symbols.names)
    }
  }
  return evidence
}

let address = Indicator(.ipv4, canonical: "198.51.100.7")

func scorecard(_ text: String, lists: [String: String] = [:]) throws -> Scorecard {
  try Scorecard(parsing: text, lists: lists, file: "test.yml")
}

func builtIn(_ name: String) throws -> Scorecard {
  try #require(try builtInScorecards.get().first { $0.name == name })
}

private let builtInScorecards = Result {
  let lists = Dictionary(uniqueKeysWithValues: Scorecard.builtInLists.map { ($0.name, $0.text) })
  return try Scorecard.builtIn.map { try Scorecard(parsing: $0.text, lists: lists, file: "\($0.name).yml") }
}
