import Events
import Time

/// An event's bytes and where they stand in a tree.
public struct EventInclusion: Hashable, Sendable {
  /// What the leaf is the hash of.
  public let canonicalBytes: [UInt8]
  /// The leaf.
  public let leafHash: Digest
  /// That it is there.
  public let proof: InclusionProof
}

extension EventLog {
  /// Proves that an event is in the tree over the first `size` events; nil where there is no such event.
  ///
  /// Refuses to prove an event that does not match its own leaf.
  public func inclusion(of seq: Int64, size: Int64, roots: SubtreeRoots) throws -> EventInclusion? {
    guard seq >= 1, seq <= size else { return nil }
    var found: (bytes: [UInt8], leaf: Digest)?
    try forEachRow(from: seq, through: seq) { row in
      let bytes = try canonicalBytes(row)
      guard row.leafHash == CanonicalEvent.leaf(of: bytes), let leaf = row.leafHash else {
        throw EventLogError(.damaged, "event \(seq) does not match its leaf hash; run 'iocledger verify'")
      }
      found = (bytes, leaf)
      return false
    }
    guard let found else { return nil }
    let proof = try InclusionProof(index: seq - 1, size: size, root: roots.root(of:))
    return EventInclusion(canonicalBytes: found.bytes, leafHash: found.leaf, proof: proof)
  }

  /// The canonical bytes of a row.
  private func canonicalBytes(_ row: EventRow) throws -> [UInt8] {
    let event = try event(row)
    let envelope = LeafHasher.Envelope(
      seq: event.seq, id: event.id, version: event.version, type: event.type.rawValue,
      schemaVersion: event.schemaVersion, source: event.source, actor: event.actor, trafficLight: row.trafficLight,
      observedAt: event.observedAt.milliseconds, receivedAt: event.receivedAt.milliseconds,
      recordedAt: event.recordedAt.milliseconds, correlationID: event.correlationID, causationSeq: event.causationSeq)
    let hasher = LeafHasher()
    _ = try hasher.leaf(of: envelope, stream: event.stream, payloadHash: event.payloadHash) {
      bytes throws(FactsError) in
      // As they were stored: those of the event are in today's shape.
      try Facts.appendCanonical(ofStored: row.facts, to: &bytes, name: symbols.text)
    }
    return hasher.canonicalBytes
  }
}
