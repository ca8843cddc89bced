import Events

/// Leaves in memory, whose roots come from the definition alone.
final class TestTree {
  let leaves: [Digest]
  private var known: [Range<Int64>: Digest] = [:]

  /// Leaves that follow from their number.
  init(count: Int) { leaves = (0..<count).map { Digest(hashing: [0, UInt8($0 & 0xFF), UInt8($0 >> 8)]) } }

  private init(_ leaves: [Digest]) { self.leaves = leaves }

  /// The tree of Certificate Transparency's own tests.
  static var certificates: TestTree {
    TestTree(
      MerkleTests.inputs.map { input in
        let bytes = stride(from: 0, to: input.utf8.count, by: 2).compactMap {
          UInt8(input.dropFirst($0).prefix(2), radix: 16)
        }
        return Digest(hashing: [0] + bytes)
      })
  }

  func root(ofFirst size: Int64) -> Digest { root(of: 0..<size) }

  /// `MTH` of RFC 9162 §2.1.1.
  func root(of range: Range<Int64>) -> Digest {
    if let root = known[range] { return root }
    let count = range.upperBound - range.lowerBound
    guard count > 1 else { return count == 1 ? leaves[Int(range.lowerBound)] : Digest(hashing: []) }
    var split: Int64 = 1
    while split * 2 < count { split *= 2 }
    let middle = range.lowerBound + split
    let root = Digest(
      hashing: [1] + self.root(of: range.lowerBound..<middle).bytes + self.root(of: middle..<range.upperBound).bytes)
    known[range] = root
    return root
  }
}

extension Digest {
  /// The same but for one bit.
  func turningBit(_ number: Int) -> Digest {
    var bytes = bytes
    bytes[number / 8] ^= 1 << UInt8(number % 8)
    return Digest(bytes) ?? self
  }
}
