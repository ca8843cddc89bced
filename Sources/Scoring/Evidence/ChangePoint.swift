import Events
import Time

/// A moment at which an indicator's score or verdict moved.
public struct ChangePoint: Hashable, Sendable {
  /// When: the time an event was recorded, or the whole second at which a band was crossed.
  public var at: Timestamp
  /// The event that moved it; nil where only time went by.
  public var seq: Int64?
  /// What moved it.
  public var cause: Cause
  /// Who caused it, where an event of the indicator's own stream did.
  public var source: String?
  /// The score from then on, until decay or the next point changes it.
  public var score: Score
  /// The id of the scorecard that gave it.
  public var scorecard: String
  /// The name of that scorecard.
  public var scorecardName: String

  /// What moves a score.
  public enum Cause: Hashable, Sendable {
    /// An event.
    case event(EventType)
    /// Time: a belief has faded, or a judgement has expired.
    case decay
    /// Time: a source's word was valid until then.
    case expired

    /// The name in the JSON contract: the event's type, `decay` or `expired`.
    public var name: String {
      switch self {
      case .event(let type): type.rawValue
      case .decay: "decay"
      case .expired: "expired"
      }
    }
  }
}

/// The time from which a scorecard rules.
public struct Reign: Sendable {
  /// The seq of its activation; 0 for a scorecard that is to rule throughout.
  public var fromSeq: Int64
  /// When the activation was recorded.
  public var recordedAt: Timestamp
  /// The scorecard, bound to the log's dictionary.
  public var scorer: Scorer

  /// States when a scorecard starts to rule.
  public init(fromSeq: Int64, recordedAt: Timestamp, scorer: Scorer) {
    self.fromSeq = fromSeq
    self.recordedAt = recordedAt
    self.scorer = scorer
  }

  /// One scorecard throughout.
  public static func throughout(_ scorer: Scorer) -> [Reign] {
    [Reign(fromSeq: 0, recordedAt: Timestamp(milliseconds: .min), scorer: scorer)]
  }
}
