import Events
import SQLite

/// The roots over parts of a log's tree, from which any earlier root and any proof is put together.
///
/// A part of 1,024 leaves is one row of `subtree`; only what such rows do not cover is read leaf by leaf. Complete
/// parts that were computed are remembered, so that many proofs from one log cost hardly more than one: about
/// 100 bytes for each 1,024 events. Use it inside ``EventLog/read(_:)``, over one state of the log.
public final class SubtreeRoots {
  private let database: Database
  private let path: String
  /// Whether kept roots are believed, which they deserve once the log was verified, or to no more than the head does.
  private let usesKept: Bool
  private var known: [Range<Int64>: Digest] = [:]

  /// Prepares to read; without kept roots everything comes from the leaves.
  public init(_ log: EventLog, usesKept: Bool = true) {
    database = log.database
    path = log.folder.log
    self.usesKept = usesKept
  }

  /// The root over the first events.
  public func root(ofFirst size: Int64) throws -> Digest { try root(of: 0..<size) }

  /// The root over a range of leaves, counted from 0, as RFC 9162 §2.1.1 defines it.
  public func root(of leaves: Range<Int64>) throws -> Digest {
    if let root = known[leaves] { return root }
    let count = leaves.upperBound - leaves.lowerBound
    let isComplete = count.nonzeroBitCount == 1 && leaves.lowerBound % count == 0
    let root: Digest
    if count > Frontier.leavesPerSubtree {
      let middle = leaves.lowerBound + MerkleSplit.leftLeaves(of: count)
      root = Frontier.node(
        try self.root(of: leaves.lowerBound..<middle), try self.root(of: middle..<leaves.upperBound))
    } else if usesKept, isComplete, count == Frontier.leavesPerSubtree {
      root = try keptRoot(leaves.lowerBound / count)
    } else {
      root = try rootOverLeaves(leaves)
    }
    if isComplete, count >= Frontier.leavesPerSubtree { known[leaves] = root }
    return root
  }

  private func keptRoot(_ number: Int64) throws -> Digest {
    let row = try database.cached("SELECT root FROM subtree WHERE number = ?")
    row.bind(1, number)
    defer { row.reset() }
    guard try row.step(), let root = Digest(row.blob(0)) else {
      throw EventLogError(.damaged, "a subtree root is missing from \(path); run 'iocledger verify'")
    }
    return root
  }

  private func rootOverLeaves(_ leaves: Range<Int64>) throws -> Digest {
    let rows = try database.cached("SELECT seq, leaf_hash FROM event WHERE seq > ? AND seq <= ? ORDER BY seq")
    rows.bind(1, leaves.lowerBound)
    rows.bind(2, leaves.upperBound)
    defer { rows.reset() }
    var frontier = Frontier()
    for seq in leaves.lowerBound..<leaves.upperBound {
      guard try rows.step(), rows.integer(0) == seq + 1, let leaf = Digest(rows.blob(1)) else {
        throw EventLogError(.damaged, "event \(seq + 1) is missing from \(path); run 'iocledger verify'")
      }
      _ = frontier.append(leaf)
    }
    return frontier.root
  }
}
