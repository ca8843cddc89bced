import Events
import Indicators
import JSON
import Scoring

extension StatsReport {
  /// The answer of `stats`.
  ///
  /// `{events,as_at,as_of,recorded:{first,last},types:{…},kinds:{…},verdicts:{…},entities:{…},relationships,sources:[…],
  /// log_bytes,view_bytes}`; the objects count by event type, indicator kind, verdict and STIX type.
  public var json: JSONValue {
    [
      "events": .integer(events), "as_at": .integer(asAt), "as_of": JSONValue(asOf),
      "recorded": ["first": JSONValue(recorded?.lowerBound), "last": JSONValue(recorded?.upperBound)],
      "types": Self.counts(types.map { ($0.type.rawValue, $0.count) }),
      "kinds": Self.counts(kinds.map { ($0.kind.rawValue, $0.count) }),
      "verdicts": Self.counts(verdicts.map { ($0.verdict.name, $0.count) }),
      "entities": Self.counts(entities.map { ($0.kind, $0.count) }), "relationships": .integer(relationships),
      "sources": .array(sources.map(\.json)), "log_bytes": .integer(logBytes), "view_bytes": .integer(viewBytes),
    ]
  }

  private static func counts(_ counts: [(name: String, count: Int64)]) -> JSONValue {
    var object = JSONObject()
    for (name, count) in counts { object.append(name, .integer(count)) }
    return .object(object)
  }
}

extension SourceStats {
  /// One of `sources`: `{source,events,found,not_found,failed,withheld,last_at}`.
  public var json: JSONValue {
    [
      "source": .string(source), "events": .integer(events), "found": .integer(found), "not_found": .integer(notFound),
      "failed": .integer(failed), "withheld": .integer(withheld), "last_at": JSONValue(lastAt),
    ]
  }
}
