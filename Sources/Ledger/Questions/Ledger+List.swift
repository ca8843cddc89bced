import EventLog
import Events
import Indicators
import Scoring
import Time
import Views

/// Which indicators `list` gives, and in which order.
public struct ListQuery: Sendable {
  /// The orders there are.
  public enum Order: String, CaseIterable, Sendable {
    /// The highest score first.
    case score
    /// By value, in the order of its bytes.
    case value
    /// The one seen first, first.
    case firstSeen = "first-seen"
    /// The one seen last, first.
    case lastSeen = "last-seen"
    /// In the order in which the ledger learnt of them.
    case ingested
  }

  /// Only these kinds; empty for all.
  public var kinds: [IndicatorKind] = []
  /// Only these verdicts; empty for all.
  public var verdicts: [Verdict] = []
  /// Only scores of at least so many hundredths.
  public var minimumScore: Int32?
  /// Only scores of at most so many hundredths.
  public var maximumScore: Int32?
  /// Only those with all of these labels.
  public var labels: [String] = []
  /// Only those about which all of these sources have said something.
  public var sources: [String] = []
  /// Only those last seen at or after a moment.
  public var since: Timestamp?
  /// The order; ties by kind and value.
  public var order = Order.score
  /// At most so many.
  public var limit: Int?

  /// Everything, by score.
  public init() {}
}

/// One line of `list`.
public struct ListRow: Hashable, Sendable {
  /// The indicator.
  public var indicator: Indicator
  /// Its score.
  public var score: Score
  /// What it is labelled.
  public var labels: [String]
  /// Who has said something about it.
  public var sources: [String]
  /// The earliest moment at which a source says it was there.
  public var firstSeen: Timestamp?
  /// The latest such moment.
  public var lastSeen: Timestamp?
}

extension Ledger {
  /// Calls the closure with each indicator that a query asks for, in its order, and returns the position it answers as at.
  ///
  /// At the end of the log the views are read; as at an older position the log is folded, stream by stream. In the
  /// order `ingested` rows are handed on as they are found; otherwise those that are wanted are sorted first.
  @discardableResult public func list(
    _ query: ListQuery, at point: PointInTime = PointInTime(), rules: Rules = .active,
    _ body: (ListRow) throws -> Void
  ) throws -> Int64 {
    let views = try views()
    return try views.read {
      try log.read {
        let point = try resolve(point, in: views)
        // Before the first scorecard there was nothing in the ledger either.
        if case .active = rules, try !hasRules(asAt: point.seq) { return point.seq }
        var scorer = try scorer(rules, asAt: point.seq)
        var sorted = RowSorter(query)
        var given = 0
        func take(_ row: ListRow) throws {
          guard query.order == .ingested else { return try translatingErrors { try sorted.add(row) } }
          guard given < query.limit ?? .max else { return }
          given += 1
          try body(row)
        }
        if point.isHead {
          try views.forEachIndicator { packed in
            if let row = try row(packed, query, point, &scorer) { try take(row) }
          }
        } else {
          try forEachStream(asAt: point.seq) { stream, indicator in
            if let row = try row(stream, indicator, query, point, &scorer) { try take(row) }
          }
        }
        try translatingErrors { try sorted.forEach(body) }
        return point.seq
      }
    }
  }

  /// Calls the closure with each indicator that had an event by a position.
  func forEachStream(asAt seq: Int64, _ body: (Int64, Indicator) throws -> Void) throws {
    for stream in 1...max(1, try log.lastStreamID()) {
      guard let indicator = try log.stream(stream)?.indicator else { continue }
      try body(stream, indicator)
    }
  }

  private func row(
    _ packed: PackedIndicator, _ query: ListQuery, _ point: ResolvedPoint, _ scorer: inout Scorer
  ) throws -> ListRow? {
    guard query.kinds.isEmpty || query.kinds.contains(packed.kind) else { return nil }
    guard let score = try packed.score(asOf: point.asOf, with: &scorer) else {
      return try row(packed.id, packed.indicator, query, point, &scorer)
    }
    guard query.wants(score) else { return nil }
    return row(packed.indicator, score, try packed.state(), query, point)
  }

  private func row(
    _ stream: Int64, _ indicator: Indicator, _ query: ListQuery, _ point: ResolvedPoint, _ scorer: inout Scorer
  ) throws -> ListRow? {
    guard query.kinds.isEmpty || query.kinds.contains(indicator.kind),
      let state = try IndicatorState.folding(stream: stream, of: log, asAt: point.seq, asOf: point.asOf),
      let score = try state.score(indicator, asOf: point.asOf, with: &scorer), query.wants(score)
    else { return nil }
    return row(indicator, score, state, query, point)
  }

  private func row(
    _ indicator: Indicator, _ score: Score, _ state: IndicatorState, _ query: ListQuery, _ point: ResolvedPoint
  ) -> ListRow? {
    let row = ListRow(
      indicator: indicator, score: score, labels: state.labels(log.symbols, asOf: point.asOf),
      sources: state.sources.compactMap { log.symbols.text($0.source) }.sorted(),
      firstSeen: state.firstSeen.milliseconds == .max ? nil : state.firstSeen,
      lastSeen: state.lastSeen.milliseconds == .min ? nil : state.lastSeen)
    return query.wants(row) ? row : nil
  }
}

extension ListQuery {
  fileprivate func wants(_ score: Score) -> Bool {
    (verdicts.isEmpty || verdicts.contains(score.verdict)) && score.hundredths >= minimumScore ?? .min
      && score.hundredths <= maximumScore ?? .max
  }

  fileprivate func wants(_ row: ListRow) -> Bool {
    labels.allSatisfy(row.labels.contains) && sources.allSatisfy(row.sources.contains)
      && (since.map { since in row.lastSeen.map { $0 >= since } ?? false } ?? true)
  }
}
