import EventLog
import Events
import JSON

extension Verification {
  /// The answer of `verify`: `{ok,events,root,first_bad_seq,reason,payloads,erased_payloads,payload_bytes}`.
  public var json: JSONValue {
    [
      "ok": .bool(isSound), "events": .integer(events), "root": JSONValue(root?.description),
      "first_bad_seq": JSONValue(firstBadSeq), "reason": JSONValue(reason), "payloads": .integer(payloads),
      "erased_payloads": .integer(erasedPayloads), "payload_bytes": .integer(payloadBytes),
    ]
  }
}
