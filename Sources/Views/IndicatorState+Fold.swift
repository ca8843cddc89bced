import EventLog
import Events
import Time

extension IndicatorState {
  /// Folds one indicator's stream as far as a position, as the log holds it; nil where nothing is recorded by then.
  ///
  /// Retractions up to that position count, and `left` as if it were retracted too. With `asOf`, only what was true by
  /// then is taken in.
  public static func folding(
    stream: Int64, of log: EventLog, asAt: Int64 = .max, asOf: Timestamp? = nil, without left: Set<Int64> = []
  ) throws -> IndicatorState? {
    try log.read {
      let names = FieldNames()
      names.refresh(log.symbols)
      return try folding(stream: stream, of: log, asAt: asAt, asOf: asOf, without: left, names)
    }
  }

  static func folding(
    stream: Int64, of log: EventLog, asAt: Int64, asOf: Timestamp?, without left: Set<Int64> = [], _ names: FieldNames
  ) throws -> IndicatorState? {
    var retracted = Set<Int64>()
    let state = try pass(stream, log, asAt, asOf, names, without: left, &retracted)
    guard !retracted.isEmpty else { return state }
    // A retraction comes after what it takes back, so that the events are gone through once more; keeping them instead
    // would take as much memory as the stream is long.
    return try pass(stream, log, asAt, asOf, names, without: retracted.union(left), &retracted)
  }

  private static func pass(
    _ stream: Int64, _ log: EventLog, _ asAt: Int64, _ asOf: Timestamp?, _ names: FieldNames,
    without left: Set<Int64>, _ retracted: inout Set<Int64>
  ) throws -> IndicatorState? {
    var state = IndicatorState()
    try log.forEachRow(ofStream: stream, through: asAt, columns: .projected) { row in
      let event = try RowSummary(row, log, names)
      if let seq = event.earlierSeq {
        if event.type == .observationRetracted { retracted.insert(seq) } else { retracted.remove(seq) }
      }
      if left.contains(event.seq) || event.observedAt > asOf ?? event.observedAt {
        state.pass(over: event)
      } else {
        state.apply(event, asOf: asOf ?? Timestamp(milliseconds: .max))
      }
      return true
    }
    return state.firstSeq == 0 ? nil : state
  }
}

extension IndicatorState {
  /// Whether this state, into which an observation was folded, would be the same without it; false where in doubt.
  ///
  /// So it is where another event said everything that the state keeps: a newer one of the same source, and others that
  /// mark its limits in time. Spares folding a long stream anew for nearly every retraction of an old observation.
  func owesNothing(to event: RowSummary) -> Bool {
    guard event.type == .observationRecorded || event.type == .indicatorIngested, event.trafficLight == nil,
      event.permissibleActions == nil,
      event.observedAt < latestTime, let source = sources.first(where: { $0.source == event.source }),
      source.seq != event.seq, source.words.isEmpty,
      source.answeredAt > event.receivedAt,
      event.type == .indicatorIngested
        || answers.contains(where: { $0.connector == event.source && $0.receivedAt > event.receivedAt })
    else { return false }
    guard event.status == .found else { return true }
    let first = event.seen.first.map { Timestamp(milliseconds: $0) } ?? event.observedAt
    let last = event.seen.last.map { Timestamp(milliseconds: $0) } ?? event.observedAt
    return firstSeen < first && last < lastSeen
  }
}
