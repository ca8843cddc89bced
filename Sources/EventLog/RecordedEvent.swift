import Events
import Indicators
import Time

/// An event with its place in the log.
public struct RecordedEvent: Hashable, Sendable {
  /// The gapless position, from 1.
  public var seq: Int64
  /// The producer's id.
  public var id: EventID
  /// The dictionary id of what it is about.
  public var streamID: Int64
  /// What it is about.
  public var stream: StreamKey
  /// The position within its stream, from 1.
  public var version: Int64
  /// What happened.
  public var type: EventType
  /// The version of the facts' shape that was stored; ``facts`` are in today's.
  public var schemaVersion: Int64
  /// Who says so.
  public var source: String
  /// Who ran the program.
  public var actor: String
  /// The marking that the statement itself carried.
  public var trafficLight: TrafficLight?
  /// When the source says it was true.
  public var observedAt: Timestamp
  /// When we got it.
  public var receivedAt: Timestamp
  /// When it was appended.
  public var recordedAt: Timestamp
  /// The run it belongs to.
  public var correlationID: EventID?
  /// The earlier event that led to it.
  public var causationSeq: Int64?
  /// What it says.
  public var facts: Facts
  /// What the leaf commits to of the payload: SHA-256 of salt and bytes.
  public var payloadHash: Digest?
  /// Its leaf in the tree.
  public var leafHash: Digest

  /// Collects the fields.
  package init(
    seq: Int64, id: EventID, streamID: Int64, stream: StreamKey, version: Int64, type: EventType, schemaVersion: Int64,
    source: String, actor: String, trafficLight: TrafficLight?, observedAt: Timestamp, receivedAt: Timestamp,
    recordedAt: Timestamp, correlationID: EventID?, causationSeq: Int64?, facts: Facts, payloadHash: Digest?,
    leafHash: Digest
  ) {
    self.seq = seq
    self.id = id
    self.streamID = streamID
    self.stream = stream
    self.version = version
    self.type = type
    self.schemaVersion = schemaVersion
    self.source = source
    self.actor = actor
    self.trafficLight = trafficLight
    self.observedAt = observedAt
    self.receivedAt = receivedAt
    self.recordedAt = recordedAt
    self.correlationID = correlationID
    self.causationSeq = causationSeq
    self.facts = facts
    self.payloadHash = payloadHash
    self.leafHash = leafHash
  }
}
