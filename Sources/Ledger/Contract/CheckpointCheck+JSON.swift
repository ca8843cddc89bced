import EventLog
import Events
import JSON

extension CheckpointCheck {
  /// One element of `verify`'s `checkpoints`: `{file,events,root,status,reason,consistency}`.
  ///
  /// `consistency` is the path of the proof that the log's tree extends this one (RFC 9162 §2.1.4), where it was asked
  /// for.
  public var json: JSONValue {
    [
      "file": .string(file), "events": JSONValue(checkpoint?.size), "root": JSONValue(checkpoint?.root.description),
      "status": .string(outcome.rawValue), "reason": JSONValue(reason),
      "consistency": consistency.map { JSONValue($0.path.map(\.description)) } ?? .null,
    ]
  }
}

extension SignedCheckpoint {
  /// The answer of `checkpoint`: `{origin,events,root,created,file,key,checkpoint}`.
  public var json: JSONValue {
    [
      "origin": .string(checkpoint.origin), "events": .integer(checkpoint.size),
      "root": .string(checkpoint.root.description), "created": .bool(isNew), "file": .string(file),
      "key": .string(key.description), "checkpoint": .string(note.description),
    ]
  }
}
