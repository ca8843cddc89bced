import JSON
import Scoring

extension ScorecardRecord {
  /// One element of `rules list`: `{id,name,active,seq,published_at,activations}`.
  public var json: JSONValue {
    [
      "id": .string(id), "name": .string(name), "active": .bool(isActive), "seq": .integer(seq),
      "published_at": JSONValue(publishedAt), "activations": .array(activations.map(JSONValue.integer)),
    ]
  }
}

extension ScorecardChange {
  /// One element of `rules diff`: `{path,from,to}`; null where a scorecard does not have the setting.
  public var json: JSONValue { ["path": .string(path), "from": JSONValue(from), "to": JSONValue(to)] }
}
