import Crypto

/// The right edge of a growing Merkle tree as RFC 6962 and RFC 9162 define it: the roots of its complete subtrees.
///
/// A leaf is `SHA256(0x00 ‖ canonical bytes)`, an inner node `SHA256(0x01 ‖ left ‖ right)`. A log of 13 events has
/// the complete subtrees of its first 8, next 4 and last 1 leaves; with those three hashes a leaf can be added and
/// the root computed without looking at the rest.
public struct Frontier: Hashable, Sendable {
  /// How many leaves the tree has.
  public private(set) var size: Int64
  /// The roots of the complete subtrees, the largest first: one for each 1 in the binary form of ``size``.
  public private(set) var roots: [Digest]

  /// The leaves of a subtree whose root the log keeps for ever.
  public static let leavesPerSubtree: Int64 = 1024

  /// An empty tree.
  public init() {
    size = 0
    roots = []
  }

  /// Takes up a stored frontier; nil where the number of roots does not fit the size.
  public init?(size: Int64, bytes: some Collection<UInt8>) {
    guard size >= 0, bytes.count == size.nonzeroBitCount * 32 else { return nil }
    let bytes = Array(bytes)
    self.size = size
    roots = stride(from: 0, to: bytes.count, by: 32).compactMap { Digest(Array(bytes[$0..<$0 + 32])) }
  }

  /// The roots one after another, as the head row keeps them.
  public var bytes: [UInt8] { roots.flatMap(\.bytes) }

  /// Adds a leaf; gives the root of the 1,024-leaf subtree that it completes, if it does.
  public mutating func append(_ leaf: Digest) -> Digest? {
    var node = leaf
    var completed: Digest?
    var level = 0
    while size >> Int64(level) & 1 == 1 {
      node = Self.node(roots.removeLast(), node)
      level += 1
      if 1 << Int64(level) == Self.leavesPerSubtree { completed = node }
    }
    roots.append(node)
    size += 1
    return completed
  }

  /// Adds a complete subtree of 1,024 leaves to a tree of complete ones.
  public mutating func append(subtree root: Digest) {
    precondition(size % Self.leavesPerSubtree == 0, "subtrees of 1,024 leaves begin at multiples of 1,024")
    var node = root
    var level = size / Self.leavesPerSubtree
    while level & 1 == 1 {
      node = Self.node(roots.removeLast(), node)
      level >>= 1
    }
    roots.append(node)
    size += Self.leavesPerSubtree
  }

  /// The root of the tree; that of an empty one is the SHA-256 of nothing.
  public var root: Digest {
    guard var root = roots.last else { return Digest(hashing: []) }
    for left in roots.dropLast().reversed() { root = Self.node(left, root) }
    return root
  }

  /// The hash of an inner node.
  public static func node(_ left: Digest, _ right: Digest) -> Digest {
    var hash = SHA256()
    withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { buffer in
      buffer[0] = 1
      left.withBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyMemory(from: $0) }
      right.withBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]).copyMemory(from: $0) }
      hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
    }
    return Digest(hash.finalize())
  }
}
