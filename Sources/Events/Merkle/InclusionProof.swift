/// The proof that a leaf is at one place of a tree: the hashes beside the way from the leaf up to the root.
///
/// Made and checked as in RFC 9162 §2.1.3 (RFC 6962 §2.1.1).
public struct InclusionProof: Hashable, Sendable {
  /// The place of the leaf, from 0: one less than the event's position.
  public let index: Int64
  /// How many leaves the tree has.
  public let size: Int64
  /// The hashes from the leaf's neighbour upwards.
  public let path: [Digest]

  /// Takes over a proof that somebody shows, which may be wrong.
  public init(index: Int64, size: Int64, path: [Digest]) {
    self.index = index
    self.size = size
    self.path = path
  }

  /// Makes the proof for the leaf at an index below the size; `root` gives the root over a range of leaves.
  public init(index: Int64, size: Int64, root: (Range<Int64>) throws -> Digest) rethrows {
    var path: [Digest] = []
    var (lower, upper) = (Int64(0), size)
    while upper - lower > 1 {
      let middle = lower + MerkleSplit.leftLeaves(of: upper - lower)
      if index < middle {
        path.append(try root(middle..<upper))
        upper = middle
      } else {
        path.append(try root(lower..<middle))
        lower = middle
      }
    }
    self.init(index: index, size: size, path: path.reversed())
  }

  /// The root that the tree has if the leaf is in it at that place; nil where index, size and path do not fit together.
  public func root(of leaf: Digest) -> Digest? {
    guard index >= 0, index < size else { return nil }
    var (place, last) = (index, size - 1)
    var node = leaf
    for sibling in path {
      guard last > 0 else { return nil }
      if place & 1 == 1 || place == last {
        node = Frontier.node(sibling, node)
        // On the right edge some levels have no neighbour.
        while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        node = Frontier.node(node, sibling)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 ? node : nil
  }
}
