import Events
import JSON

extension RelatedReport {
  /// The answer of `related`: `{nodes:[{kind,name,id,depth}],edges:[{from,to,type,seqs}],cut}`.
  ///
  /// Edges name their ends by id: an indicator's value, an entity's STIX id.
  public var json: JSONValue {
    ["nodes": .array(nodes.map(\.json)), "edges": .array(edges.map(\.json)), "cut": .bool(isCut)]
  }
}

extension RelatedReport.Node {
  /// One of `nodes`.
  public var json: JSONValue {
    [
      "kind": .string(key.kind), "name": .string(name), "id": .string(key.value), "depth": .integer(Int64(depth)),
    ]
  }
}

extension RelatedReport.Edge {
  /// One of `edges`.
  public var json: JSONValue {
    [
      "from": .string(from.value), "to": .string(to.value), "type": .string(type),
      "seqs": .array(seqs.map(JSONValue.integer)),
    ]
  }
}
