import Events
import Time

/// What is to be taken back.
public enum RetractionScope: Hashable, Sendable {
  /// One event.
  case event(Int64)
  /// Everything that one run recorded: a batch of `ingest`, of `add` or of `enrich`.
  case batch(EventID)
  /// Everything of a source that was recorded from a moment on, and before another.
  case source(String, since: Timestamp, until: Timestamp?)
}

/// What taking events back changes, or would change.
public struct RetractionReport: Sendable {
  /// The events that are taken back, in the order of the log.
  public var events: [Int64]
  /// Events of the same scope that stay: such as cannot be taken back, or were before.
  public var kept: Int64
  /// How many indicators they are about.
  public var indicators: Int64
  /// How many of those get another score.
  public var changed: Int64
  /// How many go from one verdict to another, by the two verdicts.
  public var verdicts: [VerdictMove]
  /// The greatest changes of score first.
  public var moves: [ScoreMove]
  /// The events that take them back; none where nothing was recorded.
  public var seqs: [Int64]
}
