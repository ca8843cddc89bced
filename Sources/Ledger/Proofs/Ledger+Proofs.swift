import EventLog
import Events

extension Ledger {
  /// Calls the closure with the proof of each event that a query asks for.
  ///
  /// They are against the checkpoint that is given, else the newest that the ledger keeps. The log must extend it.
  public func proofs(
    _ query: EventQuery, at point: PointInTime = PointInTime(), against given: CheckpointFile? = nil,
    _ body: (EventProof) throws -> Void
  ) throws {
    try log.read {
      let roots = SubtreeRoots(log)
      let check = try usable(given ?? newestCheckpoint(), roots)
      let (note, checkpoint) = try check.file.parsed()
      try events(query, at: point) { event, _ in
        guard event.seq <= checkpoint.size else {
          throw LedgerError(
            .badFile,
            "event \(event.seq) is not covered by \(check.file.name), which is of the first \(checkpoint.size); run 'iocledger checkpoint'"
          )
        }
        guard let inclusion = try log.inclusion(of: event.seq, size: checkpoint.size, roots: roots) else { return }
        try body(
          EventProof(
            canonicalBytes: inclusion.canonicalBytes, leafHash: inclusion.leafHash, inclusion: inclusion.proof,
            note: note, key: check.key))
      }
    }
  }

  private func newestCheckpoint() throws -> CheckpointFile {
    guard let path = CheckpointFile.paths(in: folder).last else {
      throw LedgerError(
        .badFile,
        "there is no checkpoint in \(folder.checkpoints) to prove anything against; run 'iocledger checkpoint'")
    }
    return try CheckpointFile(path: path)
  }

  /// A checkpoint that the log extends.
  func usable(
    _ file: CheckpointFile, _ roots: SubtreeRoots
  ) throws -> (file: CheckpointFile, key: VerifierKey?) {
    let check = try log.check(file, keys: verifierKeys(), size: log.head(), roots: roots)
    let reason = check.reason ?? "\(file.name) cannot be used"
    switch check.outcome {
    case .extended: return (file, check.key)
    case .truncated, .rewritten, .badSignature, .unchecked: throw EventLogError(.damaged, reason)
    case .malformed, .otherOrigin, .unknownKey: throw LedgerError(.badFile, reason)
    }
  }
}
