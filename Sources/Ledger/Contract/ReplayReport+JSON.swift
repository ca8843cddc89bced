import Indicators
import JSON
import Scoring

extension ReplayReport {
  /// The answer of `replay`.
  ///
  /// `{scorecard:{from,to,from_id,to_id},as_of,indicators,changed,verdicts:{"malicious→suspicious":n},moves:[…],events,
  /// seconds,as_at}`; moves are the greatest first.
  public var json: JSONValue {
    var transitions = JSONObject()
    for move in verdicts { transitions.append("\(move.from.name)→\(move.to.name)", .integer(move.count)) }
    return [
      "scorecard": [
        "from": .string(from.name), "to": .string(to.name), "from_id": .string(from.id), "to_id": .string(to.id),
      ],
      "as_of": JSONValue(asOf), "indicators": .integer(indicators), "changed": .integer(changed),
      "verdicts": .object(transitions), "moves": .array(moves.map(\.json)), "events": .integer(events),
      "seconds": JSONValue(seconds: seconds), "as_at": .integer(asAt),
    ]
  }
}

extension ScoreMove {
  /// One of `moves`: `{kind,value,from:{score,verdict},to:{score,verdict},cause}`.
  public var json: JSONValue {
    [
      "kind": .string(indicator.kind.rawValue), "value": .string(indicator.value), "from": from.json, "to": to.json,
      "cause": .string(cause),
    ]
  }
}

extension Score {
  /// `{score,verdict}`.
  var json: JSONValue { ["score": JSONValue(hundredths: hundredths), "verdict": .string(verdict.name)] }
}
