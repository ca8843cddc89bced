import Events
import JSON

extension RebuildReport {
  /// The answer of `rebuild`: `{events,state_hash,earlier_hash,unchanged,seconds}`.
  public var json: JSONValue {
    [
      "events": .integer(events), "state_hash": .string(stateHash.description),
      "earlier_hash": JSONValue(earlierHash?.description), "unchanged": .bool(isUnchanged),
      "seconds": JSONValue(seconds: seconds),
    ]
  }
}
