import Connectors
import EventLog
import Events
import Indicators
import Time

extension EnrichmentRun {
  /// How often to wait for a ledger that somebody else holds, ten seconds each, before answers are given up.
  private static let lockAttempts = 12

  /// Records answers and starts lookups in one transaction; gives the requests that may be sent now.
  func commit(
    _ finished: [FinishedLookup], _ chosen: [(connector: Int, lookup: DueLookup)]
  ) throws -> [StartedLookup] {
    var attempt = 1
    while true {
      do {
        let (now, again, admissions) = try ledger.write { writer in
          let now = clock.now()
          var book = BudgetBook(writer.views, writer.log.symbols, now: now)
          let again = try finished.map { try record($0, &book, now: now, writer) }
          return (now, again, try chosen.map { try admit($0.lookup, connector: $0.connector, &book, now: now, writer) })
        }
        // Only now is it true.
        for (lookup, again) in zip(finished, again) { count(lookup, isOver: again == nil) }
        let started = zip(chosen, admissions).compactMap { count($1, of: $0.lookup, connectors[$0.connector], at: now) }
        return again.compactMap { $0 } + started
      } catch let error as EventLogError
        where error.code == .locked && !finished.isEmpty && attempt < Self.lockAttempts
      {
        // Answers have cost quota: a rebuild that takes its time is no reason to drop them.
        attempt += 1
      }
    }
  }

  // MARK: Events

  /// Records what a request led to; gives the next one, where there is to be another.
  private func record(
    _ lookup: FinishedLookup, _ book: inout BudgetBook, now: Timestamp, _ writer: Writer
  ) throws -> StartedLookup? {
    if case .again(let retry)? = lookup.step, !Task.isCancelled,
      let again = try admitAgain(lookup.started, retry, &book, now: now, writer)
    {
      return again
    }
    try recordEnd(lookup, &book, now: now, writer)
    return nil
  }

  private func recordEnd(
    _ lookup: FinishedLookup, _ book: inout BudgetBook, now: Timestamp, _ writer: Writer
  ) throws {
    let settings = connectors[lookup.started.connector].settings
    guard let outcome = lookup.outcome else {
      // Said at once, so that the next run need not wait for an answer that nobody waits for any more.
      let attempts = (lookup.started.retry?.outcome.attempts ?? 0) + 1
      try writer.append(
        .lookupFailed, about: StreamKey(lookup.started.indicator), source: settings.name, observedAt: now,
        receivedAt: now, correlation: batch, cause: lookup.started.seq,
        facts: [
          "reason": .text(FailureReason.stopped.rawValue), "detail": "the run was stopped before there was an answer",
          "attempts": .integer(Int64(attempts)),
        ])
      return
    }
    let cause = lookup.started.seq
    switch outcome.answer {
    case .answered(let observation):
      try record(observation, outcome, lookup.started, settings, writer)
    case .failed(let failure):
      var facts: Facts = [
        "reason": .text(failure.reason.rawValue), "detail": .text(failure.detail),
        "attempts": .integer(Int64(outcome.attempts)),
      ]
      facts["http_status"] = outcome.status.map { .integer(Int64($0)) }
      try append(.lookupFailed, lookup.started, outcome, settings, facts, observedAt: outcome.receivedAt, writer)
    case .rateLimited: break
    }
    guard let pause = outcome.pause else { return }
    let (holding, isNew) = try book.record(pause, settings)
    // A refusal is always recorded, because it is all that became of that lookup; never does it shorten a pause.
    guard isNew || outcome.answer.isRateLimited else { return }
    try writer.append(
      .connectorPaused, about: .connectors, source: settings.name, observedAt: outcome.receivedAt,
      receivedAt: outcome.receivedAt, correlation: batch, cause: cause,
      facts: ["until": .integer(holding.until.milliseconds), "reason": .text(holding.reason)])
  }

  private func record(
    _ observation: Observation, _ outcome: LookupOutcome, _ started: StartedLookup, _ settings: ConnectorSettings,
    _ writer: Writer
  ) throws {
    var facts = observation.facts
    var observedAt = outcome.receivedAt
    if let stated = observation.observedAt {
      // A time in the future is kept as it was stated, and the answer counts from when it came.
      if stated > observedAt { facts["stated_at"] = .integer(stated.milliseconds) } else { observedAt = stated }
    } else if observation.status == .found {
      facts["undated"] = true
    }
    try append(.observationRecorded, started, outcome, settings, facts, observedAt: observedAt, writer)
  }

  private func append(
    _ type: EventType, _ started: StartedLookup, _ outcome: LookupOutcome, _ settings: ConnectorSettings,
    _ facts: Facts, observedAt: Timestamp, _ writer: Writer
  ) throws {
    try writer.append(
      type, about: StreamKey(started.indicator), source: settings.name, observedAt: observedAt,
      receivedAt: outcome.receivedAt, correlation: batch, cause: started.seq, facts: facts, payload: outcome.body)
  }

  // MARK: Counts

  /// Counts what a request led to; a lookup that goes on keeps its slot.
  private func count(_ finished: FinishedLookup, isOver: Bool) {
    let connector = connectors[finished.started.connector]
    let lookup = finished.started.lookup
    connector.inFlight -= 1
    guard let outcome = finished.outcome else { return }
    connector.hear(outcome)
    guard isOver else { return }
    switch outcome.answer {
    case .answered(let observation):
      if observation.status == .notFound { connector.report.notFound += 1 } else { connector.report.found += 1 }
    case .failed(let failure):
      connector.report.failed += 1
      connector.report.lastFailure = failure
      if failure.reason == .keyRefused { connector.report.isKeyRefused = true }
    case .rateLimited:
      connector.putBack(lookup)
      return
    }
    connector.hasAnswered = true
    connector.settle(lookup)
  }

  /// Takes note of what became of a lookup; gives it where it may be sent.
  private func count(
    _ admission: Admission, of lookup: DueLookup, _ connector: ConnectorRun, at now: Timestamp
  ) -> StartedLookup? {
    connector.mustWait(nil, at: now)
    switch admission {
    case .started(let started): return started
    case .fresh:
      connector.report.fresh += 1
      connector.settle(lookup)
    case .withheld:
      connector.report.withheld += 1
      connector.settle(lookup)
    case .underWayElsewhere(let until): connector.putAside(lookup, until: until)
    case .triedElsewhere, .gone: connector.settle(lookup)
    case .wait(let pause):
      connector.putBack(lookup)
      connector.mustWait(pause, at: now)
    }
    return nil
  }
}

extension LookupAnswer {
  fileprivate var isRateLimited: Bool {
    if case .rateLimited = self { return true }
    return false
  }
}
