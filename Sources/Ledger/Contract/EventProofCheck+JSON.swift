import Events
import Indicators
import JSON
import Time

extension EventProofCheck {
  /// One element of `verify --proof`'s `proofs`.
  ///
  /// `{ok,reason,seq,leaf_hash,index,tree_size,root,origin,signature,key,event}`; `event` is what the canonical bytes say.
  public var json: JSONValue {
    [
      "ok": .bool(isProven), "reason": JSONValue(reason), "seq": JSONValue(event?.seq),
      "leaf_hash": JSONValue(proof?.leafHash.description), "index": JSONValue(proof?.inclusion.index),
      "tree_size": JSONValue(proof?.inclusion.size), "root": JSONValue(checkpoint?.root.description),
      "origin": JSONValue(checkpoint?.origin), "signature": .string(signature.rawValue),
      "key": JSONValue(key?.description), "event": event?.json ?? .null,
    ]
  }

  /// The answer of `verify --proof`: `{ok,events,root,first_bad_seq,reason,proofs}`.
  ///
  /// `events` and `root` are those of the largest checkpoint.
  public static func json(_ checks: [EventProofCheck]) -> JSONValue {
    let failed = checks.first { !$0.isProven }
    let largest = checks.compactMap(\.checkpoint).max { $0.size < $1.size }
    return [
      "ok": .bool(failed == nil), "events": .integer(largest?.size ?? 0), "root": JSONValue(largest?.root.description),
      "first_bad_seq": JSONValue(failed?.event?.seq), "reason": JSONValue(failed?.reason),
      "proofs": .array(checks.map(\.json)),
    ]
  }
}

extension CanonicalEvent {
  /// What happened: a name of the catalogue, or one that a newer program knows.
  public var type: String { envelope.type }
  /// Who says so.
  public var source: String { envelope.source }
  /// When it was appended.
  public var recordedAt: Timestamp { Timestamp(milliseconds: envelope.recordedAt) }

  /// The event with the names that `events` uses.
  public var json: JSONValue {
    let marking = envelope.trafficLight.map { TrafficLight(rawValue: Int($0))?.name ?? "\($0)" }
    return [
      "seq": .integer(seq), "event_id": .string(envelope.id.description), "type": .string(type),
      "indicator": stream.indicator.map { JSONValue($0) } ?? .null, "source": .string(source),
      "actor": .string(envelope.actor), "observed_at": JSONValue(Timestamp(milliseconds: envelope.observedAt)),
      "received_at": JSONValue(Timestamp(milliseconds: envelope.receivedAt)), "recorded_at": JSONValue(recordedAt),
      "stream": ["kind": .string(stream.kind), "value": .string(stream.value)], "version": .integer(envelope.version),
      "schema_version": .integer(envelope.schemaVersion), "tlp": JSONValue(marking),
      "correlation_id": JSONValue(envelope.correlationID?.description),
      "causation_seq": JSONValue(envelope.causationSeq), "facts": JSONValue(facts.entries),
      "payload_hash": JSONValue(payloadHash?.description),
    ]
  }
}
