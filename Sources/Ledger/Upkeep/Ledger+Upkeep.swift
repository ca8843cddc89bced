import EventLog
import Events
import Indicators
import Scoring
import Time
import Views

/// What a rebuild did.
public struct RebuildReport: Hashable, Sendable {
  /// How many events were folded.
  public var events: Int64
  /// The hash over all rows of the new views.
  public var stateHash: Digest
  /// The hash of the old ones; nil where there were none, or of another version or position.
  public var earlierHash: Digest?
  /// How long it took, in seconds.
  public var seconds: Double

  /// Whether the old views, where they could be compared, were the same.
  public var isUnchanged: Bool { earlierHash.map { $0 == stateHash } ?? true }
}

extension Ledger {
  /// Reads everything and recomputes every hash.
  public func verify(payloads: Bool = true, progress: (Int64) -> Void = { _ in }) -> Verification {
    log.verify(payloads: payloads, progress: progress)
  }

  /// Builds the views anew from the log and puts them in the place of the old ones.
  public func rebuild(progress: @escaping (Int64) -> Void = { _ in }) throws -> RebuildReport {
    try translatingErrors { try rebuildExclusively(progress) }
  }

  private func rebuildExclusively(_ progress: @escaping (Int64) -> Void) throws -> RebuildReport {
    try log.exclusively {
      let clock = ContinuousClock()
      let start = clock.now
      let earlier = try? Views.existing(for: log)?.stateHash()
      let views = try Views.rebuild(for: log, progress: progress)
      let elapsed = start.duration(to: clock.now).components
      return RebuildReport(
        events: try log.head(), stateHash: try views.stateHash(), earlierHash: earlier,
        seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
    }
  }
}
