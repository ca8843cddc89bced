import EventLog
import Events
import Indicators

/// Projects events onto the rows of the views.
///
/// Events of one stream come in their order; streams may be mixed as in the log, or come one after another. Each
/// indicator's state is folded in memory and packed once, however many of its events there are.
final class Projector {
  private(set) var changes = ViewChanges()
  private let log: EventLog
  private let names: FieldNames
  private let streams: StreamDictionary
  /// The state of an indicator that was there before.
  private let stored: (Int64) throws -> (Indicator, IndicatorState)?
  private var touched: [Int64: Entry] = [:]
  private var health: [Int: Counter] = [:]

  /// A class, so that states are changed in place and not copied.
  private final class Entry {
    let indicator: Indicator
    var state: IndicatorState
    /// Whether an event of its was taken back, so that it is to be folded anew.
    var isStale = false

    init(_ indicator: Indicator, _ state: IndicatorState) {
      self.indicator = indicator
      self.state = state
    }
  }

  private final class Counter {
    var health = SourceTally()
  }

  /// Begins with nothing; `stored` gives the states that the views hold already.
  init(
    _ log: EventLog, _ names: FieldNames, stored: @escaping (Int64) throws -> (Indicator, IndicatorState)? = { _ in nil }
  ) {
    self.log = log
    self.names = names
    self.stored = stored
    streams = StreamDictionary(log)
  }

  /// Takes in the next event.
  func project(_ row: EventRow) throws {
    let event = try RowSummary(row, log, names)
    try fold(event)
    count(event)
    switch event.type {
    case .indicatorIngested:
      remember(event)
      try relate(event)
    case .sightingRecorded: remember(event)
    case .observationRecorded: try relate(event)
    case .lookupStarted:
      changes.lookups.append(.init(connector: event.source, startedAt: event.receivedAt, seq: event.seq))
    case .connectorPaused:
      changes.pauses.append(
        .init(
          connector: event.source, until: event.fields["until"]?.integer ?? 0,
          reason: event.fields["reason"]?.text ?? "", seq: event.seq))
    case .relationshipAsserted:
      remember(event)
      guard let from = try streams.stream(event.streamID)?.key, let relation = Relation(event.fields) else { return }
      assert(relation, from, event)
    case .relationshipRetracted:
      guard let from = try streams.stream(event.streamID)?.key, let relation = Relation(event.fields) else { return }
      changes.relationships.append(.retract(from: from, relation, source: event.source, seq: event.seq))
    case .observationRetracted:
      guard let earlier = event.retractedSeq, let from = try streams.stream(event.streamID)?.key else { return }
      changes.relationships.append(.retractEvent(from: from, event: earlier, seq: event.seq))
    case .entityImported:
      remember(event)
      guard let key = try streams.stream(event.streamID)?.key else { return }
      changes.entities.append(
        .init(id: event.streamID, key: key, name: event.fields["name"]?.text ?? key.value, seq: event.seq))
    default: break
    }
  }

  /// The rows, once every event up to a position has been taken in.
  func finish(at seq: Int64) throws -> ViewChanges {
    // In the order of their ids, so that new indicators are added at the table's right edge.
    for (id, entry) in touched.sorted(by: { $0.key < $1.key }) {
      if entry.isStale, let state = try IndicatorState.folding(stream: id, of: log, asAt: seq, asOf: nil, names) {
        entry.state = state
      }
      changes.add(id, entry.indicator, entry.state)
    }
    changes.health = health.mapValues(\.health)
    return changes
  }

  // MARK: Indicators

  private func fold(_ event: RowSummary) throws {
    guard let entry = try entry(event.streamID) else { return }
    // What a retracted event has done cannot be undone in place: its stream is folded anew, once.
    if let seq = event.retractedSeq, !entry.isStale, try !leavesNoTrace(seq, in: entry.state) { entry.isStale = true }
    if !entry.isStale { entry.state.apply(event) }
  }

  /// Whether a state would be the same without an earlier event; false where that is not plain to see.
  private func leavesNoTrace(_ seq: Int64, in state: IndicatorState) throws -> Bool {
    var isPlain = false
    try log.forEachRow(from: seq, through: seq) { row in
      isPlain = state.owesNothing(to: try RowSummary(row, log, names))
      return false
    }
    return isPlain
  }

  /// The state of an indicator as far as it has been folded; nil for streams of other things.
  private func entry(_ id: Int64) throws -> Entry? {
    if let entry = touched[id] { return entry }
    let entry: Entry
    if let (indicator, state) = try stored(id) {
      entry = Entry(indicator, state)
    } else if let indicator = try streams.stream(id)?.key.indicator {
      entry = Entry(indicator, IndicatorState())
    } else {
      return nil
    }
    touched[id] = entry
    return entry
  }

  private func remember(_ event: RowSummary) {
    changes.statements.append(
      .init(stream: event.streamID, source: event.source, key: StatementKey(event.identity).stored))
  }

  // MARK: Relationships and sources

  private func relate(_ event: RowSummary) throws {
    guard event.hasRelations, let from = try streams.stream(event.streamID)?.key else { return }
    for relation in event.fields.relations { assert(relation, from, event) }
  }

  private func assert(_ relation: Relation, _ from: StreamKey, _ event: RowSummary) {
    changes.relationships.append(
      .assert(from: from, relation, source: event.source, seq: event.seq, observedAt: event.observedAt))
  }

  private func count(_ event: RowSummary) {
    if let counter = health[event.source] { return counter.health.count(event) }
    let counter = Counter()
    counter.health.count(event)
    health[event.source] = counter
  }
}

extension Relation {
  /// The relation that `relationship.asserted` and `.retracted` name.
  init?(_ fields: StoredFields) {
    guard let type = fields["type"]?.text, let kind = fields["target_kind"]?.text,
      let value = fields["target_value"]?.text
    else { return nil }
    self.init(type: type, target: StreamKey(kind: kind, value: value), name: fields["target_name"]?.text)
  }
}
