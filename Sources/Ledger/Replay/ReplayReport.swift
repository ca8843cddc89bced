import Indicators
import Scoring
import Time

/// What another scorecard would change.
public struct ReplayReport: Sendable {
  /// The scorecard that rules.
  public var from: Scorecard
  /// The one that was tried.
  public var to: Scorecard
  /// The moment at which both were evaluated.
  public var asOf: Timestamp
  /// The last position that counts.
  public var asAt: Int64
  /// How many indicators were evaluated.
  public var indicators: Int64
  /// How many of them would have another score.
  public var changed: Int64
  /// How many would go from one verdict to another, by the two verdicts.
  public var verdicts: [VerdictMove]
  /// The greatest changes of score first.
  public var moves: [ScoreMove]
  /// How many events the replay covered.
  public var events: Int64
  /// How long it took, in seconds.
  public var seconds: Double
}

/// So many indicators that would go from one verdict to another.
public struct VerdictMove: Hashable, Sendable {
  /// The verdict under the scorecard that rules.
  public var from: Verdict
  /// The verdict under the other one.
  public var to: Verdict
  /// How many.
  public var count: Int64
}

/// An indicator whose score would change.
public struct ScoreMove: Hashable, Sendable {
  /// The indicator.
  public var indicator: Indicator
  /// The score under the scorecard that rules.
  public var from: Score
  /// The score under the other one.
  public var to: Score
  /// The source and signal, the allow list or the judgement whose points change most.
  public var cause: String
}
