import Events
import JSON

/// What a long task on whole files is busy with.
public enum BackupStage: String, Hashable, Sendable {
  /// Copying the log; nothing is counted.
  case copying
  /// Recomputing every hash of the copy; counts events.
  case verifying
  /// Writing or reading the archive; counts bytes.
  case archiving
  /// Building the views; counts events.
  case rebuilding
}

/// Hears how far a backup or its restoring is: the stage, how much is done of it, and of how much.
public typealias BackupProgress = (BackupStage, _ done: Int64, _ total: Int64) -> Void

/// What a backup holds, or what was restored from one.
public struct BackupReport: Hashable, Sendable {
  /// The archive's path.
  public var file: String
  /// How many bytes it has.
  public var bytes: Int64
  /// The ledger's identity.
  public var ledgerID: String
  /// How many events its log has.
  public var events: Int64
  /// The root of the tree over them.
  public var root: Digest
  /// The files besides the log, below the ledger's folder.
  public var files: [String]
  /// Whether the secret signing key is among them.
  public var hasSecretKeys: Bool { files.contains { $0.hasPrefix("keys/") && !$0.hasSuffix(".vkey") } }

  /// The answer of `backup` and `restore`: `{file,bytes,id,events,root,files,secret_keys}`.
  public var json: JSONValue {
    [
      "file": .string(file), "bytes": .integer(bytes), "id": .string(ledgerID), "events": .integer(events),
      "root": .string(root.description), "files": JSONValue(files), "secret_keys": .bool(hasSecretKeys),
    ]
  }
}
