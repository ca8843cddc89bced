import Indicators
import JSON
import Scoring

extension ListRow {
  /// One element of `list`: `{kind,value,score,verdict,labels,sources,first_seen,last_seen}`.
  public var json: JSONValue {
    [
      "kind": .string(indicator.kind.rawValue), "value": .string(indicator.value),
      "score": JSONValue(hundredths: score.hundredths), "verdict": .string(score.verdict.name),
      "labels": JSONValue(labels), "sources": JSONValue(sources), "first_seen": JSONValue(firstSeen),
      "last_seen": JSONValue(lastSeen),
    ]
  }
}
