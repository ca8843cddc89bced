import JSON
import Scoring

extension ExplanationReport {
  /// The answer of `explain`: `{indicator,score,verdict,as_of,as_at,scorecard,contributions:[…],scorecard_id}`.
  ///
  /// The points of the contributions add up to the score exactly, in hundredths.
  public var json: JSONValue {
    [
      "indicator": JSONValue(indicator), "score": JSONValue(hundredths: explanation.score.hundredths),
      "verdict": .string(explanation.score.verdict.name), "as_of": JSONValue(asOf), "as_at": .integer(asAt),
      "scorecard": .string(scorecard.name), "contributions": .array(explanation.contributions.map(\.json)),
      "scorecard_id": .string(scorecard.id),
    ]
  }
}

extension Contribution {
  /// One of `contributions`: `{source,signal,value,belief,weight,decay,age_days,group,seq,points}`.
  public var json: JSONValue {
    [
      "source": .string(source), "signal": .string(signal), "value": JSONValue(value), "belief": JSONValue(belief),
      "weight": JSONValue(weight), "decay": JSONValue(decay), "age_days": JSONValue(ageDays),
      "group": .string(group), "seq": JSONValue(seq), "points": JSONValue(hundredths: points),
    ]
  }
}
