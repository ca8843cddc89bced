import Interchange
import JSON

extension IntakeReport {
  /// The counts and lists of the answer of `ingest`; the names are promises.
  public var json: JSONValue {
    [
      "read": .integer(read), "new": .integer(new), "known": .integer(known), "events": .integer(events),
      "skipped": .integer(skipped), "rejected": .array(rejected.map(\.json)),
      "rejected_total": .integer(rejectedTotal), "seq": .integer(seq), "ignored": .array(ignored.map(\.json)),
      "set_aside": .array(setAside.map(\.citationJSON)), "set_aside_total": .integer(setAsideTotal),
      "skipped_by": skippedByReason, "fates": .array(fates.map(\.json)),
      "snapshot": snapshot?.json ?? .null,
    ]
  }

  private var skippedByReason: JSONValue {
    var counts = JSONObject()
    for reason in Skip.Reason.allCases {
      if let count = skippedBy[reason] { counts.append(reason.rawValue, .integer(count)) }
    }
    return .object(counts)
  }
}

extension SnapshotReport {
  /// `{delisted,at,obstacle}`: how many indicators the source listed and no longer does, as of when, or why nothing was
  /// delisted.
  var json: JSONValue {
    ["delisted": .integer(delisted), "at": JSONValue(at), "obstacle": JSONValue(obstacle)]
  }
}

extension RejectedLine {
  /// One of `rejected` or `ignored`: `{file,line,text,reason}`.
  public var json: JSONValue {
    ["file": .string(file), "line": .integer(Int64(line)), "text": .string(text), "reason": .string(reason)]
  }

  /// One of `set_aside`: `{file,line,value,reason}`.
  public var citationJSON: JSONValue {
    ["file": .string(file), "line": .integer(Int64(line)), "value": .string(text), "reason": .string(reason)]
  }
}

extension UnitFate {
  /// One of `fates`, and a line of a receipt: `{file,line,kind,value,fate,reason,seq}`.
  public var json: JSONValue {
    [
      "file": .string(file), "line": .integer(Int64(line)), "kind": JSONValue(kind),
      "value": JSONValue(value), "fate": .string(fate.rawValue), "reason": .string(reason),
      "seq": JSONValue(seq),
    ]
  }
}

extension IntakeSource {
  /// One of `sources`: `{source,known_since}`.
  public var json: JSONValue { ["source": .string(name), "known_since": JSONValue(knownSince)] }
}
