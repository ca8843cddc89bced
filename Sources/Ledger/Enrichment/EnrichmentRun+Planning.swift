import Connectors
import EventLog
import Events
import Indicators
import Scoring
import Time
import Views

extension EnrichmentRun {
  /// How many indicators are looked at between two looks at whether to stop.
  private static let stretch: Int64 = 8192
  /// How many withheld indicators are recorded in one transaction.
  private static let withheldBatch = 1000

  /// Finds what is due for some of the connectors: one pass over the views, in flat memory.
  ///
  /// Nothing is remembered from run to run: the work list is this query. What may not be sent is recorded as withheld,
  /// unless it is already.
  func plan(_ connectors: [ConnectorRun], isFirst: Bool, _ progress: (EnrichProgress) -> Void) throws {
    guard !connectors.isEmpty else { return }
    let views = try ledger.views()
    let scorer = try ledger.log.read { try ledger.scorer(.active, asAt: .max) }
    var planning = Planning(
      connectors, ledger.log, defaultMarking: configuration.defaultTrafficLight, isFirst: isFirst,
      recordsWithheld: !request.isDryRun, now: clock.now(), scorer: scorer, capacity: capacity)
    try planning.resolve(views)
    var seen: Int64 = 0
    var told: Int64 = 0
    for ids in try ranges(views) {
      if Task.isCancelled { break }
      try views.forEachIndicator(in: ids) { packed in
        try planning.take(packed)
        seen += 1
      }
      if planning.withheld.count >= Self.withheldBatch {
        try record(planning.withheld)
        planning.withheld.removeAll(keepingCapacity: true)
        try planning.resolve(views)
      }
      if seen - told >= Self.stretch {
        progress(.planning(indicators: seen))
        told = seen
      }
    }
    if !planning.withheld.isEmpty { try record(planning.withheld) }
    planning.finish()
    if isFirst { pairs = planning.pairs }
    progress(.planning(indicators: seen))
  }

  private var capacity: Int {
    guard request.isDryRun else { return Self.queueLength }
    return max(EnrichedConnector.plannedLimit, min(request.limit ?? 0, 1 << 20))
  }

  /// The ids to look at: stretches of all, or one by one those that were asked for.
  private func ranges(_ views: Views) throws -> any Sequence<ClosedRange<Int64>> {
    switch request.scope {
    case .due:
      let last = try views.lastIndicatorID()
      return stride(from: 1, through: last, by: Int(Self.stretch)).lazy.map { $0...min(last, $0 + Self.stretch - 1) }
    case .indicators(let indicators):
      return try Set(indicators.map { try ledger.streamID(of: $0, asAt: .max) }).sorted().map { $0...$0 }
    case .streams(let ids):
      let isSorted = zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
      return (isSorted ? ids : Set(ids).sorted()).lazy.map { $0...$0 }
    }
  }

  /// Records what may not be sent, once for each indicator, connector and reason.
  private func record(_ withheld: [WithheldLookup]) throws {
    try ledger.write { writer in
      for lookup in withheld {
        guard let known = try writer.indicator(lookup.stream),
          !known.state.isWithheld(lookup.reason, from: writer.log.symbols.id(of: lookup.settings.name))
        else { continue }
        try withhold(known.indicator, lookup.reason, lookup.settings, lookup.marking, writer)
      }
    }
  }

  /// Appends that an indicator is not sent, and why.
  func withhold(
    _ indicator: Indicator, _ reason: WithholdingReason, _ settings: ConnectorSettings, _ marking: DisclosureMarking,
    _ writer: Writer
  ) throws {
    try writer.append(
      .lookupWithheld, about: StreamKey(indicator), source: settings.name, correlation: batch,
      facts: reason.facts(settings, marking))
  }
}

/// A lookup that a marking or a policy forbids.
struct WithheldLookup {
  let stream: Int64
  let settings: ConnectorSettings
  let reason: WithholdingReason
  let marking: DisclosureMarking
}

/// The pass that finds what is due.
private struct Planning {
  private let connectors: [ConnectorRun]
  private let takers: [IndicatorKind: [Int]]
  private let defaultMarking: TrafficLight
  private let log: EventLog
  private let isFirst: Bool
  private let recordsWithheld: Bool
  private let now: Timestamp
  private let freshSince: [Timestamp]
  private var scorer: Scorer
  private var lists: [DueList]
  private var symbols: [Int?]
  private var askedLately: [IdentifierSet]
  private(set) var pairs: Int64 = 0
  var withheld: [WithheldLookup] = []

  init(
    _ connectors: [ConnectorRun], _ log: EventLog, defaultMarking: TrafficLight, isFirst: Bool, recordsWithheld: Bool,
    now: Timestamp, scorer: Scorer, capacity: Int
  ) {
    self.connectors = connectors
    self.log = log
    self.recordsWithheld = recordsWithheld
    self.defaultMarking = defaultMarking
    self.isFirst = isFirst
    self.now = now
    self.scorer = scorer
    freshSince = connectors.map { $0.settings.freshSince(now) }
    takers = Dictionary(
      uniqueKeysWithValues: IndicatorKind.allCases.map { kind in
        (kind, connectors.indices.filter { connectors[$0].settings.connector.kinds.contains(kind) })
      })
    lists = connectors.map { _ in DueList(capacity: capacity) }
    symbols = connectors.map { _ in nil }
    askedLately = connectors.map { _ in IdentifierSet() }
  }

  /// Looks up the ids of the connectors' names, and what they were asked within a day, or within their ttl.
  mutating func resolve(_ views: Views) throws {
    try log.read {
      for (index, connector) in connectors.enumerated() where symbols[index] == nil {
        guard let symbol = log.symbols.id(of: connector.settings.name) else { continue }
        symbols[index] = symbol
        let dayAgo = Timestamp(milliseconds: now.milliseconds - Timestamp.millisecondsPerDay)
        for seq in try views.lookupEvents(of: symbol, since: min(dayAgo, freshSince[index])).suffix(100_000) {
          try log.forEachRow(from: seq, through: seq) { row in
            _ = askedLately[index].insert(row.streamID)
            return false
          }
        }
      }
    }
  }

  mutating func take(_ packed: PackedIndicator) throws {
    guard let takers = takers[packed.kind], !takers.isEmpty else { return }
    let id = packed.id
    let state = try packed.state()
    let marking = DisclosureMarking(state, default: defaultMarking)
    var isInternal: Bool?
    var hundredths: Int32?
    for index in takers {
      let connector = connectors[index]
      pairs += 1
      let answeredAt = symbols[index].flatMap { state.answer(of: $0) }
      if let answeredAt, answeredAt >= freshSince[index] {
        if isFirst { connector.report.fresh += 1 }
        continue
      }
      guard isFirst || !connector.tried.contains(id) else { continue }
      if isInternal == nil { isInternal = packed.indicator.isInternal }
      if let reason = WithholdingReason.forbidding(
        connector.settings, marking, isInternal: isInternal ?? true)
      {
        guard isFirst else { continue }
        connector.report.withheld += 1
        if recordsWithheld, !state.isWithheld(reason, from: symbols[index]) {
          withheld.append(
            WithheldLookup(stream: id, settings: connector.settings, reason: reason, marking: marking))
        }
        continue
      }
      var precedence: DueLookup.Precedence = answeredAt == nil ? .neverAnswered : .stale
      if askedLately[index].contains(id), let failure = try lastFailure(id, connector: symbols[index]) {
        // The vendor has said that it has no answer to this: as good as an answer for as long.
        if failure.isLasting, failure.at >= freshSince[index] {
          if isFirst { connector.report.fresh += 1 }
          continue
        }
        precedence = .failedLately
      }
      if hundredths == nil { hundredths = try score(packed, state) }
      lists[index].add(DueLookup(stream: id, precedence: precedence, hundredths: hundredths ?? 0))
    }
  }

  /// The failure of the last lookup; nil where that was answered.
  private func lastFailure(_ stream: Int64, connector: Int?) throws -> (at: Timestamp, isLasting: Bool)? {
    var failure: (at: Timestamp, isLasting: Bool)?
    try log.forEachRow(ofStream: stream) { row in
      guard row.source == connector else { return true }
      if row.type == .lookupFailed {
        let reason = try log.failureReason(row)
        // What a run gave up half way has not failed.
        if reason != .stopped { failure = (row.receivedAt, reason?.isLasting ?? false) }
      } else if row.type == .observationRecorded {
        failure = nil
      }
      return true
    }
    return failure
  }

  /// The score now; where something is dated later, the score of that moment, because it only puts things in order.
  private mutating func score(_ packed: PackedIndicator, _ state: IndicatorState) throws -> Int32 {
    try packed.score(asOf: max(now, state.latestTime), with: &scorer)?.hundredths ?? 0
  }

  func finish() {
    for (connector, list) in zip(connectors, lists) { connector.plan(list) }
  }
}

extension IndicatorState {
  /// When a connector last answered a lookup; what a feed of its name says is no answer.
  func answer(of connector: Int) -> Timestamp? { answers.first { $0.connector == connector }?.receivedAt }

  /// Whether it was recorded already that this is withheld from a connector for that reason.
  func isWithheld(_ reason: WithholdingReason, from connector: Int?) -> Bool {
    withheld.contains { $0.connector == connector && $0.reason == reason.rawValue }
  }
}

extension Writer {
  /// An indicator with its state before the transaction.
  func indicator(_ stream: Int64) throws -> (indicator: Indicator, state: IndicatorState)? {
    var found: (indicator: Indicator, state: IndicatorState)?
    try views.forEachIndicator(in: stream...stream) { found = ($0.indicator, try $0.state()) }
    return found
  }
}
