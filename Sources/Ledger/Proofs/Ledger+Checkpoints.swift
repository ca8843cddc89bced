import EventLog
import Events

extension Ledger {
  /// Signs the log as it is now: a tree head that proves later that the log was only added to.
  ///
  /// The key pair is made at first use. Refuses, as damage, a log that does not extend the last checkpoint.
  public func signCheckpoint() throws -> SignedCheckpoint {
    try log.signCheckpoint { context.random(32) }
  }

  /// The public keys that are trusted to have signed this ledger's checkpoints.
  public func verifierKeys() throws -> [VerifierKey] { try KeyFolder(folder).verifiers() }

  /// Reads everything, recomputes every hash, and compares the log with checkpoints.
  ///
  /// Those that are given are each proved to be the beginning of the log; with nil, all that the ledger keeps are
  /// compared. Where some are given, those that the ledger keeps besides say what they hold fast too, if a trusted key
  /// signed them. `keys` are trusted instead of the ledger's own: who can replace a log can replace the keys beside it.
  public func verify(
    against given: [CheckpointFile]?, keys: [VerifierKey]? = nil, payloads: Bool = true,
    progress: (Int64) -> Void = { _ in }
  ) throws -> LedgerVerification {
    let own = try CheckpointFile.paths(in: folder).map { try CheckpointFile(path: $0) }
    let files = given ?? own
    let known = Set(files.map(\.bytes))
    let others = given == nil ? [] : own.filter { !known.contains($0.bytes) }
    guard !files.isEmpty else { return LedgerVerification(log: log.verify(payloads: payloads, progress: progress)) }
    let keys = try keys ?? verifierKeys()
    var result: Verification?
    do {
      // In one transaction, so that the leaves that are hashed into roots are those that were just recomputed.
      return try log.read {
        let verification = log.verify(payloads: payloads, progress: progress)
        result = verification
        let roots = SubtreeRoots(log, usesKept: verification.isSound)
        let checks = try files.map { file in
          try log.check(
            file, keys: keys, size: verification.events, isWhole: verification.isSound, proves: given != nil,
            roots: roots)
        }
        let kept = try others.map { file in
          try log.check(file, keys: keys, size: verification.events, isWhole: verification.isSound, roots: roots)
        }
        return LedgerVerification(log: verification, checkpoints: checks, kept: kept)
      }
    } catch {
      // A damaged log may not even begin a transaction, or lack what checkpoints are compared with.
      let verification = result ?? log.verify(payloads: payloads, progress: progress)
      guard !verification.isSound else { throw error }
      return LedgerVerification(log: verification)
    }
  }
}
