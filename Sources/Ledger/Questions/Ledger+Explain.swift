import EventLog
import Events
import Indicators
import Scoring
import Time
import Views

/// What makes up a score.
public struct ExplanationReport: Sendable {
  /// The indicator.
  public var indicator: Indicator
  /// The score and its contributions, which add up to it.
  public var explanation: Explanation
  /// The moment of the score.
  public var asOf: Timestamp
  /// The last position that counts.
  public var asAt: Int64
  /// The scorecard that gave the score.
  public var scorecard: Scorecard
}

/// How a score came to be what it is.
public struct HistoryReport: Sendable {
  /// The indicator.
  public var indicator: Indicator
  /// Where the score or the verdict changed, oldest first.
  public var points: [ChangePoint]
  /// The events that one of the points' events superseded or ended, by that event.
  public var superseded: [Int64: [Int64]]
  /// The score at moments in between, for a chart: as many as were asked for, evenly spread.
  public var samples: [(at: Timestamp, score: Score)]
  /// The end of the history.
  public var asOf: Timestamp
  /// The scorecard that rules at the end, whose bands a chart shows.
  public var scorecard: Scorecard

  /// The events that a point's event superseded or ended.
  public func superseded(by point: ChangePoint) -> [Int64] { point.seq.flatMap { superseded[$0] } ?? [] }
}

extension Ledger {
  /// What makes up the score of one indicator, to the last hundredth.
  public func explain(
    _ indicator: Indicator, at point: PointInTime = PointInTime(), rules: Rules = .active
  ) throws -> ExplanationReport {
    let views = try views()
    return try log.read {
      let point = try resolve(point)
      let stream = try streamID(of: indicator, asAt: point.seq)
      let scorer = try scorer(rules, asAt: point.seq)
      let selection = try state(of: stream, in: views, point).selection(asOf: point.asOf, log.symbols)
      return ExplanationReport(
        indicator: indicator, explanation: scorer.explain(selection, of: indicator, asOf: point.asOf),
        asOf: point.asOf, asAt: point.seq, scorecard: scorer.scorecard)
    }
  }

  /// Every change of an indicator's score or verdict, with its cause: under the rules of each time, or under one
  /// scorecard throughout.
  public func history(
    _ indicator: Indicator, at point: PointInTime = PointInTime(), rules: Rules = .active, samples: Int = 0
  ) throws -> HistoryReport {
    try log.read {
      let point = try resolve(point)
      let stream = try streamID(of: indicator, asAt: point.seq)
      let evidence = try evidence(indicator, stream: stream, asAt: point.seq)
      let reigns: [Reign] =
        switch rules {
        case .active: try self.reigns(asAt: point.seq)
        case .given(let scorecard): Reign.throughout(Scorer(scorecard, symbols: log.symbols.texts))
        }
      let scorecard = try reigns.last?.scorer.scorecard ?? activeScorecard(asAt: point.seq)
      let points = evidence.changePoints(under: reigns, asAt: point.seq, until: point.asOf)
      return HistoryReport(
        indicator: indicator, points: points,
        superseded: Dictionary(grouping: try successors(ofStream: stream, asAt: point.seq), by: \.value)
          .mapValues { $0.map(\.key).sorted() },
        samples: try sample(evidence, reigns, from: points.first?.at, to: point.asOf, count: samples, point.seq),
        asOf: point.asOf, scorecard: scorecard)
    }
  }

  private func sample(
    _ evidence: Evidence, _ reigns: [Reign], from start: Timestamp?, to end: Timestamp, count: Int, _ last: Int64
  ) throws -> [(at: Timestamp, score: Score)] {
    guard count > 1, let start, start < end else { return [] }
    return try (0..<count).compactMap { index in
      let step = Double(end.milliseconds - start.milliseconds) * Double(index) / Double(count - 1)
      let at = Timestamp(milliseconds: start.milliseconds + Int64(step))
      let seq = min(try log.seq(recordedBy: at), last)
      guard let reign = reigns.last(where: { $0.recordedAt <= at }) ?? reigns.first else { return nil }
      return (at, reign.scorer.score(evidence, asAt: seq, asOf: at))
    }
  }
}
