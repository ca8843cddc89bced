import EventLog
import Events
import Indicators
import Time

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
  /// Events that are known to be taken back later.
  private let retracted: Set<Int64>
  // Unchecked here and below: nothing that is called while these change comes back to the projector, and the checks took
  // a tenth of a rebuild.
  @exclusivity(unchecked) private var entries: Entries
  /// By the ids of the sources, which are small.
  @exclusivity(unchecked) private var tallies: [Tally?] = []
  @exclusivity(unchecked) private var statements = StatementChains()
  /// The last statements about other things than indicators.
  private var otherStatements: [Int64: StatementChains.Place] = [:]

  /// A class, so that it is changed in place and not copied.
  private final class Tally {
    @exclusivity(unchecked) var value = SourceTally()
  }

  /// Begins with nothing; `stored` gives the states that the views hold already, which have ids below `fresh`.
  init(
    _ log: EventLog, _ names: FieldNames, fresh: Int64, retracted: Set<Int64> = [],
    stored: @escaping (Int64) throws -> (Indicator, IndicatorState)? = { _ in nil }
  ) {
    self.log = log
    self.names = names
    self.stored = stored
    self.retracted = retracted
    entries = Entries(fresh: fresh)
    streams = StreamDictionary(log)
  }

  /// Takes in the next event.
  func project(_ event: RowSummary) throws {
    let entry = try entry(event.streamID)
    if let entry { try fold(event, into: entry) }
    count(event)
    if entry == nil, let marking = event.trafficLight {
      changes.markings.append(.init(stream: event.streamID, trafficLight: marking))
    }
    if event.details.contains(.object) || event.type == .indicatorDelisted { place(event) }
    switch event.type {
    case .indicatorIngested:
      remember(event, in: entry)
      try relate(event)
    case .sightingRecorded, .markingStated: remember(event, in: entry)
    case .observationRecorded: try relate(event)
    case .lookupStarted:
      changes.lookups.append(.init(connector: event.source, startedAt: event.receivedAt, seq: event.seq))
    case .connectorPaused:
      changes.pauses.append(
        .init(
          connector: event.source, until: event.fields["until"]?.integer ?? 0,
          reason: event.fields["reason"]?.text ?? "", seq: event.seq))
    case .relationshipAsserted:
      remember(event, in: entry)
      guard let from = try streams.stream(event.streamID)?.key, let relation = Relation(event.fields) else { return }
      assert(relation, from, event)
    case .relationshipRetracted:
      guard let from = try streams.stream(event.streamID)?.key, let relation = Relation(event.fields) else { return }
      changes.relationships.append(.retract(from: from, relation, source: event.source, seq: event.seq))
    case .observationRetracted:
      guard let earlier = event.retractedSeq, let from = try streams.stream(event.streamID)?.key else { return }
      changes.relationships.append(.retractEvent(from: from, event: earlier, seq: event.seq))
    case .observationRestored:
      guard let retraction = event.fields["retraction"]?.integer, retraction < event.seq,
        let from = try streams.stream(event.streamID)?.key
      else { return }
      changes.relationships.append(.restore(from: from, retraction: retraction, seq: event.seq))
    case .entityImported:
      remember(event, in: entry)
      guard let key = try streams.stream(event.streamID)?.key else { return }
      changes.entities.append(
        .init(id: event.streamID, key: key, name: event.fields["name"]?.text ?? key.value, seq: event.seq))
    default: break
    }
  }

  /// The rows, once every event up to a position has been taken in.
  func finish(at seq: Int64) throws -> ViewChanges {
    var keys: [Int64] = []
    try entries.forEach { id, entry in
      if entry.isStale, let state = try IndicatorState.folding(stream: id, of: log, asAt: seq, asOf: nil, names) {
        entry.state = state
      }
      changes.add(id, entry.indicator, entry.state)
      statements.read(through: entry.lastStatement, into: &keys)
      changes.add(statements: keys, of: id)
    }
    for (id, last) in otherStatements.sorted(by: { $0.key < $1.key }) {
      statements.read(through: last, into: &keys)
      changes.add(statements: keys, of: id)
    }
    for (source, tally) in tallies.enumerated() { changes.tallies[source] = tally?.value }
    return changes
  }

  // MARK: Indicators

  private func fold(_ event: RowSummary, into entry: Entry) throws {
    guard !entry.isStale else { return }
    guard !retracted.contains(event.seq) else { return entry.state.pass(over: event) }
    // What a retracted event has done cannot be undone in place, nor what a restored one would have done made up for:
    // the stream is folded anew, once.
    if event.type == .observationRestored, event.earlierSeq != nil {
      entry.isStale = true
    } else if let seq = event.retractedSeq, !retracted.contains(seq), try !leavesNoTrace(seq, in: entry.state) {
      entry.isStale = true
    } else {
      entry.state.apply(event)
    }
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
    if let entry = entries[id] { return entry }
    let entry: Entry
    if let (indicator, state) = try stored(id) {
      entry = Entry(indicator, state)
    } else if let indicator = try streams.stream(id)?.key.indicator {
      entry = Entry(indicator, IndicatorState())
    } else {
      return nil
    }
    entries[id] = entry
    return entry
  }

  private func remember(_ event: RowSummary, in entry: Entry?) {
    if let entry {
      statements.append(event.statementKey, after: &entry.lastStatement)
    } else {
      statements.append(event.statementKey, after: &otherStatements[event.streamID, default: StatementChains.none])
    }
  }

  // MARK: Relationships and sources

  private func relate(_ event: RowSummary) throws {
    guard event.details.contains(.relations), let from = try streams.stream(event.streamID)?.key else { return }
    for relation in event.fields.relations { assert(relation, from, event) }
  }

  /// Notes of what an object speaks, so that a newer version is known to have left it out.
  private func place(_ event: RowSummary) {
    let isEnded = event.type == .indicatorDelisted
    guard isEnded || event.type == .indicatorIngested else { return }
    let object = event.details.contains(.object) ? event.fields["object"]?.text ?? "" : ""
    let version = object.isEmpty ? nil : event.fields["version"]?.integer
    changes.objects.append(
      .init(
        source: event.source, object: object, stream: event.streamID,
        place: ObjectPlace(version: version ?? event.observedAt.milliseconds, seq: event.seq, isEnded: isEnded)))
  }

  private func assert(_ relation: Relation, _ from: StreamKey, _ event: RowSummary) {
    changes.relationships.append(
      .assert(from: from, relation, source: event.source, seq: event.seq, observedAt: event.observedAt))
  }

  private func count(_ event: RowSummary) {
    if event.source < tallies.count, let tally = tallies[event.source] { return tally.value.count(event) }
    while tallies.count <= event.source { tallies.append(nil) }
    let tally = Tally()
    tally.value.count(event)
    tallies[event.source] = tally
  }
}

/// An indicator whose state is being folded; a class, so that states are changed in place and not copied.
private final class Entry {
  let indicator: Indicator
  @exclusivity(unchecked) var state: IndicatorState
  /// Whether an event of its was taken back, so that it is to be folded anew.
  @exclusivity(unchecked) var isStale = false
  /// The last of the statements that were made about it.
  @exclusivity(unchecked) var lastStatement = StatementChains.none

  init(_ indicator: Indicator, _ state: IndicatorState) {
    self.indicator = indicator
    self.state = state
  }
}

/// Entries by the ids of their streams; new streams have ids without gaps, so that theirs are found by counting.
private struct Entries {
  private let fresh: Int64
  private var dense: [Entry?] = []
  private var sparse: [Int64: Entry] = [:]

  /// How far from the first new id entries lie close together.
  private static let span: Int64 = 1 << 16

  init(fresh: Int64) { self.fresh = fresh }

  subscript(id: Int64) -> Entry? {
    get {
      let index = id - fresh
      guard index >= 0, index < Self.span else { return sparse[id] }
      return index < dense.count ? dense[Int(index)] : nil
    }
    set {
      let index = id - fresh
      guard index >= 0, index < Self.span else { return sparse[id] = newValue }
      if index >= dense.count { dense.append(contentsOf: repeatElement(nil, count: Int(index) + 1 - dense.count)) }
      dense[Int(index)] = newValue
    }
  }

  /// Calls the closure with each entry in the order of the ids, so that rows are added at their table's right edge.
  func forEach(_ body: (Int64, Entry) throws -> Void) rethrows {
    let others = sparse.sorted { $0.key < $1.key }
    for (id, entry) in others where id < fresh { try body(id, entry) }
    for (index, entry) in dense.enumerated() {
      if let entry { try body(fresh + Int64(index), entry) }
    }
    for (id, entry) in others where id > fresh { try body(id, entry) }
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
