import JSON

extension LedgerVerification {
  /// The answer of `verify`: that about the log, and at its end `checkpoints`.
  public var json: JSONValue {
    guard case .object(var object) = log.json else { return log.json }
    object["ok"] = .bool(isSound)
    object["first_bad_seq"] = JSONValue(firstBadSeq)
    object["reason"] = JSONValue(reason)
    object.append("checkpoints", .array(checkpoints.map(\.json)))
    return .object(object)
  }
}
