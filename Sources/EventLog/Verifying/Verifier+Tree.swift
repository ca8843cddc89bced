import Events
import SQLite

extension Verifier {
  /// The head, the kept subtree roots and the frontier are those of the events.
  func checkTree() throws {
    try checkLength()
    try checkSubtrees()
    try checkFrontier()
    guard try log.database.integer("SELECT sum(one = 1) = 1 AND count(*) = 1 FROM head") == 1 else {
      throw Fault(seq: nil, reason: "the head of the log is not the one that it has")
    }
    let recorded = try log.database.integer("SELECT recorded_at FROM head") ?? 0
    guard recorded == (result.events == 0 ? 0 : lastRecordedAt) else {
      throw Fault(seq: nil, reason: "the head names another time than that of the last event")
    }
  }

  private func checkLength() throws {
    guard let head = try log.database.integer("SELECT seq FROM head") else {
      throw Fault(seq: nil, reason: "the head of the log is missing")
    }
    guard head != result.events else { return }
    let reason =
      head > result.events
      ? "the log ends at event \(result.events), but its head says \(head): the tail was cut off"
      : "the log has events after \(head), where its head says it ends"
    throw Fault(seq: max(0, min(head, result.events)) + 1, reason: reason)
  }

  private func checkSubtrees() throws {
    let rows = try log.database.prepare("SELECT number, root FROM subtree ORDER BY number")
    for (number, root) in subtrees.enumerated() {
      let first = Int64(number) * Frontier.leavesPerSubtree + 1
      guard try rows.step(), rows.integer(0) == number, Digest(rows.blob(1)) == root else {
        throw Fault(
          seq: first,
          reason:
            "events \(first) to \(first + Frontier.leavesPerSubtree - 1) do not match the subtree root that was kept of them: one of them was changed together with its leaf hash, or the root was"
        )
      }
    }
    guard try !rows.step() else { throw Fault(seq: nil, reason: "there are more subtree roots than events") }
  }

  /// Each root of the frontier covers some of the events, so that a wrong one says where to look.
  private func checkFrontier() throws {
    guard let stored = try? log.frontier() else {
      throw Fault(seq: nil, reason: "the frontier of the tree is malformed")
    }
    var first: Int64 = 1
    var block: Int64 = 1 << 62
    for (root, kept) in zip(frontier.roots, stored.roots) {
      while block & frontier.size == 0 { block >>= 1 }
      guard root == kept else {
        throw Fault(
          seq: first,
          reason:
            "events \(first) to \(first + block - 1) do not match the frontier of the tree: one of them was changed together with its leaf hash, or the frontier was"
        )
      }
      first += block
      block >>= 1
    }
  }
}
