import EventLog
import Events
import Time
import Views

/// From where a question is asked: what was known by then, and of which moment.
public struct PointInTime: Sendable {
  /// Which events count.
  public enum Knowledge: Hashable, Sendable {
    /// Everything recorded up to a position.
    case seq(Int64)
    /// Everything recorded up to a time.
    case time(Timestamp)
  }

  /// What was known: `--as-at`; nil for everything.
  public var asAt: Knowledge?
  /// Of which moment: `--as-of`; nil for now.
  public var asOf: Timestamp?

  /// Everything known, now, unless said otherwise.
  public init(asAt: Knowledge? = nil, asOf: Timestamp? = nil) {
    self.asAt = asAt
    self.asOf = asOf
  }
}

/// A point in time, resolved against a log.
struct ResolvedPoint {
  /// The last position that counts.
  let seq: Int64
  /// Whether that is the end of the log, or of the views that it was resolved against.
  let isHead: Bool
  /// The moment in question.
  let asOf: Timestamp
}

extension Ledger {
  /// Finds the position that is meant, in the log or in views of it.
  ///
  /// Whoever reads views holds one state of them; the log may have grown since, which then does not count.
  func resolve(_ point: PointInTime, in views: Views? = nil) throws -> ResolvedPoint {
    let head = try min(log.head(), views?.seq() ?? .max)
    let seq: Int64
    switch point.asAt {
    case nil: seq = head
    case .seq(let wanted):
      guard wanted >= 0 else { throw LedgerError(.usage, "--as-at takes a position from 0 on, or a time") }
      seq = min(wanted, head)
    case .time(let time): seq = min(try log.seq(recordedBy: time), head)
    }
    return ResolvedPoint(seq: seq, isHead: seq == head, asOf: point.asOf ?? context.now())
  }
}
