import Events
import JSON

extension ErasureRecord {
  /// Who erased a payload: `{seq,at,actor,reason}`.
  public var json: JSONValue {
    ["seq": .integer(seq), "at": JSONValue(at), "actor": .string(actor), "reason": JSONValue(reason)]
  }
}

extension ErasureReport {
  /// The answer of `erase`:
  /// `{erased:[{seq,type,about:{kind,value},payload_hash,bytes,events:[…],erasure}],erased_before:[…],finished,dry_run}`.
  ///
  /// `events` are all that lose the payload, `erasure` is the event that records it. Of a dry run `erased` is what would
  /// be, `erasure` and `finished` are null.
  public func json(isDryRun: Bool) -> JSONValue {
    let items = plan.items.enumerated().map { index, item -> JSONValue in
      [
        "seq": .integer(item.seq), "type": .string(item.type.rawValue),
        "about": ["kind": .string(item.stream.kind), "value": .string(item.stream.value)],
        "payload_hash": .string(item.hash.description), "bytes": .integer(Int64(item.bytes)),
        "events": .array(item.events.map(JSONValue.integer)),
        "erasure": JSONValue(erasures.indices.contains(index) ? erasures[index] : nil),
      ]
    }
    return [
      "erased": .array(items), "erased_before": .array(plan.erasedBefore.map(JSONValue.integer)),
      "finished": isDryRun ? .null : .bool(isFinished), "dry_run": .bool(isDryRun),
    ]
  }
}
