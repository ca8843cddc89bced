import Dispatch
import EventLog
import Events
import Indicators
import SQLite
import Scoring
import Synchronization
import Time
import Views

extension Ledger {
  /// Evaluates every indicator under the scorecard that rules and under another one, and changes nothing.
  ///
  /// At the end of the log, and as of a moment that no event lies behind, this is one scan over the packed states in
  /// the views, by both cores. Otherwise the log is folded, stream by stream; the result is the same.
  public func replay(
    to scorecard: Scorecard, at point: PointInTime = PointInTime(), limit: Int = 1000
  ) throws -> ReplayReport {
    let clock = ContinuousClock()
    let start = clock.now
    let views = try views()
    // One state of the views from here on, whoever appends meanwhile.
    return try views.read {
      try log.read {
        let point = try resolve(point, in: views)
        let ruling = try activeScorecard(asAt: point.seq)
        let pair = ScorerPair(
          from: Scorer(ruling, symbols: log.symbols.texts), to: Scorer(scorecard, symbols: log.symbols.texts))
        let tally =
          point.isHead
          ? try replayViews(views, pair, point, limit: limit) : try replayLog(pair, point, limit: limit)
        let moves = try tally.moves.map { move in
          ScoreMove(
            indicator: move.indicator, from: move.from, to: move.to, cause: try cause(of: move, pair, point, views))
        }
        let elapsed = start.duration(to: clock.now).components
        return ReplayReport(
          from: ruling, to: scorecard, asOf: point.asOf, asAt: point.seq, indicators: tally.indicators,
          changed: tally.changed, verdicts: tally.verdicts, moves: moves, events: point.seq,
          seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
      }
    }
  }

  private func replayLog(_ pair: ScorerPair, _ point: ResolvedPoint, limit: Int) throws -> ReplayTally {
    var pair = pair
    var tally = ReplayTally(limit: limit)
    try forEachStream(asAt: point.seq) { stream, indicator in
      try fold(stream, indicator, &pair, point, &tally)
    }
    return tally
  }

  private func fold(
    _ stream: Int64, _ indicator: Indicator, _ pair: inout ScorerPair, _ point: ResolvedPoint,
    _ tally: inout ReplayTally
  ) throws {
    guard
      let state = try IndicatorState.folding(stream: stream, of: log, asAt: point.seq, asOf: point.asOf),
      let from = try state.score(indicator, asOf: point.asOf, with: &pair.from),
      let to = try state.score(indicator, asOf: point.asOf, with: &pair.to)
    else { return }
    tally.add(id: stream, from: from, to: to, indicator: indicator)
  }

  private func replayViews(
    _ views: Views, _ pair: ScorerPair, _ point: ResolvedPoint, limit: Int
  ) throws -> ReplayTally {
    let last = try views.lastIndicatorID()
    // A second connection for the second core; below some size starting a thread costs more than it brings.
    let helper = last > 8_000 ? views.secondReader(at: point.seq) : nil
    let middle = helper == nil ? last : last / 2
    let (asOf, isHelped) = (point.asOf, helper != nil)
    let upper = Mutex<Result<PartialReplay, any Error>?>(nil)
    let group = DispatchGroup()
    if let helper {
      // SQLite connections are bound to one thread at a time: nobody else holds this one.
      let reader = Mutex(helper)
      let pair = ScorerPair(from: pair.from.separated(), to: pair.to.separated())
      DispatchQueue.global(qos: .userInitiated).async(group: group) {
        let result = Result {
          try reader.withLock { views in
            try PartialReplay(views, pair, ids: middle + 1...max(middle + 1, last), asOf: asOf, limit: limit)
          }
        }
        upper.withLock { $0 = result }
      }
    }
    let lower = Result {
      try PartialReplay(views, pair, ids: 1...max(1, middle), asOf: asOf, limit: limit)
    }
    group.wait()
    var parts = [try lower.get()]
    if isHelped, let result = upper.withLock({ $0 }) { parts.append(try result.get()) }
    var tally = ReplayTally(limit: limit)
    var pair = pair
    for part in parts {
      tally.add(part.tally)
      for id in part.later {
        guard let indicator = try log.stream(id)?.indicator else { continue }
        try fold(id, indicator, &pair, point, &tally)
      }
    }
    return tally
  }

  /// Whose points change most between the two scorecards.
  private func cause(
    of move: ReplayTally.Move, _ pair: ScorerPair, _ point: ResolvedPoint, _ views: Views
  ) throws -> String {
    let selection = try state(of: move.id, in: views, point).selection(asOf: point.asOf, log.symbols)
    var points: [String: Int32] = [:]
    for contribution in pair.to.explain(selection, of: move.indicator, asOf: point.asOf).contributions {
      points[contribution.origin, default: 0] += contribution.points
    }
    for contribution in pair.from.explain(selection, of: move.indicator, asOf: point.asOf).contributions {
      points[contribution.origin, default: 0] -= contribution.points
    }
    return points.sorted { (abs($1.value), $0.key) < (abs($0.value), $1.key) }.first?.key ?? ""
  }
}

extension Contribution {
  /// The source and its signal in one word, such as `abuseipdb.confidence`, or `ipsum.txt feed.listed`.
  fileprivate var origin: String { signal.hasPrefix(source + ".") ? signal : "\(source) \(signal)" }
}

/// The scorecard that rules and the one that is tried.
struct ScorerPair: Sendable {
  var from: Scorer
  var to: Scorer
}

/// The replay of a range of indicators.
private struct PartialReplay: Sendable {
  var tally: ReplayTally
  /// Indicators whose state speaks of times after the moment in question: these are folded from the log.
  var later: [Int64] = []

  init(_ views: Views, _ pair: ScorerPair, ids: ClosedRange<Int64>, asOf: Timestamp, limit: Int) throws {
    var pair = pair
    tally = ReplayTally(limit: limit)
    try views.forEachIndicator(in: ids) { packed in
      guard let from = try packed.score(asOf: asOf, with: &pair.from),
        let to = try packed.score(asOf: asOf, with: &pair.to)
      else { return later.append(packed.id) }
      tally.add(id: packed.id, from: from, to: to, indicator: packed.indicator)
    }
  }
}
