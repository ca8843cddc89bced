import JSON
import Scoring

extension ChangePoint {
  /// One element of `history`: `{at,seq,cause,source,score,verdict,scorecard,scorecard_id}`; seq is null where only time
  /// went by.
  public var json: JSONValue {
    [
      "at": JSONValue(at), "seq": JSONValue(seq), "cause": .string(cause.name), "source": JSONValue(source),
      "score": JSONValue(hundredths: score.hundredths), "verdict": .string(score.verdict.name),
      "scorecard": .string(scorecardName), "scorecard_id": .string(scorecard),
    ]
  }
}
