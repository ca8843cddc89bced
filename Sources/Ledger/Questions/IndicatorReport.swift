import Events
import Indicators
import Scoring
import Time

/// Everything `show` tells about one indicator.
public struct IndicatorReport: Sendable {
  /// The indicator.
  public var indicator: Indicator
  /// The earliest moment at which a source says it was there; nil where none does.
  public var firstSeen: Timestamp?
  /// The latest such moment.
  public var lastSeen: Timestamp?
  /// What it is labelled.
  public var labels: [String]
  /// Its marking; nil where it has none.
  public var trafficLight: TrafficLight?
  /// What may be done with it, by the strictest that was stated; nil where nobody says.
  public var permissibleActions: PermissibleActions?
  /// The tags that the scorecard gives it.
  public var tags: [String]
  /// Its score.
  public var score: Score
  /// The moment of the score.
  public var asOf: Timestamp
  /// The last position that counts.
  public var asAt: Int64
  /// The scorecard that gave the score.
  public var scorecard: Scorecard
  /// The newest word of each source.
  public var sources: [SourceReport]
  /// What it is related to.
  public var relationships: [RelationshipReport]
  /// The analyst's decision that is in force.
  public var judgement: Judgement?
  /// The notes that were added, oldest first; nil for one that was erased.
  public var notes: [NoteReport]
}

/// The newest word of one source.
public struct SourceReport: Hashable, Sendable {
  /// The source's name.
  public var source: String
  /// What it answered; `failed` or `withheld` only where it never answered anything.
  public var status: ObservationStatus
  /// When it says it was true.
  public var observedAt: Timestamp
  /// When that was recorded.
  public var recordedAt: Timestamp
  /// The event.
  public var seq: Int64
  /// The signals.
  public var signals: [Facts.Entry]
  /// Why it failed or was withheld.
  public var reason: String?
  /// The same in words, where there is more to say.
  public var detail: String?
  /// Whether the answer has no date of its own and counts from when it was received.
  public var isUndated = false
  /// From when on it no longer counts of itself.
  public var validUntil: Timestamp?
  /// How its word ended; then nothing that it says counts.
  public var end: WordEnd?
  /// From when to when the source spoke of the indicator, before its word ended.
  public var listed: ClosedRange<Timestamp>?
}

/// One relationship, seen from the indicator.
public struct RelationshipReport: Hashable, Sendable {
  /// The STIX relationship type.
  public var type: String
  /// Whether the indicator is where it starts.
  public var isOutgoing: Bool
  /// What is at the other end.
  public var target: StreamKey
  /// Its name; for indicators, the value.
  public var name: String
  /// Who says so.
  public var source: String
  /// The event that says so.
  public var seq: Int64
}

/// A note on an indicator.
public struct NoteReport: Hashable, Sendable {
  /// The event.
  public var seq: Int64
  /// Who wrote it.
  public var actor: String
  /// When.
  public var recordedAt: Timestamp
  /// The text; nil where it was erased.
  public var text: String?
}
