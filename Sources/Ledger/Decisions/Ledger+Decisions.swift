import EventLog
import Events
import Indicators
import Scoring
import Time

/// What an analyst does; durable when the function returns the position of its event.
extension Ledger {
  /// The name under which analysts' events are recorded.
  public static let analyst = "analyst"

  /// Sets score and verdict of an indicator until the judgement is cleared or expires.
  ///
  /// Without a score the verdict's usual one counts: 100, the scorecard's suspicious threshold, or 0.
  public func judge(
    _ indicator: Indicator, _ verdict: Verdict, hundredths: Int32?, reason: String, expires: Timestamp?
  ) throws -> Int64 {
    var facts: Facts = ["verdict": .text(verdict.name)]
    facts["score"] = hundredths.map { .integer(Int64($0)) }
    facts["expires"] = expires.map { .integer($0.milliseconds) }
    return try decide(.judgementSet, indicator, facts, text: reason)
  }

  /// Takes the judgement back, so that the score counts again.
  public func clearJudgement(_ indicator: Indicator, reason: String) throws -> Int64 {
    try decide(.judgementCleared, indicator, [:], text: reason)
  }

  /// Adds a note; its text is kept apart, so that it can be erased.
  public func note(_ indicator: Indicator, text: String) throws -> Int64 {
    try decide(.noteAdded, indicator, ["length": .integer(Int64(text.utf8.count))], text: text)
  }

  /// Gives an indicator labels, or takes them away: one event each, all of them or none.
  public func label(_ indicator: Indicator, _ labels: [String], remove: Bool) throws -> [Int64] {
    _ = try streamID(of: indicator, asAt: .max)
    return try write { writer in
      let now = context.now()
      return try labels.map { label in
        try writer.append(
          remove ? .labelRemoved : .labelAdded, about: StreamKey(indicator), source: Self.analyst, observedAt: now,
          receivedAt: now, correlation: writer.correlation, facts: ["label": .text(label.inNormalForm)])
      }
    }
  }

  /// Sets the marking of an indicator, which beats what sources state.
  public func setTrafficLight(_ indicator: Indicator, _ marking: TrafficLight) throws -> Int64 {
    try decide(.trafficLightSet, indicator, ["tlp": .text(marking.name)], text: nil)
  }

  /// Records that an indicator was seen, or was looked for and not seen; at most now.
  public func sight(
    _ indicator: Indicator, at time: Timestamp?, count: Int64, isPositive: Bool, source: String?
  ) throws -> Int64 {
    var facts: Facts = ["count": .integer(count)]
    if !isPositive { facts["positive"] = false }
    return try decide(
      .sightingRecorded, indicator, facts, text: nil, source: source ?? Self.analyst, observedAt: time)
  }

  private func decide(
    _ type: EventType, _ indicator: Indicator, _ facts: Facts, text: String?, source: String = analyst,
    observedAt: Timestamp? = nil
  ) throws -> Int64 {
    _ = try streamID(of: indicator, asAt: .max)
    return try write { writer in
      let now = context.now()
      return try writer.append(
        type, about: StreamKey(indicator), source: source, observedAt: observedAt.map { min($0, now) } ?? now,
        receivedAt: now, facts: facts, payload: text.flatMap { $0.isEmpty ? nil : Array($0.utf8) })
    }
  }
}
