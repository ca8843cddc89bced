import EventLog
import Events

/// What checking a whole ledger found: its log, and the checkpoints that were signed of it.
public struct LedgerVerification: Hashable, Sendable {
  /// What is in the log.
  public let log: Verification
  /// What each checkpoint says of it, in the order in which they were given.
  public let checkpoints: [CheckpointCheck]

  /// What the checkpoints that the ledger keeps say, where others were given.
  private let kept: [CheckpointCheck]

  /// Puts them together; of `kept` those that contradict the log count as if they had been given.
  public init(log: Verification, checkpoints: [CheckpointCheck] = [], kept: [CheckpointCheck] = []) {
    self.log = log
    self.checkpoints = checkpoints + kept.filter { [.rewritten, .truncated].contains($0.outcome) }
    self.kept = kept
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

  /// Events that a signed checkpoint holds fast: they cannot be changed without its signature or this log's root failing.
  public struct Anchor: Hashable, Sendable {
    /// The first and the last of them.
    public let events: ClosedRange<Int64>
    /// The checkpoint that was the first to cover them.
    public let file: String
    /// Who signed it.
    public let key: VerifierKey?
  }

  /// Which events are held fast by which checkpoint, in the order of the log.
  public var anchors: [Anchor] {
    var anchors: [Anchor] = []
    // Stable: of two of one size, the one that was given.
    let sound = (checkpoints + kept).filter { $0.outcome == .extended }.enumerated()
      .compactMap { index, check in check.checkpoint.map { (size: $0.size, index: index, check: check) } }
      .sorted { ($0.size, $0.index) < ($1.size, $1.index) }
    for (size, _, check) in sound {
      let covered = anchors.last?.events.upperBound ?? 0
      guard size > covered else { continue }
      anchors.append(Anchor(events: covered + 1...size, file: check.file, key: check.key))
    }
    return anchors
  }

  /// The events after the last checkpoint, which nothing but this file speaks for; nil where there are none.
  public var unanchored: ClosedRange<Int64>? {
    let covered = anchors.last?.events.upperBound ?? 0
    return covered < log.events ? covered + 1...log.events : nil
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
