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
  /// How much longer to wait for another run's answers.
  var patience = EnrichmentRun.patience
  /// The indicators whose lookup came to an end in this run.
  var tried = IdentifierSet()
  var inFlight = 0
  /// Whether the vendor has reacted other than by refusing.
  var hasAnswered = false
  /// The moment before which it may not be asked, and why.
  var wait: Pause?

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
  }

  /// Whether anything is waiting for a moment to come.
  var isWaiting: Bool { !queue.isEmpty && !report.isKeyRefused && wait != nil }

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
    wait = Pause(until: now.advanced(by: pause), reason: "another run seems to be asking")
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
