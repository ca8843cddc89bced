import Events
import Ledger
import Output

/// A graph around an indicator as text: a tree for people, DOT and Mermaid for drawing programs.
struct GraphText {
  private let report: RelatedReport

  init(_ report: RelatedReport) { self.report = report }

  func tree(for terminal: Terminal) -> [StyledText] {
    guard let root = report.nodes.first else { return [] }
    let nodes = Dictionary(report.nodes.map { (Self.id($0.key), $0) }, uniquingKeysWith: { first, _ in first })
    let tree = Tree(
      root: Self.id(root.key),
      edges: report.edges.map { Tree.Edge(from: Self.id($0.from), to: Self.id($0.to), type: $0.type) })
    let lines = tree.lines(for: terminal) { id in
      guard let node = nodes[id] else { return StyledText(id) }
      return StyledText(node.name, node.depth == 0 ? .bold : .plain) + StyledText("  \(node.key.kind)", .dim)
    }
    return report.edges.isEmpty ? lines + [StyledText("nothing is related to it", .dim)] : lines
  }

  /// The DOT language of Graphviz.
  var dot: String {
    var text = "digraph iocledger {\n  rankdir=LR;\n  node [shape=box];\n"
    for (index, node) in report.nodes.enumerated() {
      text += "  n\(index) [label=\(label(node).dotLabel)];\n"
    }
    for edge in numbered { text += "  n\(edge.from) -> n\(edge.to) [label=\(edge.type.dotLabel)];\n" }
    return text + "}\n"
  }

  /// A Mermaid flowchart.
  var mermaid: String {
    var text = "flowchart LR\n"
    for (index, node) in report.nodes.enumerated() { text += "  n\(index)[\(label(node).mermaidLabel)]\n" }
    for edge in numbered { text += "  n\(edge.from) -->|\(edge.type.mermaidLabel)| n\(edge.to)\n" }
    return text
  }

  private func label(_ node: RelatedReport.Node) -> String { "\(node.key.kind): \(node.name)" }

  /// The edges by the numbers of their nodes, for names from strangers are no identifiers.
  private var numbered: [(from: Int, to: Int, type: String)] {
    let numbers = Dictionary(zip(report.nodes.map(\.key), 0...), uniquingKeysWith: { first, _ in first })
    return report.edges.compactMap { edge in
      guard let from = numbers[edge.from], let to = numbers[edge.to] else { return nil }
      return (from, to, edge.type)
    }
  }

  private static func id(_ key: StreamKey) -> String { "\(key.kind) \(key.value)" }
}
