import Events
import Indicators
import JSON
import Scoring
import Time

extension IndicatorReport {
  /// The answer of `show`: `{indicator:{…}, score:{…}, sources:[…], relationships:[…], judgement, notes:[…]}`.
  public var json: JSONValue {
    [
      "indicator": [
        "kind": .string(indicator.kind.rawValue), "value": .string(indicator.value),
        "first_seen": JSONValue(firstSeen), "last_seen": JSONValue(lastSeen), "labels": JSONValue(labels),
        "tlp": JSONValue(trafficLight?.name), "pap": JSONValue(permissibleActions?.name), "tags": JSONValue(tags),
      ],
      "score": [
        "value": JSONValue(hundredths: score.hundredths), "verdict": .string(score.verdict.name),
        "as_of": JSONValue(asOf), "as_at": .integer(asAt), "scorecard": .string(scorecard.name),
        "scorecard_id": .string(scorecard.id),
      ],
      "sources": .array(sources.map(\.json)),
      "relationships": .array(relationships.map(\.json)),
      "judgement": judgement?.json ?? .null,
      "notes": .array(notes.map(\.json)),
    ]
  }
}

extension SourceReport {
  /// One of `sources`: `{source,status,observed_at,recorded_at,seq,signals:{…}}`, with `undated` true where an answer has
  /// no date of its own, and with `reason` and `detail` where there is no answer.
  ///
  /// `valid_until` where the word has one; of a word that has ended `delisted`: `{at,reason,seq,listed_since,last}`.
  public var json: JSONValue {
    var object: JSONObject = [
      "source": .string(source), "status": .string(status.rawValue), "observed_at": JSONValue(observedAt),
      "recorded_at": JSONValue(recordedAt), "seq": .integer(seq), "signals": JSONValue(signals),
    ]
    if let reason { object.append("reason", .string(reason)) }
    if let detail { object.append("detail", .string(detail)) }
    if isUndated { object.append("undated", true) }
    if let validUntil { object.append("valid_until", JSONValue(validUntil)) }
    if let end {
      object.append(
        "delisted",
        [
          "at": JSONValue(end.at), "reason": .string(end.reason.rawValue), "seq": .integer(end.seq),
          "listed_since": JSONValue(listed?.lowerBound), "last": JSONValue(listed?.upperBound),
        ])
    }
    return .object(object)
  }
}

extension RelationshipReport {
  /// One of `relationships`: `{type,direction,target:{kind,name,id},source,seq}`, direction `outgoing` or `incoming`.
  public var json: JSONValue {
    [
      "type": .string(type), "direction": isOutgoing ? "outgoing" : "incoming",
      "target": ["kind": .string(target.kind), "name": .string(name), "id": .string(target.value)],
      "source": .string(source), "seq": .integer(seq),
    ]
  }
}

extension Judgement {
  /// The decision in force: `{verdict,score,expires,at,seq}`; score is null where the verdict's usual one counts.
  public var json: JSONValue {
    [
      "verdict": .string(verdict.name), "score": hundredths.map { JSONValue(hundredths: $0) } ?? .null,
      "expires": JSONValue(expires), "at": JSONValue(observedAt), "seq": .integer(seq),
    ]
  }
}

extension NoteReport {
  /// One of `notes`: `{seq,actor,recorded_at,text}`; text is null where it was erased.
  public var json: JSONValue {
    [
      "seq": .integer(seq), "actor": .string(actor), "recorded_at": JSONValue(recordedAt), "text": JSONValue(text),
    ]
  }
}
