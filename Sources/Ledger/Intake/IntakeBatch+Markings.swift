import Events
import Indicators
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
}
