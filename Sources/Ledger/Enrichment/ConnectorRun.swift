import Connectors
import Time

/// What one run knows about one connector.
final class ConnectorRun {
  let settings: ConnectorSettings
  /// The counts so far.
  var report: EnrichedConnector
  /// How many are due and have not been dealt with.
  var due: Int64 = 0
  /// The first of them, the very first at the end.
  private(set) var queue: [DueLookup] = []
  /// Whether more are due than the queue holds.
  private var hasMore = false
  /// Those that another run seems to be asking.
  private(set) var aside: [DueLookup] = []
  /// How much longer to wait for another run's answers, and for what the vendor asks.
  private var patience = EnrichmentRun.patience
  /// The indicators whose lookup came to an end in this run.
  var tried = IdentifierSet()
  var inFlight = 0
  /// Whether the vendor has reacted other than by refusing.
  var hasAnswered = false
  /// How many more requests the vendor says it will take; nil until it has said so.
  private var remaining: Int64?
  /// The moment before which it may not be asked, and why.
  private(set) var wait: RequestBudget.Wait?
  /// Whether this run has the patience for that moment.
  private var isWorthWaiting = true

  init(_ settings: ConnectorSettings) {
    self.settings = settings
    report = EnrichedConnector(name: settings.name)
  }

  /// How many lookups may be under way at once.
  ///
  /// One until the first answer, so that a wrong key is shown to the vendor once only.
  private var slots: Int {
    guard hasAnswered else { return 1 }
    return min(EnrichmentRun.slotsPerConnector, settings.limits.perSecond ?? .max, settings.limits.perMinute ?? .max)
  }

  /// Whether the next of the queue could be asked now, as far as is known.
  func isReady(at now: Timestamp) -> Bool {
    !queue.isEmpty && !report.isKeyRefused && inFlight < slots && wait.map { $0.until <= now } ?? true
      && (inFlight == 0 || Int64(inFlight) < remaining ?? .max)
  }

  /// The moment for which it is worth to wait, as far as is known.
  func worthwhileWait(at now: Timestamp, waits: Bool) -> RequestBudget.Wait? {
    guard !queue.isEmpty, !report.isKeyRefused, let wait, wait.until > now else { return nil }
    if waits { return wait }
    if wait.isVendorsWish { return isWorthWaiting ? wait : nil }
    return wait.until <= now.advanced(by: EnrichmentRun.patience) ? wait : nil
  }

  /// Whether the vendor keeps count of the day and the week, and not we: it has said that there is more, or it will say so
  /// with the answer to this one request.
  var vendorCounts: Bool {
    guard !settings.statesQuota else { return false }
    if let remaining { return remaining > Int64(inFlight) }
    return settings.connector.reportsRemaining && !hasAnswered && inFlight == 0
  }

  /// Takes note that it may be asked now, or when.
  ///
  /// What the vendor asks for is waited for until the run's patience is used up, however often the vendor asks.
  func mustWait(_ wait: RequestBudget.Wait?, at now: Timestamp) {
    self.wait = wait
    guard let wait, wait.isVendorsWish else { return }
    let length = Duration.milliseconds(max(0, wait.until.milliseconds - now.milliseconds))
    isWorthWaiting = length <= patience
    if isWorthWaiting { patience -= length }
  }

  /// Takes note of an answer, and of how many more the vendor will take.
  func hear(_ outcome: LookupOutcome) {
    remaining = outcome.remaining ?? remaining.map { max(0, $0 - 1) }
  }

  /// Whether the queue ran empty before all that is due was asked.
  var needsPlanning: Bool { queue.isEmpty && aside.isEmpty && hasMore && !report.isKeyRefused }

  /// Takes over what is due.
  func plan(_ list: DueList) {
    queue = list.first.reversed()
    due = list.count
    hasMore = list.count > Int64(queue.count)
  }

  /// Takes the next one off the queue.
  func next() -> DueLookup? { queue.popLast() }

  /// Puts one back that could not be asked.
  func putBack(_ lookup: DueLookup) { queue.append(lookup) }

  /// Puts one aside that another run seems to be asking, at the latest until a moment.
  func putAside(_ lookup: DueLookup, until: Timestamp) {
    aside.append(lookup)
    report.dueAt = until
    report.dueReason = "another run seems to be asking"
  }

  /// Looks again, in a moment, at what was put aside, once everything else is done.
  func reconsiderAside(at now: Timestamp, waits: Bool) {
    guard queue.isEmpty, inFlight == 0, !aside.isEmpty, waits || patience > .zero else { return }
    let pause = EnrichmentRun.glance
    patience -= pause
    queue = aside.reversed()
    aside = []
    wait = RequestBudget.Wait(until: now.advanced(by: pause), reason: "another run seems to be asking")
  }

  /// Counts one as dealt with.
  func settle(_ lookup: DueLookup) {
    due -= 1
    _ = tried.insert(lookup.stream)
  }

  /// Sums up what is left at the end.
  func finish(isCutShort: Bool) {
    if isCutShort || report.isKeyRefused {
      report.left = due
    } else {
      report.deferred = due
      if due > 0, let wait, aside.isEmpty {
        report.dueAt = Timestamp(milliseconds: wait.until.milliseconds - BudgetBook.grace.milliseconds)
        report.dueReason = wait.reason
      }
    }
    if report.deferred == 0 {
      report.dueAt = nil
      report.dueReason = nil
    }
  }
}

extension Timestamp {
  /// The moment so much later; the last one there is where a damaged log leads beyond it.
  func advanced(by duration: Duration) -> Timestamp {
    let (sum, overflow) = milliseconds.addingReportingOverflow(duration.milliseconds)
    return Timestamp(milliseconds: overflow ? .max : sum)
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
