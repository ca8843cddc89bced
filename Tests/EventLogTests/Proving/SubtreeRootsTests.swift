import EventLog
import Events
import SQLite
import Testing

@Suite("Earlier roots and proofs of a log")
struct SubtreeRootsTests {
  private static let sizes: [Int64] = [
    0, 1, 2, 3, 7, 1000, 1023, 1024, 1025, 1500, 2047, 2048, 2049, 2050, 3000, 3071, 3072, 3073, 3099, 3100,
  ]

  private func leaves(_ log: EventLog) throws -> [Digest] {
    try (Int64(1)...3100).map { try #require(try log.leafHash(at: $0)) }
  }

  @Test("are those of a tree that was grown to that size, with kept roots and without", arguments: [true, false])
  func earlierRoots(usesKept: Bool) throws {
    let log = try Fixtures.longer.open(.readOnly)
    let leaves = try leaves(log)
    let roots = SubtreeRoots(log, usesKept: usesKept)
    for size in Self.sizes {
      var frontier = Frontier()
      for leaf in leaves[..<Int(size)] { _ = frontier.append(leaf) }
      #expect(try roots.root(ofFirst: size) == frontier.root, "size \(size)")
      #expect(try SubtreeRoots(log, usesKept: usesKept).root(ofFirst: size) == frontier.root, "size \(size), anew")
    }
    #expect(try roots.root(ofFirst: 3100) == log.root())
  }

  @Test("prove every event against every size that covers it")
  func inclusion() throws {
    let log = try Fixtures.longer.open(.readOnly)
    let roots = SubtreeRoots(log)
    for size in Self.sizes.dropFirst() {
      let root = try roots.root(ofFirst: size)
      for seq in Set([1, 2, size / 2, size - 1, size, 1024, 1025]).sorted() where seq >= 1 && seq <= size {
        let inclusion = try #require(try log.inclusion(of: seq, size: size, roots: roots))
        #expect(CanonicalEvent.leaf(of: inclusion.canonicalBytes) == inclusion.leafHash)
        #expect(inclusion.proof.root(of: inclusion.leafHash) == root, "event \(seq) of \(size)")
        #expect(try CanonicalEvent(inclusion.canonicalBytes).seq == seq)
      }
      #expect(try log.inclusion(of: size + 1, size: size, roots: roots) == nil)
    }
    #expect(try log.inclusion(of: 0, size: 5, roots: roots) == nil)
  }

  @Test("prove every two sizes consistent")
  func consistency() throws {
    let log = try Fixtures.longer.open(.readOnly)
    let roots = SubtreeRoots(log)
    for second in Self.sizes {
      for first in Self.sizes where first <= second {
        let proof = try ConsistencyProof(first: first, second: second, root: roots.root(of:))
        #expect(proof.connects(try roots.root(ofFirst: first), to: try roots.root(ofFirst: second)))
      }
    }
  }

  @Test("read about as many rows as there are subtrees and one rest")
  func isCheap() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.longer)
    // Without the leaves of all complete subtrees but the second, whose events are asked for.
    try ledger.tamper("DELETE FROM event WHERE seq <= 1024 OR seq BETWEEN 2049 AND 3072")
    let log = try ledger.open(.readOnly)
    let roots = SubtreeRoots(log)
    let whole = try Fixtures.longer.open(.readOnly).root()
    #expect(try roots.root(ofFirst: 3100) == whole)
    let inclusion = try #require(try log.inclusion(of: 1500, size: 3100, roots: roots))
    #expect(inclusion.proof.root(of: inclusion.leafHash) == whole)
  }

  @Test("say which event or root is missing, and prove no event that does not match its leaf")
  func damage() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.longer)
    try ledger.tamper("DELETE FROM event WHERE seq = 3080; DELETE FROM subtree WHERE number = 1")
    let log = try ledger.open(.readOnly)
    let first = #expect(throws: EventLogError.self) { try SubtreeRoots(log).root(ofFirst: 2048) }
    #expect(first?.code == .damaged)
    let second = #expect(throws: EventLogError.self) { try SubtreeRoots(log).root(of: 3072..<3100) }
    #expect(second?.description.contains("event 3080") == true)
    try ledger.tamper("UPDATE event SET observed_at = observed_at + 1 WHERE seq = 10")
    let third = #expect(throws: EventLogError.self) {
      try log.inclusion(of: 10, size: 20, roots: SubtreeRoots(log))
    }
    #expect(third?.code == .damaged)
  }
}
