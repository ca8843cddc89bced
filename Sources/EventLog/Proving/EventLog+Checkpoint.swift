import Events

/// A checkpoint that a ledger signed.
public struct SignedCheckpoint: Hashable, Sendable {
  /// The tree head.
  public let checkpoint: Checkpoint
  /// The note, as it is in the file.
  public let note: SignedNote
  /// The key to verify it with.
  public let key: VerifierKey
  /// Where it is kept.
  public let file: String
  /// Whether it was made now; one that was there already may bear more signatures than ours.
  public let isNew: Bool
}

extension EventLog {
  /// Signs the log as it is now and keeps the checkpoint, unless there is one of this size already.
  ///
  /// `seed` gives thirty-two random bytes where a key has to be made. Refuses to sign a log that does not extend the
  /// last checkpoint: two that contradict each other would prove nothing.
  public func signCheckpoint(seed: () -> [UInt8]) throws -> SignedCheckpoint {
    try exclusively {
      try read {
        let origin = Checkpoint.origin(ofLedger: try ledgerID())
        let key = try KeyFolder(folder).signer(named: origin, seed: seed)
        let frontier = try frontier()
        let roots = SubtreeRoots(self)
        guard try roots.root(ofFirst: frontier.size) == frontier.root else {
          throw EventLogError(.damaged, "nothing was signed: the head does not fit the events; run 'iocledger verify'")
        }
        let checkpoint = Checkpoint(origin: origin, size: frontier.size, root: frontier.root)
        if let earlier = try lastCheckpoint(size: frontier.size, roots: roots),
          earlier.checkpoint.size == frontier.size
        {
          return SignedCheckpoint(
            checkpoint: earlier.checkpoint, note: earlier.note, key: key.verifier, file: earlier.file, isNew: false)
        }
        let note = try key.sign(checkpoint.text)
        let file = CheckpointFile.path(in: folder, size: checkpoint.size)
        try Files.createPrivateFolder(folder.checkpoints)
        try Files.replace(file, with: Array(note.description.utf8))
        return SignedCheckpoint(checkpoint: checkpoint, note: note, key: key.verifier, file: file, isNew: true)
      }
    }
  }

  /// The checkpoint that was signed last, once the log was found to extend it.
  private func lastCheckpoint(size: Int64, roots: SubtreeRoots) throws -> (
    note: SignedNote, checkpoint: Checkpoint, file: String
  )? {
    guard let path = CheckpointFile.paths(in: folder).last else { return nil }
    let file = try CheckpointFile(path: path)
    let check = try check(file, keys: KeyFolder(folder).verifiers(), size: size, roots: roots)
    guard check.outcome == .extended else {
      throw EventLogError(.damaged, "nothing was signed: \(check.reason ?? "\(path) does not fit this log")")
    }
    let (note, checkpoint) = try file.parsed()
    return (note, checkpoint, path)
  }
}
