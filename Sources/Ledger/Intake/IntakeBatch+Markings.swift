import Events
import Indicators
import Interchange
import Views

/// Markings that become stricter where nothing else is new: an event that was tagged again, a list read with `--tlp`.
extension IntakeBatch {
  /// States a marking as an event of its own, where it is stricter than what the ledger holds as stated.
  mutating func raise(_ marking: Marking, of stream: StreamKey, _ id: Int64) throws {
    guard !marking.isEmpty else { return }
    let rise = marking.beyond(try writer.marking(of: stream, id).joined(with: markings[id] ?? Marking()))
    guard !rise.isEmpty else { return }
    var facts = Facts()
    facts["pap"] = rise.permissibleActions.map { .text($0.name) }
    var stated = facts
    stated["tlp"] = rise.trafficLight.map { .text($0.name) }
    let key = StatementKey(
      source: options.source, stream: stream, facts: stated, statedAt: nil, day: EventType.markingStated.rawValue)
    guard try !holds(key, id) else { return }
    try append(.markingStated, stream, id, key, facts, observedAt: receivedAt, trafficLight: rise.trafficLight)
  }

  /// States the marking of an object for all that it is about, and for what it spoke of before: a report's, or that of
  /// something that has ended.
  mutating func raise(_ statement: ObjectStatement, alsoFor earlier: [Int64]) throws {
    let marking = Marking(trafficLight: statement.trafficLight, permissibleActions: statement.permissibleActions)
    guard !marking.isEmpty else { return }
    for indicator in statement.indicators {
      let stream = StreamKey(indicator)
      // What a report refers to and nobody speaks of is nothing that the ledger could disclose.
      if let id = try streamID(stream) { try raise(marking, of: stream, id) }
    }
    for id in earlier {
      guard let stream = try writer.streamKey(of: id), stream.indicator != nil else { continue }
      try raise(marking, of: stream, id)
    }
  }
}
