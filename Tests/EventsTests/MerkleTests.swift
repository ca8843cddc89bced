import Events
import Testing

@Suite("The tree")
struct MerkleTests {
  /// The inputs and roots of Certificate Transparency's own tests for trees of one to eight leaves.
  static let inputs = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
  ]
  static let roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  private static func leaf(_ bytes: [UInt8]) -> Digest { Digest(hashing: [0] + bytes) }

  @Test("has the roots that Certificate Transparency's tests give")
  func knownRoots() {
    var frontier = Frontier()
    #expect(frontier.root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    for (input, root) in zip(Self.inputs, Self.roots) {
      let bytes = stride(from: 0, to: input.utf8.count, by: 2).compactMap {
        UInt8(input.dropFirst($0).prefix(2), radix: 16)
      }
      _ = frontier.append(Self.leaf(bytes))
      #expect(frontier.root.description == root)
    }
  }

  @Test("has at every size the root that the definition gives, and its subtrees on the way")
  func againstTheDefinition() {
    let leaves = (0..<2100).map { Self.leaf([UInt8($0 & 0xFF), UInt8($0 >> 8)]) }
    var frontier = Frontier()
    for size in 0...leaves.count {
      if size < 200 || size % 97 == 0 || [1023, 1024, 1025, 2047, 2048, 2049, 2100].contains(size) {
        #expect(frontier.root == Self.root(leaves[..<size]), "size \(size)")
      }
      #expect(frontier.roots.count == size.nonzeroBitCount)
      guard size < leaves.count else { break }
      let completed = frontier.append(leaves[size])
      let end = size + 1
      #expect((completed != nil) == (end % 1024 == 0))
      if let completed { #expect(completed == Self.root(leaves[(end - 1024)..<end])) }
    }
  }

  /// `MTH(D[n])` of RFC 6962 §2.1, word for word.
  private static func root(_ leaves: ArraySlice<Digest>) -> Digest {
    guard leaves.count > 1, let first = leaves.first else { return leaves.first ?? Digest(hashing: []) }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    _ = first
    let middle = leaves.startIndex + split
    return Digest(hashing: [1] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
  }

  @Test("is taken up again from what was stored, and from nothing that does not fit")
  func storing() {
    var frontier = Frontier()
    for number in UInt8(0)..<77 {
      _ = frontier.append(Self.leaf([number]))
      #expect(Frontier(size: frontier.size, bytes: frontier.bytes) == frontier)
      #expect(Frontier(size: frontier.size, bytes: frontier.bytes + [0]) == nil)
      #expect(Frontier(size: -frontier.size, bytes: frontier.bytes) == nil)
      #expect(
        Frontier(size: frontier.size - 1, bytes: frontier.bytes) == nil
          || frontier.size.nonzeroBitCount == (frontier.size - 1).nonzeroBitCount)
    }
    #expect(Frontier(size: 0, bytes: []) == Frontier())
    #expect(Frontier(size: .max, bytes: []) == nil)
    #expect(Frontier(size: .min, bytes: Array(repeating: 0, count: 32)) == nil)
  }
}
