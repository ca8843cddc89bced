import EventLog
import Events
import Time

extension IndicatorState {
  /// Folds one indicator's stream as far as a position, as the log holds it; nil where nothing is recorded by then.
  ///
  /// Retractions up to that position count. With `asOf`, only what was true by then is taken in.
  public static func folding(
    stream: Int64, of log: EventLog, asAt: Int64 = .max, asOf: Timestamp? = nil
  ) throws -> IndicatorState? {
    try log.read {
      let names = FieldNames()
      names.refresh(log.symbols)
      return try folding(stream: stream, of: log, asAt: asAt, asOf: asOf, names)
    }
  }

  static func folding(
    stream: Int64, of log: EventLog, asAt: Int64, asOf: Timestamp?, _ names: FieldNames
  ) throws -> IndicatorState? {
    var events: [RowSummary] = []
    var retracted = Set<Int64>()
    try log.forEachRow(ofStream: stream, through: asAt) { row in
      let event = try RowSummary(row, log, names)
      if let seq = event.retractedSeq { retracted.insert(seq) }
      events.append(event)
      return true
    }
    guard let last = events.last else { return nil }
    var state = IndicatorState()
    for event in events where !retracted.contains(event.seq) {
      if let asOf, event.observedAt > asOf { continue }
      state.apply(event)
    }
    state.firstSeq = events[0].seq
    state.lastSeq = last.seq
    return state
  }
}

extension IndicatorState {
  /// Whether this state, into which an observation was folded, would be the same without it; false where in doubt.
  ///
  /// So it is where another event said everything that the state keeps: a newer one of the same source, and others that
  /// mark its limits in time. Spares folding a long stream anew for nearly every retraction of an old observation.
  func owesNothing(to event: RowSummary) -> Bool {
    guard event.type == .observationRecorded || event.type == .indicatorIngested, event.trafficLight == nil,
      event.observedAt < latestTime, let source = sources.first(where: { $0.source == event.source }),
      source.seq != event.seq, source.answeredAt > event.receivedAt
    else { return false }
    guard event.status == .found else { return true }
    let first = event.seen.first.map { Timestamp(milliseconds: $0) } ?? event.observedAt
    let last = event.seen.last.map { Timestamp(milliseconds: $0) } ?? event.observedAt
    return firstSeen < first && last < lastSeen
  }
}
