import Output
import Testing

@Suite("Tree")
struct TreeTests {
  private let edges: [Tree.Edge] = [
    .init(from: "evil.example", to: "Emotet", type: "indicates"), .init(from: "APT28", to: "Emotet", type: "uses"),
    .init(from: "evil.example", to: "192.0.2.1", type: "resolves-to"),
    .init(from: "APT28", to: "evil.example", type: "uses"),
    .init(from: "192.0.2.1", to: "bad.example", type: "hosts"), .init(from: "Emotet", to: "Emotet", type: "variant-of"),
    .init(from: "lonely", to: "other", type: "related-to"),
  ]

  private func draw(_ terminal: Terminal) -> String {
    joined(Tree(root: "evil.example", edges: edges).lines(for: terminal) { StyledText($0, .cyan) }, for: terminal)
  }

  @Test("a graph with cycles, each edge once")
  func graph() throws {
    try expectSnapshot(draw(.pipe), named: "tree")
    try expectSnapshot(draw(.screen(80, isUTF8: false)), named: "tree-ascii")
    try expectSnapshot(draw(.color), named: "tree-color")
    try expectSnapshot(draw(.screen(24)), named: "tree-24")
    for type in ["indicates", "resolves-to", "hosts", "variant-of", "related-to"] {
      #expect(draw(.pipe).ranges(of: type).count == 1)
    }
  }

  @Test("a root without edges")
  func alone() {
    #expect(Tree(root: "a", edges: []).lines(for: .pipe) { StyledText($0) }.map(\.plain) == ["a"])
  }

  @Test("a long chain does not exhaust the stack")
  func chain() {
    let edges = (0..<1_000).map { Tree.Edge(from: "n\($0)", to: "n\($0 + 1)", type: "leads-to") }
    #expect(Tree(root: "n0", edges: edges).lines(for: .screen(80)) { StyledText($0) }.count == 1_001)
  }
}
