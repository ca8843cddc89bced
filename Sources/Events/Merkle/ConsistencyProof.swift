/// The proof that one tree is the beginning of another: that a log was only added to.
///
/// Made and checked as in RFC 9162 §2.1.4 (RFC 6962 §2.1.2). The RFC leaves out the empty tree; it is the beginning of
/// every other, with an empty path.
public struct ConsistencyProof: Hashable, Sendable {
  /// How many leaves the earlier tree has.
  public let first: Int64
  /// How many leaves the later tree has.
  public let second: Int64
  /// The hashes, the lowest first.
  public let path: [Digest]

  /// Takes over a proof that somebody shows, which may be wrong.
  public init(first: Int64, second: Int64, path: [Digest]) {
    self.first = first
    self.second = second
    self.path = path
  }

  /// Makes the proof between two sizes, the first not above the second; `root` gives the root over a range of leaves.
  public init(first: Int64, second: Int64, root: (Range<Int64>) throws -> Digest) rethrows {
    var path: [Digest] = []
    var (lower, upper) = (Int64(0), second)
    if first > 0 {
      while first < upper {
        let middle = lower + MerkleSplit.leftLeaves(of: upper - lower)
        if first <= middle {
          path.append(try root(middle..<upper))
          upper = middle
        } else {
          path.append(try root(lower..<middle))
          lower = middle
        }
      }
      // Where the earlier tree is a complete subtree of the later one, whoever checks has its root already.
      if lower > 0 { path.append(try root(lower..<upper)) }
    }
    self.init(first: first, second: second, path: path.reversed())
  }

  /// Whether the path leads to both roots.
  public func connects(_ firstRoot: Digest, to secondRoot: Digest) -> Bool {
    guard first >= 0, first <= second else { return false }
    if first == second { return path.isEmpty && firstRoot == secondRoot }
    if first == 0 { return path.isEmpty && firstRoot == Frontier().root }
    var hashes = path[...]
    guard var early = first.nonzeroBitCount == 1 ? firstRoot : hashes.popFirst() else { return false }
    var late = early
    var (place, last) = (first - 1, second - 1)
    while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
    for hash in hashes {
      guard last > 0 else { return false }
      if place & 1 == 1 || place == last {
        early = Frontier.node(hash, early)
        late = Frontier.node(hash, late)
        while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        late = Frontier.node(late, hash)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && early == firstRoot && late == secondRoot
  }
}
