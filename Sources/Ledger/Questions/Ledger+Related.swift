import EventLog
import Events
import Indicators
import Time
import Views

/// The graph around one indicator.
public struct RelatedReport: Sendable {
  /// Something in the graph.
  public struct Node: Hashable, Sendable {
    /// What it is.
    public var key: StreamKey
    /// What to call it.
    public var name: String
    /// How many steps from the indicator.
    public var depth: Int
  }

  /// A relationship between two nodes.
  public struct Edge: Hashable, Sendable {
    /// Where it starts.
    public var from: StreamKey
    /// Where it ends.
    public var to: StreamKey
    /// The STIX relationship type.
    public var type: String
    /// The events that say so, ascending.
    public var seqs: [Int64]
  }

  /// The nodes, the indicator first, then by distance, kind and value.
  public var nodes: [Node]
  /// The edges, by their ends and type.
  public var edges: [Edge]
  /// Whether the graph was cut off at the greatest number of nodes.
  public var isCut: Bool
}

extension Ledger {
  /// The graph around one indicator, as many steps wide as asked; at most `limit` nodes.
  ///
  /// With `kinds`, only nodes of those kinds are kept, and paths lead through them alone.
  public func related(
    _ indicator: Indicator, depth: Int = 1, kinds: [String] = [], limit: Int = 5000,
    at point: PointInTime = PointInTime()
  ) throws -> RelatedReport {
    let views = try views()
    return try log.read {
      let point = try resolve(point)
      _ = try streamID(of: indicator, asAt: point.seq)
      let start = StreamKey(indicator)
      var nodes = [RelatedReport.Node(key: start, name: indicator.value, depth: 0)]
      var known: Set<StreamKey> = [start]
      var edges: [EdgeKey: Set<Int64>] = [:]
      var frontier = [start]
      var isCut = false
      for step in 1...max(1, depth) where step <= depth {
        var next: [RelatedReport.Node] = []
        for key in frontier {
          for row in try views.relationships(of: key, asAt: point.seq, asOf: point.asOf) {
            let other = row.from == key ? row.to : row.from
            guard kinds.isEmpty || kinds.contains(other.kind) || known.contains(other) else { continue }
            if !known.contains(other) {
              guard known.count < limit else {
                isCut = true
                continue
              }
              known.insert(other)
              let stated = row.from == key ? row.toName : nil
              next.append(
                RelatedReport.Node(key: other, name: try name(of: other, stated: stated, in: views), depth: step))
            }
            edges[EdgeKey(from: row.from, to: row.to, type: row.type), default: []].insert(row.seq)
          }
          if let other = try counterpart(of: key, asAt: point.seq),
            kinds.isEmpty || kinds.contains(other.key.kind) || known.contains(other.key)
          {
            if !known.contains(other.key), known.count >= limit {
              isCut = true
              continue
            }
            if known.insert(other.key).inserted {
              next.append(RelatedReport.Node(key: other.key, name: other.key.value, depth: step))
            }
            let (from, to) = other.isIPv4 ? (key, other.key) : (other.key, key)
            edges[EdgeKey(from: from, to: to, type: Counterpart.relation), default: []].insert(other.seq)
          }
        }
        next.sort { ($0.key.kind, $0.key.value) < ($1.key.kind, $1.key.value) }
        nodes += next
        frontier = next.map(\.key)
      }
      return RelatedReport(
        nodes: nodes,
        edges: edges.map { RelatedReport.Edge(from: $0.from, to: $0.to, type: $0.type, seqs: $1.sorted()) }
          .sorted {
            ($0.from.kind, $0.from.value, $0.type, $0.to.kind, $0.to.value)
              < ($1.from.kind, $1.from.value, $1.type, $1.to.kind, $1.to.value)
          },
        isCut: isCut)
    }
  }
}

private struct EdgeKey: Hashable {
  let from: StreamKey
  let to: StreamKey
  let type: String
}
