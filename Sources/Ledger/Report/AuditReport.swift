import Connectors
import EventLog
import Events
import Indicators
import Scoring
import Time

/// Why an indicator was scored as it was at one moment, with what was known then, and the proof of it.
public struct AuditReport: Sendable {
  /// The ledger's identity.
  public var ledger: String
  /// When the last event that counts was recorded; nil in an empty ledger.
  public var knownAt: Timestamp?
  /// What makes up the score: exactly what `explain` answers.
  public var explanation: ExplanationReport
  /// Where the score or the verdict changed, and the curve between.
  public var history: HistoryReport
  /// The marking, labels, tags and judgement then.
  public var standing: IndicatorReport
  /// Every event about the indicator, the vendors' refusals of its lookups, and what put the scorecard in force, oldest
  /// first.
  public var events: [AuditedEvent]
  /// By which of the events what others say was superseded, or ended.
  public var successors: [Int64: Int64]
  /// What proves the events; nil where the ledger has no checkpoint yet.
  public var checkpoint: AuditCheckpoint?
  /// To whom the indicator was sent, and to whom it was not.
  public var lookups: [AuditedLookup]
  /// What people decided about it: judgements, notes, labels, markings, sightings, retractions, erasures.
  public var decisions: [AuditedDecision]
  /// The event that published the scorecard then in force, and the one that activated it last.
  public var publication: RecordedEvent?
  /// The event that put the scorecard in force.
  public var activation: RecordedEvent?

  /// How many of the events the checkpoint does not cover.
  public var unproven: Int { events.count { $0.inclusion == nil } }
}

/// An event, and that it is in the log.
public struct AuditedEvent: Sendable {
  /// The event.
  public var event: RecordedEvent
  /// The way from its leaf to the checkpoint's root; nil where no checkpoint covers it.
  public var inclusion: InclusionProof?
}

/// The signed tree head that a report proves its events against.
public struct AuditCheckpoint: Sendable {
  /// The name of its file, without the folder.
  public var file: String
  /// The note, signatures included, word for word.
  public var note: SignedNote
  /// How many events, and which root.
  public var head: Checkpoint
  /// The key that signed it.
  public var key: VerifierKey?
}

/// One request to a vendor, made or withheld.
public struct AuditedLookup: Sendable, Hashable {
  /// Whom.
  public var connector: String
  /// The `lookup.started` event, or the `lookup.withheld` one.
  public var seq: Int64
  /// When the indicator was sent, or withheld.
  public var at: Timestamp
  /// Who ran the program.
  public var actor: String
  /// What became of it.
  public var outcome: Outcome
  /// The event that says so; nil where there is none.
  public var outcomeSeq: Int64?

  /// What became of a lookup.
  public enum Outcome: Sendable, Hashable {
    /// The vendor answered: `found` or `not_found`.
    case answered(ObservationStatus)
    /// No usable answer, and why.
    case failed(String)
    /// The vendor refused for the time being; the connector paused.
    case refused
    /// Nothing was recorded by then: still under way, or the program was killed.
    case open
    /// It was not sent, and why.
    case withheld(String)
  }

  /// Whether the vendor learned of the indicator.
  public var isDisclosure: Bool {
    if case .withheld = outcome { false } else { true }
  }
}

/// What somebody decided about an indicator.
public struct AuditedDecision: Sendable, Hashable {
  /// The event that recorded it.
  public var event: RecordedEvent
  /// What was written with it, such as a note or a reason; nil where nothing was, or where it was erased.
  public var text: String?
  /// Whether what was written was erased since.
  public var isErased: Bool
  /// The events that it takes back, or whose payload it erased.
  public var concerns: [Int64]
}
