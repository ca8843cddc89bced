import Events
import Time

/// The newest word of one source about one indicator.
public struct SourceState: Hashable, Sendable {
  /// The dictionary id of the source's name.
  public var source: Int
  /// `found` or `not_found`; failed and withheld lookups change nothing.
  public var status: ObservationStatus
  /// The event that said so.
  public var seq: Int64
  /// When the source says it was true.
  public var observedAt: Timestamp
  /// When it was appended.
  public var recordedAt: Timestamp
  /// When the source last gave any answer: what freshness is counted from.
  public var answeredAt: Timestamp
  /// The stored form of what it said.
  public var facts: [UInt8]
}

/// A lookup that failed or was withheld.
public struct UnansweredLookup: Hashable, Sendable {
  /// The dictionary id of the source's name.
  public var source: Int
  /// The event that says so, and why.
  public var seq: Int64
  /// When that was.
  public var observedAt: Timestamp
}

/// That an indicator is not sent to a connector, and why; said once.
public struct WithheldNote: Hashable, Sendable {
  /// The dictionary id of the connector's name.
  public var connector: Int
  /// Why.
  public var reason: String
}
