import EventLog
import Events
import Indicators
import Scoring
import Time
import Views

extension Ledger {
  /// What can be taken back: statements and decisions, but not that something was asked or published.
  private static let retractable: Set<EventType> = [
    .indicatorIngested, .observationRecorded, .sightingRecorded, .labelAdded, .labelRemoved, .trafficLightSet,
    .judgementSet, .judgementCleared, .relationshipAsserted, .markingStated, .indicatorDelisted,
  ]

  /// How many events are taken back in one transaction.
  private static let retractionBatch = 1000

  /// Takes back an event that should not have been recorded: from then on it does not count, though it stays.
  public func retract(_ seq: Int64, reason: String) throws -> Int64 {
    guard let event = try log.event(at: seq) else { throw noSuchEvent(seq) }
    guard Self.retractable.contains(event.type) else {
      throw LedgerError(.usage, "event \(seq) is of type \(event.type.rawValue), which cannot be retracted")
    }
    if let earlier = try retraction(of: event) {
      throw LedgerError(.usage, "event \(seq) was retracted already, by event \(earlier.seq)")
    }
    return try write { writer in
      if event.type == .relationshipAsserted {
        return try writer.append(
          .relationshipRetracted, about: event.stream, source: event.source, cause: event.seq, facts: event.facts,
          payload: reason.isEmpty ? nil : Array(reason.utf8))
      }
      return try append(retractionOf: seq, about: event.stream, reason, correlation: nil, writer)
    }
  }

  /// Says what taking back a scope would change, and changes nothing; moves are those with the greatest difference.
  public func planRetraction(_ scope: RetractionScope, limit: Int = 1000) throws -> RetractionReport {
    try log.read { try plan(scope, limit: limit).report }
  }

  /// Takes back everything in a scope that can be, a thousand events a transaction: interrupted, the same again goes on.
  public func retract(_ scope: RetractionScope, reason: String, limit: Int = 1000) throws -> RetractionReport {
    let plan = try log.read { try self.plan(scope, limit: limit) }
    var report = plan.report
    let correlation = EventID(at: context.now(), entropy: context.entropy())
    var rest = plan.events[...]
    while !rest.isEmpty {
      let batch = rest.prefix(Self.retractionBatch)
      rest = rest.dropFirst(batch.count)
      let seqs = try write { writer in
        try batch.map { event in
          guard let stream = try log.stream(event.stream) else { throw noSuchEvent(event.seq) }
          return try append(retractionOf: event.seq, about: stream, reason, correlation: correlation, writer)
        }
      }
      report.seqs += seqs
    }
    return report
  }

  /// Brings back what was taken back; `seq` names the event, or the one that took it back.
  public func restore(_ seq: Int64, reason: String) throws -> (event: Int64, seq: Int64) {
    guard let named = try log.event(at: seq) else { throw noSuchEvent(seq) }
    var event = named
    if named.type == .observationRetracted || named.type == .relationshipRetracted {
      let earlier = named.type == .observationRetracted ? named.facts["seq"]?.integer : named.causationSeq
      guard let earlier, let found = try log.event(at: earlier) else {
        throw LedgerError(.usage, "event \(seq) names no event that it takes back")
      }
      event = found
    }
    guard let retraction = try retraction(of: event), named.seq == event.seq || named.seq == retraction.seq else {
      throw LedgerError(.usage, "event \(event.seq) is not retracted: there is nothing to undo")
    }
    let restored = try write { writer in
      try writer.append(
        .observationRestored, about: event.stream, source: Self.analyst, cause: retraction.seq,
        facts: ["seq": .integer(event.seq), "retraction": .integer(retraction.seq)],
        payload: reason.isEmpty ? nil : Array(reason.utf8))
    }
    return (event.seq, restored)
  }

  private func append(
    retractionOf seq: Int64, about stream: StreamKey, _ reason: String, correlation: EventID?, _ writer: Writer
  ) throws -> Int64 {
    try writer.append(
      .observationRetracted, about: stream, source: Self.analyst, correlation: correlation, cause: seq,
      facts: ["seq": .integer(seq)], payload: reason.isEmpty ? nil : Array(reason.utf8))
  }

  private func noSuchEvent(_ seq: Int64) -> LedgerError {
    LedgerError(.usage, "there is no event \(seq); the log ends at \((try? head()) ?? 0)")
  }

  /// The event that takes another back; nil where none does, or where it was brought back since.
  private func retraction(of event: RecordedEvent) throws -> RecordedEvent? {
    var retraction: RecordedEvent?
    try log.forEachRow(ofStream: event.streamID) { row in
      switch row.type {
      case .observationRetracted:
        if try log.facts(row)["seq"]?.integer == event.seq { retraction = try log.event(row) }
      case .relationshipRetracted:
        if row.causationSeq == event.seq { retraction = try log.event(row) }
      case .observationRestored:
        if try log.facts(row)["seq"]?.integer == event.seq { retraction = nil }
      default: break
      }
      return true
    }
    return retraction
  }

  // MARK: Planning

  private struct Plan {
    var events: [(seq: Int64, stream: Int64)] = []
    var report = RetractionReport(
      events: [], kept: 0, indicators: 0, changed: 0, verdicts: [], moves: [], seqs: [])

    mutating func found(_ tally: ReplayTally, of events: [Int64]) {
      report.events = events
      report.indicators = tally.indicators
      report.changed = tally.changed
      report.verdicts = tally.verdicts
      report.moves = tally.moves.map { move in
        ScoreMove(indicator: move.indicator, from: move.from, to: move.to, cause: "retraction")
      }
    }
  }

  private func plan(_ scope: RetractionScope, limit: Int) throws -> Plan {
    var plan = Plan()
    try forEachRow(in: scope) { row in
      guard let type = row.type, Self.retractable.contains(type) else {
        plan.report.kept += 1
        return
      }
      plan.events.append((row.seq, row.streamID))
    }
    // Stream by stream, so that only one of them is in memory at a time.
    var events = plan.events.sorted { ($0.stream, $0.seq) < ($1.stream, $1.seq) }[...]
    plan.report.kept += Int64(plan.events.count)
    plan.events = []
    let now = context.now()
    var scorer = try scorer(.active, asAt: .max)
    var tally = ReplayTally(limit: limit)
    while let stream = events.first?.stream {
      let retracted = try retractedEvents(ofStream: stream, asAt: .max)
      let left = Set(events.prefix { $0.stream == stream }.map(\.seq)).subtracting(retracted)
      events = events.drop { $0.stream == stream }
      guard !left.isEmpty else { continue }
      plan.events += left.map { ($0, stream) }
      guard let indicator = try log.stream(stream)?.indicator,
        let before = try IndicatorState.folding(stream: stream, of: log, asOf: now),
        let after = try IndicatorState.folding(stream: stream, of: log, asOf: now, without: left),
        let from = try before.score(indicator, asOf: now, with: &scorer),
        let to = try after.score(indicator, asOf: now, with: &scorer)
      else { continue }
      tally.add(id: stream, from: from, to: to, indicator: indicator)
    }
    plan.events.sort { $0.seq < $1.seq }
    plan.report.kept -= Int64(plan.events.count)
    plan.found(tally, of: plan.events.map(\.seq))
    return plan
  }

  private func forEachRow(in scope: RetractionScope, _ body: (EventRow) throws -> Void) throws {
    switch scope {
    case .event(let seq):
      try log.forEachRow(from: seq, through: seq) { row in
        try body(row)
        return true
      }
    case .batch(let id):
      // Nothing of a run was recorded before it began.
      let first = try log.seq(recordedBy: Timestamp(milliseconds: id.time.milliseconds - 1)) + 1
      try log.forEachRow(from: first) { row in
        if row.correlationID == id { try body(row) }
        return true
      }
    case .source(let name, let since, let until):
      guard let source = log.symbols.id(of: name) else { return }
      let first = try log.seq(recordedBy: Timestamp(milliseconds: since.milliseconds - 1)) + 1
      try log.forEachRow(from: first) { row in
        if let until, row.recordedAt >= until { return false }
        if row.source == source { try body(row) }
        return true
      }
    }
  }
}
