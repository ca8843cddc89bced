import Events
import Testing

@Suite("Consistency proofs")
struct ConsistencyProofTests {
  /// Of the tree over Certificate Transparency's eight test inputs: both sizes, path.
  static let known: [(first: Int64, second: Int64, path: [String])] = [
    (1, 1, []),
    (
      1, 8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ]
    ),
    (
      6, 8,
      [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ]
    ),
    (
      2, 5,
      [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ]
    ),
    (
      6, 7,
      [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ]
    ),
  ]

  @Test("are those of Certificate Transparency's tests")
  func knownPaths() {
    let tree = TestTree.certificates
    for (first, second, path) in Self.known {
      let proof = ConsistencyProof(first: first, second: second, root: tree.root(of:))
      #expect(proof.path.map(\.description) == path, "\(first) to \(second)")
      #expect(proof.connects(tree.root(ofFirst: first), to: tree.root(ofFirst: second)))
    }
  }

  @Test("connect every two trees up to 300 leaves, and no others")
  func everyPair() {
    let tree = TestTree(count: 300)
    let roots = (Int64(0)...300).map { tree.root(ofFirst: $0) }
    for second in Int64(0)...300 {
      for first in 0...second {
        let proof = ConsistencyProof(first: first, second: second, root: tree.root(of:))
        let (early, late) = (roots[Int(first)], roots[Int(second)])
        #expect(proof.connects(early, to: late), "\(first) to \(second)")
        // The empty tree is the beginning of every other, and proves nothing of it.
        if first > 0 { #expect(!proof.connects(roots[Int(first) - 1], to: late)) }
        if first > 0, second < 300 { #expect(!proof.connects(early, to: roots[Int(second) + 1])) }
        #expect(!proof.connects(late.turningBit(3), to: late))
        if first != second { #expect(!proof.connects(late, to: early)) }
      }
    }
  }

  @Test("fail when a bit is turned, a hash is taken away or added, and a size is another")
  func damage() {
    let tree = TestTree(count: 60)
    for second in Int64(2)...60 {
      let late = tree.root(ofFirst: second)
      for first in 1..<second {
        let early = tree.root(ofFirst: first)
        let path = ConsistencyProof(first: first, second: second, root: tree.root(of:)).path
        let works = { (first: Int64, second: Int64, path: [Digest]) in
          ConsistencyProof(first: first, second: second, path: path).connects(early, to: late)
        }
        #expect(works(first, second, path))
        #expect(!works(first, second, path + [late]))
        #expect(!works(first, second, Array(path.dropLast())))
        #expect(!works(first, second, Array(path.dropFirst())))
        #expect(!works(first - 1, second, path))
        for place in path.indices {
          var damaged = path
          damaged[place] = path[place].turningBit((Int(first) * 5 + place) & 255)
          #expect(!works(first, second, damaged))
        }
      }
    }
  }

  @Test("with impossible numbers connect nothing")
  func impossible() {
    let root = TestTree.certificates.leaves[0]
    let paths = [[], [root], Array(repeating: root, count: 1000)]
    for (first, second) in [(-1, 1), (2, 1), (.min, .max), (1, .max), (.max, .min), (0, 5), (.max - 1, .max)]
      as [(Int64, Int64)]
    {
      for path in paths {
        #expect(!ConsistencyProof(first: first, second: second, path: path).connects(root, to: root))
      }
    }
  }
}
