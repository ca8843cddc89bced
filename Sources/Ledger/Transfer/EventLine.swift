import EventLog
import Events
import Indicators
import JSON
import Time

/// One event as one line of JSON, with all that its leaf covers: what `export events` writes and `import events` reads.
///
/// ```
/// {seq,event_id,stream:{kind,value},version,type,schema_version,source,actor,tlp,observed_at,received_at,recorded_at,
///  correlation_id,causation_seq,facts,payload_hash,leaf_hash,payload}
/// ```
/// The names are those of `events`, the facts in the shape in which they were recorded and in the order in which they
/// are hashed. Times are RFC 3339, or whole milliseconds since 1970 outside the years 1 to 9999. `payload` is
/// `{salt,bytes}`, in hexadecimal and base64, at its first use; `"erased"` or `"left_out"` where it is not there; null
/// where there is none or an earlier event has it. Frozen: members may be added at the end.
struct EventLine {
  var event: RecordedEvent
  var payload: Content

  /// What a line says of a payload.
  enum Content {
    case adopted(AdoptedPayload)
    /// It is in the ledger that the line comes from, but not in the line.
    case leftOut
  }

  var json: JSONValue {
    [
      "seq": .integer(event.seq), "event_id": .string(event.id.description),
      "stream": ["kind": .string(event.stream.kind), "value": .string(event.stream.value)],
      "version": .integer(event.version), "type": .string(event.type.rawValue),
      "schema_version": .integer(event.schemaVersion), "source": .string(event.source), "actor": .string(event.actor),
      "tlp": JSONValue(event.trafficLight?.name), "observed_at": Self.json(event.observedAt),
      "received_at": Self.json(event.receivedAt), "recorded_at": Self.json(event.recordedAt),
      "correlation_id": JSONValue(event.correlationID?.description), "causation_seq": JSONValue(event.causationSeq),
      "facts": JSONValue(event.facts.entries), "payload_hash": JSONValue(event.payloadHash?.description),
      "leaf_hash": .string(event.leafHash.description), "payload": payloadJSON,
    ]
  }

  private static func json(_ time: Timestamp) -> JSONValue {
    Timestamp(parsing: time.rfc3339) == time ? .string(time.rfc3339) : .integer(time.milliseconds)
  }

  private var payloadJSON: JSONValue {
    switch payload {
    case .adopted(.none): .null
    case .adopted(.erased): "erased"
    case .adopted(.kept(let salt, let bytes)):
      ["salt": .string(Digest.hexadecimal(salt)), "bytes": .string(Base64.encode(bytes))]
    case .leftOut: "left_out"
    }
  }
}
