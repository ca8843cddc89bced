import EventLog
import Events
import Indicators
import JSON

extension RecordedEvent {
  /// One element of `events`.
  ///
  /// `{seq,event_id,type,indicator,source,actor,observed_at,received_at,recorded_at,leaf_hash,stream,version,
  /// schema_version,tlp,correlation_id,causation_seq,facts,payload_hash}`. `indicator` is null for events about entities
  /// and the ledger itself; `stream` says what those are about.
  public var json: JSONValue {
    [
      "seq": .integer(seq), "event_id": .string(id.description), "type": .string(type.rawValue),
      "indicator": stream.indicator.map { JSONValue($0) } ?? .null, "source": .string(source),
      "actor": .string(actor), "observed_at": JSONValue(observedAt), "received_at": JSONValue(receivedAt),
      "recorded_at": JSONValue(recordedAt), "leaf_hash": .string(leafHash.description),
      "stream": ["kind": .string(stream.kind), "value": .string(stream.value)], "version": .integer(version),
      "schema_version": .integer(schemaVersion), "tlp": JSONValue(trafficLight?.name),
      "correlation_id": JSONValue(correlationID?.description), "causation_seq": JSONValue(causationSeq),
      "facts": JSONValue(facts.entries), "payload_hash": JSONValue(payloadHash?.description),
    ]
  }

  /// The same with `superseded_by`, the event that took the place of what it says or ended it, else null; then, where the
  /// payload is wanted, `payload` and its like.
  public func json(
    supersededBy successor: Int64?, with payload: (payload: Payload, erasure: ErasureRecord?)? = nil
  ) -> JSONValue {
    guard let payload else { return json.adding("superseded_by", JSONValue(successor)) }
    return json(with: payload.payload, erasure: payload.erasure).adding("superseded_by", JSONValue(successor))
  }

  /// The same with `payload`, `payload_encoding` and `erasure` at its end.
  ///
  /// The encoding says how to read the payload: `json` for a value that stands there as it is, `text`, `base64` for bytes
  /// that are neither, `erased` (and the payload says so too); null where the event has no payload. `erasure` is
  /// `{seq,at,actor,reason}` where the payload was erased, else null.
  public func json(with payload: Payload, erasure: ErasureRecord? = nil) -> JSONValue {
    let (value, encoding) = payload.encoded
    return json.adding("payload", value).adding("payload_encoding", JSONValue(encoding))
      .adding("erasure", erasure.map(\.json) ?? .null)
  }
}

extension Payload {
  fileprivate var encoded: (value: JSONValue, encoding: String?) {
    switch self {
    case .none: return (nil, nil)
    case .erased: return ("erased", "erased")
    case .bytes(let bytes):
      if let value = try? JSONValue(parsing: bytes), value.object != nil || value.array != nil {
        return (value, "json")
      }
      if let text = String(validating: bytes, as: UTF8.self) { return (.string(text), "text") }
      return (.string(Base64.encode(bytes)), "base64")
    }
  }
}
