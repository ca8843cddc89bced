import Events
import Indicators
import Interchange

/// What became of one unit of an input.
public struct UnitFate: Hashable, Sendable {
  /// The file's name as it was given.
  public var file: String
  /// The line it starts on, from 1.
  public var line: Int
  /// What sort of thing it is about: an indicator's kind, a STIX type, `relationship`; nil where nothing was taken in.
  public var kind: String?
  /// The canonical value, an entity's name, or the text in question; nil for what states nothing.
  public var value: String?
  /// What became of it.
  public var fate: Fate
  /// Why.
  public var reason: String
  /// The event that records it, where it led to one.
  public var seq: Int64?

  /// The five things that can become of a unit.
  public enum Fate: String, CaseIterable, Sendable {
    /// The first statement about something that the ledger did not hold.
    case new
    /// A further statement, or one that was made before.
    case known
    /// It could not be taken in.
    case rejected
    /// The input only cites it.
    case setAside = "set_aside"
    /// It states nothing.
    case skipped
  }

  init(_ item: IntakeItem, _ outcome: IntakeOutcome, line: Int, in file: String) {
    self.file = file
    self.line = line
    seq = outcome.seq
    fate = outcome.isNew ? .new : .known
    reason = outcome.isNew ? "not held before" : outcome.events == 0 ? "said before" : "more about what was held"
    switch item {
    case .statement(let statement): (kind, value) = (statement.indicator.kind.rawValue, statement.indicator.value)
    case .sighting(let sighting): (kind, value) = (sighting.indicator.kind.rawValue, sighting.indicator.value)
    case .entity(let entity): (kind, value) = (entity.key.kind, entity.name)
    case .relationship(let relation):
      (kind, value) = ("relationship", "\(relation.from.value) \(relation.type) \(relation.to.value)")
    case .rejected(let rejection): (fate, value, reason) = (.rejected, rejection.text, rejection.reason)
    case .setAside(let citation): (fate, value, reason) = (.setAside, citation.text, citation.reason)
    case .skipped(let skip): (fate, reason) = (.skipped, skip.reason.rawValue)
    case .ignored, .object, .fileDate: break
    }
  }
}
