import Events

/// Brings facts of older shapes to today's when they are read; the stored bytes never change.
///
/// A step is a pure function from one schema version of one event type to the next. There are none yet: every type
/// is at version 1. ``steps`` is checked for gaps when it is used, so that a missing step is an error and not a guess.
struct Upcasting {
  /// The step that leads away from a version of a type.
  struct Step {
    let type: EventType
    let from: Int64
    let apply: @Sendable (Facts) -> Facts
  }

  static let current = Upcasting(steps: [], newest: [:])

  private var steps: [EventType: [Int64: @Sendable (Facts) -> Facts]] = [:]
  private let newest: [EventType: Int64]

  /// `newest` gives the version of today's shape where it is above 1.
  init(steps: [Step], newest: [EventType: Int64]) {
    self.newest = newest
    for step in steps { self.steps[step.type, default: [:]][step.from] = step.apply }
  }

  /// The version of today's shape of a type.
  func newestVersion(of type: EventType) -> Int64 { newest[type] ?? 1 }

  /// The facts in today's shape.
  func upcast(_ facts: Facts, type: EventType, version: Int64) throws(EventLogError) -> Facts {
    let target = newestVersion(of: type)
    guard version >= 1, version <= target else {
      throw EventLogError(
        .newerFormat,
        "an event of type \(type.rawValue) has version \(version), which this iocledger does not know; upgrade")
    }
    var facts = facts
    for step in version..<target {
      guard let apply = steps[type]?[step] else {
        throw EventLogError(.refused, "there is no way to read version \(step) of \(type.rawValue)")
      }
      facts = apply(facts)
    }
    return facts
  }
}
