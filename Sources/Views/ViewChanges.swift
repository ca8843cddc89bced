import Events
import Indicators
import Time

/// The rows that a stretch of the log brings to the views.
///
/// Rows of different streams do not touch each other, so that a log can be projected in parts; those of one stream are
/// written in the order of its events.
struct ViewChanges: Sendable {
  /// States of indicators, by ascending id.
  private(set) var indicators: [IndicatorRow] = []
  /// Their packed states, one behind another.
  private(set) var states: [UInt8] = []
  /// The streams about which statements were made.
  private(set) var statements: [StatementRows] = []
  /// The keys of those as the table holds them, one behind another.
  private(set) var statementKeys: [UInt8] = []
  var relationships: [RelationshipChange] = []
  var entities: [EntityRow] = []
  /// What objects of sources say, and which of it ends.
  var objects: [ObjectRow] = []
  /// Markings that were stated about what is no indicator.
  var markings: [MarkingRow] = []
  var lookups: [LookupRow] = []
  var pauses: [PauseRow] = []
  /// What each source has answered, by its id.
  var tallies: [Int: SourceTally] = [:]

  mutating func add(_ id: Int64, _ indicator: Indicator, _ state: IndicatorState) {
    let start = states.count
    state.append(to: &states)
    indicators.append(
      IndicatorRow(id: id, kind: indicator.kind.code, value: indicator.value, state: start..<states.count))
  }

  mutating func add(statements keys: [Int64], of stream: Int64) {
    guard !keys.isEmpty else { return }
    let start = statementKeys.count
    for key in keys { statementKeys.appendBigEndian(UInt64(bitPattern: key)) }
    statements.append(StatementRows(stream: stream, keys: start..<statementKeys.count))
  }
}

extension ViewChanges {
  struct IndicatorRow: Sendable {
    let id: Int64
    let kind: Int64
    let value: String
    let state: Range<Int>
  }

  struct StatementRows: Sendable {
    let stream: Int64
    let keys: Range<Int>
  }

  enum RelationshipChange: Sendable {
    case assert(from: StreamKey, Relation, source: Int, seq: Int64, observedAt: Timestamp)
    case retract(from: StreamKey, Relation, source: Int, seq: Int64)
    /// All that an event stated.
    case retractEvent(from: StreamKey, event: Int64, seq: Int64)
    /// All that a retraction took back.
    case restore(from: StreamKey, retraction: Int64, seq: Int64)
  }

  struct EntityRow: Sendable {
    let id: Int64
    let key: StreamKey
    let name: String
    let seq: Int64
  }

  struct ObjectRow: Sendable {
    let source: Int
    let object: String
    let stream: Int64
    let place: ObjectPlace
  }

  struct MarkingRow: Sendable {
    let stream: Int64
    let trafficLight: TrafficLight
  }

  struct LookupRow: Sendable {
    let connector: Int
    let startedAt: Timestamp
    let seq: Int64
  }

  struct PauseRow: Sendable {
    let connector: Int
    let until: Int64
    let reason: String
    let seq: Int64
  }
}

/// How often a source has answered, and how.
struct SourceTally: Sendable {
  var events: Int64 = 0
  var found: Int64 = 0
  var notFound: Int64 = 0
  var failed: Int64 = 0
  var withheld: Int64 = 0
  var first = Timestamp(milliseconds: .max)
  var last = Timestamp(milliseconds: .min)
  /// The newest reason why there was no answer, and the event that gave it.
  var failure: (reason: String, seq: Int64)?

  mutating func count(_ event: RowSummary) {
    events += 1
    first = min(first, event.recordedAt)
    last = max(last, event.receivedAt)
    switch event.type {
    case .indicatorIngested, .observationRecorded: count(event.status)
    case .lookupFailed:
      failed += 1
      if let reason = event.fields["reason"]?.text { failure = (reason, event.seq) }
    case .lookupWithheld: withheld += 1
    default: break
    }
  }

  private mutating func count(_ status: ObservationStatus) {
    switch status {
    case .found: found += 1
    case .notFound: notFound += 1
    case .failed: failed += 1
    case .withheld: withheld += 1
    }
  }

  /// Adds what was counted in another part of the log.
  mutating func add(_ other: SourceTally) {
    events += other.events
    found += other.found
    notFound += other.notFound
    failed += other.failed
    withheld += other.withheld
    first = min(first, other.first)
    last = max(last, other.last)
    if let newer = other.failure, newer.seq > failure?.seq ?? 0 { failure = newer }
  }
}
