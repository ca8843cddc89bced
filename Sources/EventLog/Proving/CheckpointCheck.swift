import Events

/// What comparing a log with one signed checkpoint found.
public struct CheckpointCheck: Hashable, Sendable {
  /// What can be found.
  ///
  /// The raw values are promises of the JSON contract.
  public enum Outcome: String, Sendable {
    /// It is signed, and the log begins with exactly the events that it covers.
    case extended
    /// The log is shorter than the checkpoint.
    case truncated
    /// The log's first events are others than those that the checkpoint covers.
    case rewritten
    /// It bears the name of a trusted key, which did not sign it.
    case badSignature = "bad_signature"
    /// No trusted key signed it.
    case unknownKey = "unknown_key"
    /// It is of another log.
    case otherOrigin = "other_origin"
    /// It is no signed checkpoint.
    case malformed
    /// The log is damaged before the end of what it covers, so that there is nothing to compare.
    case unchecked
  }

  /// The file that held it.
  public let file: String
  /// What was found.
  public let outcome: Outcome
  /// The tree head; nil where it could not be read.
  public let checkpoint: Checkpoint?
  /// The key that signed it, where it is trusted.
  public let key: VerifierKey?
  /// What is wrong and what to do; nil where nothing is.
  public let reason: String?
  /// That the log's tree extends the checkpoint's, where that was asked for.
  public let consistency: ConsistencyProof?

  init(
    _ file: CheckpointFile, _ outcome: Outcome, _ checkpoint: Checkpoint? = nil, key: VerifierKey? = nil,
    reason: String? = nil, consistency: ConsistencyProof? = nil
  ) {
    self.file = file.name
    self.outcome = outcome
    self.checkpoint = checkpoint
    self.key = key
    self.reason = reason
    self.consistency = consistency
  }
}
