import Events
import Testing

@Suite("Inclusion proofs")
struct InclusionProofTests {
  /// Of the tree over Certificate Transparency's eight test inputs: index, size, path.
  static let known: [(index: Int64, size: Int64, path: [String])] = [
    (0, 1, []),
    (
      0, 8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ]
    ),
    (
      5, 8,
      [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ]
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
      1, 5,
      [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ]
    ),
  ]

  @Test("are those of Certificate Transparency's tests")
  func knownPaths() {
    for (index, size, path) in Self.known {
      let proof = InclusionProof(index: index, size: size, root: TestTree.certificates.root(of:))
      #expect(proof.path.map(\.description) == path, "\(index) in \(size)")
      #expect(
        proof.root(of: TestTree.certificates.leaves[Int(index)])?.description == MerkleTests.roots[Int(size) - 1])
    }
  }

  @Test("lead from every leaf of every tree up to 300 leaves to its root, and from no other place")
  func everyLeaf() {
    let tree = TestTree(count: 300)
    for size in Int64(1)...300 {
      let root = tree.root(ofFirst: size)
      for index in 0..<size {
        let proof = InclusionProof(index: index, size: size, root: tree.root(of:))
        let leaf = tree.leaves[Int(index)]
        #expect(proof.root(of: leaf) == root)
        #expect(proof.path.count <= 9)
        for other in [index - 1, index + 1, size - 1 - index, Int64(0), size - 1] where other != index {
          #expect(InclusionProof(index: other, size: size, path: proof.path).root(of: leaf) != root)
        }
      }
    }
  }

  @Test("fail when a bit of leaf or path is turned, and when a hash is taken away, added or moved")
  func damage() {
    let tree = TestTree(count: 70)
    for size in Int64(1)...70 {
      let root = tree.root(ofFirst: size)
      for index in stride(from: size % 3, to: size, by: 3) {
        let path = InclusionProof(index: index, size: size, root: tree.root(of:)).path
        let leaf = tree.leaves[Int(index)]
        let works = { (path: [Digest], leaf: Digest) in
          InclusionProof(index: index, size: size, path: path).root(of: leaf) == root
        }
        #expect(works(path, leaf))
        #expect(!works(path, leaf.turningBit(Int(index) & 255)))
        #expect(!works(path + [leaf], leaf))
        if !path.isEmpty { #expect(!works(Array(path.dropLast()), leaf)) }
        if path.count > 1 { #expect(!works(path.reversed(), leaf)) }
        for place in path.indices {
          var damaged = path
          damaged[place] = path[place].turningBit((Int(index) * 7 + place) & 255)
          #expect(!works(damaged, leaf))
        }
      }
    }
  }

  @Test("of another size do not lead to its root")
  func otherSizes() {
    let tree = TestTree(count: 64)
    for size in Int64(1)...64 {
      for index in 0..<size {
        let proof = InclusionProof(index: index, size: size, root: tree.root(of:))
        for other in [size - 1, size + 1] where other <= 64 && other > index {
          let claimed = InclusionProof(index: index, size: other, path: proof.path)
          #expect(claimed.root(of: tree.leaves[Int(index)]) != tree.root(ofFirst: other))
        }
      }
    }
  }

  @Test("with impossible numbers lead nowhere")
  func impossible() {
    let leaf = TestTree.certificates.leaves[0]
    for (index, size) in [(-1, 1), (0, 0), (1, 1), (0, -1), (.min, .max), (.max, .max), (.max, 1)] as [(Int64, Int64)] {
      #expect(InclusionProof(index: index, size: size, path: []).root(of: leaf) == nil)
    }
    let long = Array(repeating: leaf, count: 1000)
    #expect(InclusionProof(index: 0, size: .max, path: long).root(of: leaf) == nil)
    #expect(InclusionProof(index: .max - 1, size: .max, path: long).root(of: leaf) == nil)
    #expect(InclusionProof(index: 0, size: .max, path: Array(long.prefix(63))).root(of: leaf) != nil)
  }
}
