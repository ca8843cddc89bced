import Connectors
import EventLog
import Events
import Indicators
import Time
import Views

/// What became of a lookup that was about to be started.
enum Admission {
  /// It is recorded as started and may be sent.
  case started(StartedLookup)
  /// An answer has arrived in the meantime.
  case fresh
  /// It may not be sent any more.
  case withheld
  /// Another run seems to be asking, until a moment at the latest.
  case underWayElsewhere(until: Timestamp)
  /// Another run has asked while this one was going on, in vain.
  case triedElsewhere
  /// The budget has no room.
  case wait(RequestBudget.Wait)
  /// There is no such indicator any more.
  case gone
}

extension EnrichmentRun {
  /// How long a lookup that was started may be under way: attempts and waits take less.
  private static let longestLookup = Duration.seconds(60)
  /// How far back to look for the pause that ended another run's lookup.
  private static let lookBack = 1_000_000

  /// Decides whether a lookup may be sent, and if so records that it is.
  ///
  /// Inside the transaction, so that what it is decided by is still true when the event is in the log: whoever else
  /// works on the ledger sees it first, and budgets are kept by all of them together.
  func admit(
    _ lookup: DueLookup, connector index: Int, _ book: inout BudgetBook, now: Timestamp, _ writer: Writer
  ) throws -> Admission {
    let settings = connectors[index].settings
    guard let (indicator, state) = try writer.indicator(lookup.stream) else { return .gone }
    if let symbol = writer.log.symbols.id(of: settings.name) {
      if let answer = state.answer(of: symbol), answer >= settings.freshSince(now) { return .fresh }
      if let other = try otherRun(asking: symbol, about: lookup.stream, now: now, writer) { return other }
    }
    let marking = DisclosureMarking(state, default: configuration.defaultTrafficLight)
    if let reason = WithholdingReason.forbidding(settings, marking, isInternal: indicator.isInternal) {
      if !state.isWithheld(reason, from: writer.log.symbols.id(of: settings.name)) {
        try withhold(indicator, reason, settings, marking, writer)
      }
      return .withheld
    }
    // Last, so that what others have done meanwhile does not wait for a place that it does not need.
    if let wait = try book.wait(settings, vendorCounts: connectors[index].vendorCounts) { return .wait(wait) }
    return .started(try start(lookup, indicator, connector: index, &book, now: now, writer))
  }

  /// Decides whether a lookup may be sent once more, and if so records that it is: a request like any other, which the
  /// vendor counts.
  func admitAgain(
    _ earlier: StartedLookup, _ retry: LookupRetry, _ book: inout BudgetBook, now: Timestamp, _ writer: Writer
  ) throws -> StartedLookup? {
    let connector = connectors[earlier.connector]
    guard let (indicator, state) = try writer.indicator(earlier.lookup.stream),
      WithholdingReason.forbidding(
        connector.settings, DisclosureMarking(state, default: configuration.defaultTrafficLight),
        isInternal: indicator.isInternal) == nil,
      try book.wait(connector.settings, vendorCounts: connector.vendorCounts) == nil
    else { return nil }
    return try start(
      earlier.lookup, indicator, connector: earlier.connector, &book, now: now, writer, after: (earlier.seq, retry))
  }

  private func start(
    _ lookup: DueLookup, _ indicator: Indicator, connector index: Int, _ book: inout BudgetBook, now: Timestamp,
    _ writer: Writer, after earlier: (seq: Int64, retry: LookupRetry)? = nil
  ) throws -> StartedLookup {
    let settings = connectors[index].settings
    var facts: Facts = ["batch": .text(batch.description), "connector": .text(settings.name)]
    facts["attempt"] = (earlier?.retry.outcome.attempts).map { .integer(Int64($0) + 1) }
    let seq = try writer.append(
      .lookupStarted, about: StreamKey(indicator), source: settings.name, observedAt: now, receivedAt: now,
      correlation: batch, cause: earlier?.seq, facts: facts)
    try book.recordStart(settings)
    return StartedLookup(connector: index, lookup: lookup, indicator: indicator, seq: seq, retry: earlier?.retry)
  }

  /// What another run has to do with a lookup: it may be waiting for the answer, or have asked in vain.
  private func otherRun(
    asking connector: Int, about stream: Int64, now: Timestamp, _ writer: Writer
  ) throws -> Admission? {
    var last: (seq: Int64, at: Timestamp, batch: EventID?)?
    var isOver = false
    var isStopped = false
    try writer.log.forEachRow(ofStream: stream) { row in
      guard row.source == connector else { return true }
      if row.type == .lookupStarted {
        last = (row.seq, row.receivedAt, row.correlationID)
        isOver = false
      } else if let last, row.causationSeq == last.seq {
        isOver = true
        isStopped = try row.type == .lookupFailed && writer.log.failureReason(row) == .stopped
      }
      return true
    }
    // What another run gave up half way is nobody's any more.
    guard let last, last.batch != batch, !(isOver && isStopped) else { return nil }
    if isOver { return last.seq > firstHead ? .triedElsewhere : nil }
    let until = last.at.advanced(by: Self.longestLookup)
    // A start that lies in the future, because the clock was set back, must not stop anything.
    guard until > now, last.at <= now, try !wasPaused(last.seq, writer) else { return nil }
    return .underWayElsewhere(until: until)
  }

  /// Whether the lookup of a start was answered with "ask later", which is recorded with the connectors.
  private func wasPaused(_ seq: Int64, _ writer: Writer) throws -> Bool {
    var isPaused = false
    var seen = 0
    try writer.log.forEachRow(from: seq + 1) { row in
      seen += 1
      isPaused = row.type == .connectorPaused && row.causationSeq == seq
      return !isPaused && seen < Self.lookBack
    }
    return isPaused
  }
}

extension EventLog {
  /// Why a lookup failed, as its event says.
  func failureReason(_ row: EventRow) throws -> FailureReason? {
    try facts(row)["reason"]?.text.flatMap(FailureReason.init)
  }
}
