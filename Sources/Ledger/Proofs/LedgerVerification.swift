import EventLog
import Events

/// What checking a whole ledger found: its log, and the checkpoints that were signed of it.
public struct LedgerVerification: Hashable, Sendable {
  /// What is in the log.
  public let log: Verification
  /// What each checkpoint says of it, in the order in which they were given.
  public let checkpoints: [CheckpointCheck]

  /// Puts the two together.
  public init(log: Verification, checkpoints: [CheckpointCheck] = []) {
    self.log = log
    self.checkpoints = checkpoints
  }

  /// Whether the log is sound in itself and extends every checkpoint.
  public var isSound: Bool { reason == nil }

  /// What is wrong; a fault of the log comes before that of a checkpoint.
  public var reason: String? {
    if let reason = log.reason { return reason }
    guard let worst else { return nil }
    var text = worst.reason ?? "\(worst.file) does not fit the log"
    if worst.outcome == .rewritten, let agreeing, let size = worst.checkpoint?.size, agreeing.size > 0 {
      text += ", between event \(agreeing.size + 1) and \(size): \(agreeing.file), of \(agreeing.size), still agrees"
    }
    let others = failed.count - 1
    return others == 0 ? text : text + "; \(others) more \(others == 1 ? "checkpoint fails" : "checkpoints fail")"
  }

  /// The first position that cannot be trusted; nil where nothing is wrong, or the fault has no position.
  public var firstBadSeq: Int64? {
    if log.reason != nil { return log.firstBadSeq }
    switch worst?.outcome {
    case .rewritten: return (agreeing?.size ?? 0) + 1
    case .truncated: return log.events + 1
    default: return nil
    }
  }

  private var failed: [CheckpointCheck] { checkpoints.filter { $0.outcome != .extended } }

  /// The failure that says most: the smallest checkpoint that differs, then the smallest that is not reached.
  private var worst: CheckpointCheck? {
    for outcome in [CheckpointCheck.Outcome.rewritten, .truncated] {
      let those = failed.filter { $0.outcome == outcome }
      if let first = those.min(by: { ($0.checkpoint?.size ?? 0) < ($1.checkpoint?.size ?? 0) }) { return first }
    }
    return failed.first
  }

  /// The largest checkpoint that agrees, below the smallest one that does not.
  private var agreeing: (file: String, size: Int64)? {
    let limit = worst?.checkpoint?.size ?? 0
    return checkpoints.filter { $0.outcome == .extended }
      .compactMap { check in check.checkpoint.map { (file: check.file, size: $0.size) } }
      .filter { $0.size < limit }.max { $0.size < $1.size }
  }
}
