import Events
import JSON

/// What an import of events did.
public struct EventImportReport: Hashable, Sendable {
  /// How many lines were read.
  public var read: Int64 = 0
  /// How many events are new in the ledger.
  public var new: Int64 = 0
  /// How many were there already, the same.
  public var known: Int64 = 0
  /// How many events the ledger has.
  public var events: Int64 = 0
  /// The root of the tree over them.
  public var root = Digest(hashing: [])

  /// The answer of `import events`: `{read,new,known,events,root}`.
  public var json: JSONValue {
    [
      "read": .integer(read), "new": .integer(new), "known": .integer(known), "events": .integer(events),
      "root": .string(root.description),
    ]
  }
}
