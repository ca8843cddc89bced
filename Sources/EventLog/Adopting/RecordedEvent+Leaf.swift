import Events
import Indicators
import Time

extension RecordedEvent {
  /// The leaf hash that follows from the fields; ``facts`` must be in the shape in which they were recorded.
  public func computedLeaf() -> Digest {
    let hasher = LeafHasher()
    return computedLeaf(hasher)
  }

  func computedLeaf(_ hasher: LeafHasher) -> Digest {
    hasher.leaf(of: envelope, stream: stream, payloadHash: payloadHash, appendFacts: facts.appendCanonical)
  }

  var envelope: LeafHasher.Envelope<String> {
    LeafHasher.Envelope(
      seq: seq, id: id, version: version, type: type.rawValue, schemaVersion: schemaVersion, source: source,
      actor: actor, trafficLight: trafficLight.map { Int64($0.rawValue) }, observedAt: observedAt.milliseconds,
      receivedAt: receivedAt.milliseconds, recordedAt: recordedAt.milliseconds, correlationID: correlationID,
      causationSeq: causationSeq)
  }
}
