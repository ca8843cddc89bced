import JSON
import Scoring

extension RetractionReport {
  /// The answer of `retract` for more than one event, and of `--dry-run`:
  /// `{seq,events,kept,indicators,changed,verdicts:{"malicious→suspicious":n},moves:[…],first,last}`.
  ///
  /// `seq` is the last event that takes something back, null where nothing was recorded; `first` and `last` are the ends
  /// of what is taken back.
  public var json: JSONValue {
    var transitions = JSONObject()
    for move in verdicts { transitions.append("\(move.from.name)→\(move.to.name)", .integer(move.count)) }
    return [
      "seq": JSONValue(seqs.last), "events": .integer(Int64(events.count)), "kept": .integer(kept),
      "indicators": .integer(indicators), "changed": .integer(changed), "verdicts": .object(transitions),
      "moves": .array(moves.map(\.json)), "first": JSONValue(events.first), "last": JSONValue(events.last),
    ]
  }
}
