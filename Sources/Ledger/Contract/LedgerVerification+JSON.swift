import EventLog
import Events
import JSON

extension LedgerVerification {
  /// The answer of `verify`: that about the log, and at its end `checkpoints`, `head`, `anchored` and `unanchored`.
  public var json: JSONValue {
    guard case .object(var object) = log.json else { return log.json }
    object["ok"] = .bool(isSound)
    object["first_bad_seq"] = JSONValue(firstBadSeq)
    object["reason"] = JSONValue(reason)
    object.append("checkpoints", .array(checkpoints.map(\.json)))
    object.append("head", .integer(log.events))
    let anchored = anchors.map { anchor -> JSONValue in
      [
        "from": .integer(anchor.events.lowerBound), "to": .integer(anchor.events.upperBound),
        "checkpoint": .string(anchor.file), "key": JSONValue(anchor.key?.description),
      ]
    }
    object.append("anchored", .array(anchored))
    object.append(
      "unanchored",
      unanchored.map { ["from": .integer($0.lowerBound), "to": .integer($0.upperBound)] } ?? .null)
    return .object(object)
  }
}
