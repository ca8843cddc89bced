import Events

extension EventLog {
  /// Compares the log with a checkpoint that somebody kept; use it inside ``read(_:)``.
  ///
  /// `size` is how many of the log's events are worth comparing: all, or those before the first one that is damaged.
  /// With `proves` a consistency proof to the tree of that size is made and checked besides.
  public func check(
    _ file: CheckpointFile, keys: [VerifierKey], size: Int64, isWhole: Bool = true, proves: Bool = false,
    roots: SubtreeRoots
  ) throws -> CheckpointCheck {
    let note: SignedNote
    let checkpoint: Checkpoint
    do {
      (note, checkpoint) = try file.parsed()
    } catch {
      return CheckpointCheck(file, .malformed, reason: "\(file.name): \(error)")
    }
    let origin = Checkpoint.origin(ofLedger: try ledgerID())
    guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
      return CheckpointCheck(
        file, .otherOrigin, checkpoint,
        reason: "\(file.name) is a checkpoint of \(checkpoint.origin), and this log is \(origin)")
    }
    let signer: VerifierKey
    switch note.judgement(by: keys) {
    case .signed(let key): signer = key
    case .forged(let key):
      return CheckpointCheck(
        file, .badSignature, checkpoint, reason: "the signature of \(file.name) is not that of the key \(key)")
    case .unknown:
      let known =
        keys.isEmpty ? "there is none in \(folder.keys)" : "known: \(keys.map(\.description).joined(separator: ", "))"
      return CheckpointCheck(
        file, .unknownKey, checkpoint,
        reason:
          "\(file.name) is not signed by a key that is trusted (\(known)); its key can be given to 'iocledger verify --key'"
      )
    }
    return try compare(file, checkpoint, signer, size: size, isWhole: isWhole, proves: proves, roots: roots)
  }

  private func compare(
    _ file: CheckpointFile, _ checkpoint: Checkpoint, _ key: VerifierKey, size: Int64, isWhole: Bool, proves: Bool,
    roots: SubtreeRoots
  ) throws -> CheckpointCheck {
    guard checkpoint.size <= size else {
      guard isWhole else {
        return CheckpointCheck(
          file, .unchecked, checkpoint, key: key,
          reason: "\(file.name) covers \(checkpoint.size) events, of which only the first \(size) could be read")
      }
      return CheckpointCheck(
        file, .truncated, checkpoint, key: key,
        reason:
          "the log has \(size) events, and \(file.name) was signed when it had \(checkpoint.size): its tail was cut off, or an older copy was put in its place"
      )
    }
    guard try roots.root(ofFirst: checkpoint.size) == checkpoint.root else {
      return CheckpointCheck(
        file, .rewritten, checkpoint, key: key,
        reason:
          "the first \(checkpoint.size) events are not those that \(file.name) was signed for: the log was rewritten")
    }
    guard proves else { return CheckpointCheck(file, .extended, checkpoint, key: key) }
    let proof = try ConsistencyProof(first: checkpoint.size, second: size, root: roots.root(of:))
    guard proof.connects(checkpoint.root, to: try roots.root(ofFirst: size)) else {
      return CheckpointCheck(
        file, .rewritten, checkpoint, key: key,
        reason: "the log's \(size) events do not extend the \(checkpoint.size) of \(file.name)", consistency: proof)
    }
    return CheckpointCheck(file, .extended, checkpoint, key: key, consistency: proof)
  }
}
