/// A graph drawn as an indented tree around one of its nodes.
///
/// Every edge is drawn exactly once. A node is expanded where it is nearest to the root; where else an edge leads to it,
/// it is only named, with a mark that says so.
public struct Tree: Sendable {
  /// A directed edge between two nodes, by their ids.
  public struct Edge: Hashable, Sendable {
    let from: String
    let to: String
    let type: String

    /// States an edge and what it means, such as `uses`.
    public init(from: String, to: String, type: String) {
      self.from = from
      self.to = to
      self.type = type
    }
  }

  private struct Child {
    var node: String
    var type: String
    var isOutgoing: Bool
    var isElsewhere: Bool
  }

  private let roots: [String]
  private let children: [String: [Child]]

  /// Spans the graph from a root, breadth first, in the order of the edges; what cannot be reached follows as trees of
  /// its own.
  public init(root: String, edges: [Edge]) {
    var incident: [String: [Int]] = [:]
    for (index, edge) in edges.enumerated() {
      incident[edge.from, default: []].append(index)
      if edge.to != edge.from { incident[edge.to, default: []].append(index) }
    }
    var roots: [String] = []
    var children: [String: [Child]] = [:]
    var seen: Set<String> = []
    var isDrawn = [Bool](repeating: false, count: edges.count)
    for start in [root] + edges.map(\.from) where seen.insert(start).inserted {
      roots.append(start)
      var queue = [start]
      var next = 0
      while next < queue.count {
        let node = queue[next]
        next += 1
        for index in incident[node] ?? [] where !isDrawn[index] {
          isDrawn[index] = true
          let edge = edges[index]
          let other = edge.from == node ? edge.to : edge.from
          let isNew = seen.insert(other).inserted
          if isNew { queue.append(other) }
          children[node, default: []].append(
            Child(node: other, type: edge.type, isOutgoing: edge.from == node, isElsewhere: !isNew))
        }
      }
    }
    self.roots = roots
    self.children = children
  }

  /// One line a node or edge; `name` says what to call a node.
  public func lines(for terminal: Terminal, name: (String) -> StyledText) -> [StyledText] {
    let art = terminal.isUTF8 ? Art.lines : Art.plain
    var lines: [StyledText] = []
    // A list of what is still to draw rather than recursion: a chain of relations can be as long as it likes.
    var pending: [(line: StyledText, indent: String, node: String?)] = roots.reversed().map { (name($0), "", $0) }
    while let (line, indent, node) = pending.popLast() {
      lines.append(terminal.width.map { line.truncated(to: $0, ellipsis: terminal.ellipsis) } ?? line)
      let below = node.flatMap { children[$0] } ?? []
      for (index, child) in below.enumerated().reversed() {
        let isLast = index == below.count - 1
        var line = StyledText(indent + (isLast ? art.last : art.middle), .dim)
        line += StyledText(" \(child.type) ")
        line += StyledText(child.isOutgoing ? art.outgoing : art.incoming, .dim) + " "
        line += name(child.node)
        if child.isElsewhere { line += StyledText(" \(art.elsewhere)", .dim) }
        pending.append((line, indent + (isLast ? "   " : art.through), child.isElsewhere ? nil : child.node))
      }
    }
    return lines
  }

  private struct Art {
    var middle: String
    var last: String
    var through: String
    var outgoing: String
    var incoming: String
    var elsewhere: String

    static let lines = Art(middle: "├─", last: "└─", through: "│  ", outgoing: "→", incoming: "←", elsewhere: "↑")
    static let plain = Art(middle: "|-", last: "`-", through: "|  ", outgoing: "->", incoming: "<-", elsewhere: "^")
  }
}
