import EventLog
import Events
import Indicators
import SQLite
import Time

extension Views {
  /// Takes in what the log has gained, `batch` events a transaction; rows and checkpoint commit together.
  ///
  /// `progress` hears how far it has come after each batch.
  public func catchUp(with log: EventLog, batch: Int64 = 10_000, progress: (Int64) -> Void = { _ in }) throws {
    // One unchanging state of the log, with the names that other processes have added to its dictionary.
    try log.read {
      let head = try log.head()
      var seq = try self.seq()
      while seq < head {
        let last = min(head, seq + max(1, batch))
        try database.writeTransaction {
          let projector = try Projector(self, log)
          try log.forEachRow(from: seq + 1, through: last) { row in
            try projector.project(row)
            return true
          }
          try projector.finish(at: last)
        }
        seq = last
        progress(seq)
      }
    }
    try checkpointIfLarge()
  }

  /// Moves the views' write-ahead log into the file where it has grown past 16 MB; a reader in the way is no error.
  private func checkpointIfLarge() throws {
    guard Files.size(database.writeAheadLogPath) > 16 << 20 else { return }
    try database.checkpoint()
  }
}

/// Projects one batch of events onto the views.
///
/// Each indicator's state is read, folded and written once a batch, however many of its events the batch holds.
private final class Projector {
  private let views: Views
  private let log: EventLog
  private var touched: [Int64: Entry] = [:]
  private var health: [Int: Health] = [:]
  private let dictionary: StreamDictionary

  private let insertStatement: Statement
  private let insertLookup: Statement
  /// The highest id of an indicator before the batch: what comes after it need not be looked for.
  private let lastStored: Int64

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

  /// A class for the same reason.
  private final class Health {
    var events: Int64 = 0
    var found: Int64 = 0
    var notFound: Int64 = 0
    var failed: Int64 = 0
    var withheld: Int64 = 0
    var last = Timestamp(milliseconds: .min)
    var failure: String?

    func count(_ event: RowSummary) {
      events += 1
      last = max(last, event.receivedAt)
      switch event.type {
      case .indicatorIngested, .observationRecorded: count(event.status)
      case .lookupFailed:
        failed += 1
        failure = event.fields["reason"]?.text ?? failure
      case .lookupWithheld: withheld += 1
      default: break
      }
    }

    private func count(_ status: ObservationStatus) {
      switch status {
      case .found: found += 1
      case .notFound: notFound += 1
      case .failed: failed += 1
      case .withheld: withheld += 1
      }
    }
  }

  init(_ views: Views, _ log: EventLog) throws {
    self.views = views
    self.log = log
    insertStatement = try views.database.cached("INSERT OR IGNORE INTO statement VALUES (?, ?, ?)")
    insertLookup = try views.database.cached("INSERT OR IGNORE INTO lookup VALUES (?, ?, ?)")
    lastStored = try views.lastIndicatorID()
    dictionary = StreamDictionary(log)
    views.names.refresh(log.symbols)
  }

  func project(_ row: EventRow) throws {
    let event = try RowSummary(row, log, views.names)
    try fold(event)
    count(event)
    switch event.type {
    case .indicatorIngested:
      try remember(event)
      try relate(event)
    case .sightingRecorded: try remember(event)
    case .observationRecorded: try relate(event)
    case .lookupStarted: try record(lookup: event)
    case .connectorPaused: try pause(event)
    case .relationshipAsserted:
      try remember(event)
      try assert(event)
    case .relationshipRetracted: try retractRelationship(event)
    case .observationRetracted: try retract(event)
    case .entityImported:
      try remember(event)
      try importEntity(event)
    default: break
    }
  }

  // MARK: Indicators

  private func fold(_ event: RowSummary) throws {
    guard let entry = try entry(event.streamID) else { return }
    // What a retracted event has done cannot be undone in place: its stream is folded anew, once a batch.
    if let seq = event.retractedSeq, !entry.isStale, try !leavesNoTrace(seq, in: entry.state) { entry.isStale = true }
    if !entry.isStale { entry.state.apply(event) }
  }

  /// Whether a state would be the same without an earlier event; false where that is not plain to see.
  private func leavesNoTrace(_ seq: Int64, in state: IndicatorState) throws -> Bool {
    var isPlain = false
    try log.forEachRow(from: seq, through: seq) { row in
      isPlain = state.owesNothing(to: try RowSummary(row, log, views.names))
      return false
    }
    return isPlain
  }

  /// The state of an indicator as far as it has been folded; nil for streams of other things.
  private func entry(_ id: Int64) throws -> Entry? {
    if let entry = touched[id] { return entry }
    let entry = try stored(id) ?? dictionary.stream(id)?.key.indicator.map { Entry($0, IndicatorState()) }
    touched[id] = entry
    return entry
  }

  private func stored(_ id: Int64) throws -> Entry? {
    guard id <= lastStored else { return nil }
    let row = try views.database.cached("SELECT kind, value, state FROM indicator WHERE id = ?")
    row.bind(1, id)
    defer { row.reset() }
    guard try row.step(), let kind = IndicatorKind(code: row.integer(0)) else { return nil }
    let indicator = Indicator(kind, canonical: row.text(1))
    do {
      return Entry(indicator, try IndicatorState(encoded: row.blob(2)))
    } catch {
      throw EventLogError(.damaged, "the views are damaged at \(indicator.value) (\(error)); run 'iocledger rebuild'")
    }
  }

  private func remember(_ event: RowSummary) throws {
    insertStatement.bind(1, event.streamID)
    insertStatement.bind(2, event.source)
    insertStatement.bind(3, StatementKey(event.identity).stored)
    try insertStatement.run()
  }

  // MARK: Relationships and entities

  private func relate(_ event: RowSummary) throws {
    guard event.hasRelations, let from = try log.stream(event.streamID) else { return }
    for relation in event.fields.relations { try insert(from, relation, event) }
  }

  private func assert(_ event: RowSummary) throws {
    guard let from = try log.stream(event.streamID), let relation = Relation(event.fields) else { return }
    try insert(from, relation, event)
  }

  private func insert(_ from: StreamKey, _ relation: Relation, _ event: RowSummary) throws {
    let row = try views.database.cached("INSERT INTO relationship VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)")
    row.bind(1, from.kind)
    row.bind(2, from.value)
    row.bind(3, relation.type)
    row.bind(4, relation.target.kind)
    row.bind(5, relation.target.value)
    row.bind(6, relation.name)
    row.bind(7, event.source)
    row.bind(8, event.seq)
    row.bind(9, event.observedAt.milliseconds)
    try row.run()
  }

  private func retractRelationship(_ event: RowSummary) throws {
    guard let from = try log.stream(event.streamID), let relation = Relation(event.fields) else { return }
    let row = try views.database.cached(
      """
      UPDATE relationship SET retracted_seq = ? WHERE from_value = ? AND from_kind = ? AND type = ? AND to_kind = ?
      AND to_value = ? AND source = ? AND retracted_seq IS NULL
      """)
    row.bind(1, event.seq)
    row.bind(2, from.value)
    row.bind(3, from.kind)
    row.bind(4, relation.type)
    row.bind(5, relation.target.kind)
    row.bind(6, relation.target.value)
    row.bind(7, event.source)
    try row.run()
  }

  private func retract(_ event: RowSummary) throws {
    guard let seq = event.retractedSeq, let from = try log.stream(event.streamID) else { return }
    let row = try views.database.cached(
      """
      UPDATE relationship SET retracted_seq = ? WHERE seq = ? AND from_value = ? AND from_kind = ?
      AND retracted_seq IS NULL
      """)
    row.bind(1, event.seq)
    row.bind(2, seq)
    row.bind(3, from.value)
    row.bind(4, from.kind)
    try row.run()
  }

  private func importEntity(_ event: RowSummary) throws {
    guard let key = try log.stream(event.streamID) else { return }
    let row = try views.database.cached(
      """
      INSERT INTO entity VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT (id) DO UPDATE SET name = ?4, seq = ?5
      """)
    row.bind(1, event.streamID)
    row.bind(2, key.kind)
    row.bind(3, key.value)
    row.bind(4, event.fields["name"]?.text ?? key.value)
    row.bind(5, event.seq)
    try row.run()
  }

  // MARK: Connectors

  private func record(lookup event: RowSummary) throws {
    insertLookup.bind(1, event.source)
    insertLookup.bind(2, event.receivedAt.milliseconds)
    insertLookup.bind(3, event.seq)
    try insertLookup.run()
  }

  private func pause(_ event: RowSummary) throws {
    let row = try views.database.cached("INSERT OR REPLACE INTO pause VALUES (?, ?, ?, ?)")
    row.bind(1, event.source)
    row.bind(2, event.fields["until"]?.integer ?? 0)
    row.bind(3, event.fields["reason"]?.text ?? "")
    row.bind(4, event.seq)
    try row.run()
  }

  private func count(_ event: RowSummary) {
    if let known = health[event.source] { return known.count(event) }
    let new = Health()
    new.count(event)
    health[event.source] = new
  }

  // MARK: Writing

  func finish(at seq: Int64) throws {
    // In the order of their ids, so that new indicators are added at the table's right edge.
    for id in touched.keys.sorted() {
      guard let entry = touched[id] else { continue }
      if entry.isStale,
        let state = try IndicatorState.folding(stream: id, of: log, asAt: seq, asOf: nil, views.names)
      {
        entry.state = state
      }
      let row = try views.database.cached("INSERT OR REPLACE INTO indicator VALUES (?, ?, ?, ?)")
      row.bind(1, id)
      row.bind(2, entry.indicator.kind.code)
      row.bind(3, entry.indicator.value)
      row.bind(4, entry.state.encoded())
      try row.run()
    }
    for (source, health) in health.sorted(by: { $0.key < $1.key }) {
      let row = try views.database.cached(
        """
        INSERT INTO source_health VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (source) DO UPDATE SET
        events = events + ?2, found = found + ?3, not_found = not_found + ?4, failed = failed + ?5,
        withheld = withheld + ?6, last_at = max(last_at, ?7), last_failure = coalesce(?8, last_failure)
        """)
      row.bind(1, source)
      row.bind(2, health.events)
      row.bind(3, health.found)
      row.bind(4, health.notFound)
      row.bind(5, health.failed)
      row.bind(6, health.withheld)
      row.bind(7, health.last.milliseconds)
      row.bind(8, health.failure)
      try row.run()
    }
    let row = try views.database.cached("UPDATE checkpoint SET seq = ?, leaf = ?")
    row.bind(1, seq)
    row.bind(2, try log.leafHash(at: seq)?.bytes ?? [])
    try row.run()
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
