import Indicators
import Time

/// An event as its producer states it, before the log gives it a place.
public struct EventDraft: Hashable, Sendable {
  /// The producer's id; the same id again is recognised as a retry.
  public var id: EventID
  /// What it is about.
  public var stream: StreamKey
  /// What happened.
  public var type: EventType
  /// The version of the facts' shape for this type; 1 so far for every type.
  public var schemaVersion: Int
  /// Who says so: a feed, a connector, or `analyst`.
  public var source: String
  /// Who ran the program: the user's login name.
  public var actor: String
  /// The marking the statement itself carried, if any.
  public var trafficLight: TrafficLight?
  /// When the source says it was true.
  public var observedAt: Timestamp
  /// When we got it, by the real clock.
  public var receivedAt: Timestamp
  /// The id that all events of one run share.
  public var correlationID: EventID?
  /// The event that led to this one: always an earlier one.
  public var causationSeq: Int64?
  /// What it says.
  public var facts: Facts
  /// Bytes that are kept apart from the event and can be erased: a vendor's raw answer, a note's text.
  public var payload: [UInt8]?

  /// States an event of today's schema version.
  public init(
    id: EventID, stream: StreamKey, type: EventType, source: String, actor: String, trafficLight: TrafficLight? = nil,
    observedAt: Timestamp, receivedAt: Timestamp, correlationID: EventID? = nil, causationSeq: Int64? = nil,
    facts: Facts, payload: [UInt8]? = nil
  ) {
    self.id = id
    self.stream = stream
    self.type = type
    self.schemaVersion = 1
    self.source = source
    self.actor = actor
    self.trafficLight = trafficLight
    self.observedAt = observedAt
    self.receivedAt = receivedAt
    self.correlationID = correlationID
    self.causationSeq = causationSeq
    self.facts = facts
    self.payload = payload
  }
}
