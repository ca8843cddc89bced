import Connectors
import EventLog
import Events
import Indicators
import Time

/// One run of `enrich`: finds what is due, asks within the budgets, records what comes back.
///
/// The run belongs to one task. Only lookups themselves happen elsewhere; they hold nothing but values, and leave what
/// they learn in an inbox. The ledger's lock is held for one transaction at a time and never while a vendor is asked.
final class EnrichmentRun {
  let ledger: Ledger
  let request: EnrichRequest
  let configuration: Configuration
  let connectors: [ConnectorRun]
  let batch: EventID
  let clock: LookupClock
  private let transport: any HTTPTransport
  private let inbox = LookupInbox()
  private let off: [ConnectorOff]
  /// The end of the log when the run began.
  let firstHead: Int64
  /// How many pairs of an indicator and a connector were looked at.
  var pairs: Int64 = 0

  /// How many lookups are under way at once, over all connectors.
  static let slots = 8
  /// How many of them one connector may have.
  static let slotsPerConnector = 4
  /// How long a run waits for a place in a budget, and for what a vendor asks in all, unless it is to wait for all.
  static let patience = Duration.seconds(2)
  /// The pause before looking again whether another run has got an answer.
  static let glance = Duration.milliseconds(250)
  /// The longest sleep: the clock may be set, and other processes work on the same ledger.
  static let longestSleep = Duration.seconds(60)
  /// How many due lookups of a connector are kept in order; when they are done, the rest is looked for again.
  static let queueLength = 50_000

  init(
    _ ledger: Ledger, _ request: EnrichRequest, _ configuration: Configuration, transport: any HTTPTransport,
    clock: LookupClock
  ) throws {
    self.ledger = ledger
    self.request = request
    self.configuration = configuration
    self.transport = transport
    self.clock = clock
    let wanted = configuration.connectors.filter { request.connectors.isEmpty || request.connectors.contains($0.name) }
    connectors = wanted.filter(\.isOn).map(ConnectorRun.init)
    off = wanted.filter { !$0.isOn }.map { ConnectorOff(name: $0.name, state: $0.state) }
    batch = EventID(at: ledger.context.now(), entropy: ledger.context.entropy())
    firstHead = try ledger.head()
  }

  /// What was done so far.
  var report: EnrichReport {
    EnrichReport(batch: batch, isDryRun: request.isDryRun, connectors: connectors.map(\.report), off: off)
  }

  /// Works until nothing can be asked any more, or for a waiting run, until nothing is due.
  nonisolated(nonsending) func run(_ progress: (EnrichProgress) -> Void) async throws -> EnrichReport {
    try plan(connectors, isFirst: true, progress)
    // A child is a lookup, or the alarm that ends a wait: it says which.
    try await withThrowingTaskGroup(of: Child.self) { group in
      var alarm: Timestamp?
      while true {
        if try step(&group) {
          progress(.asking(report, inFlight: inFlight))
          continue
        }
        let now = clock.now()
        if !Task.isCancelled, let wait = nextWait(at: now) {
          let until = min(wait.until, now.advanced(by: Self.longestSleep))
          if alarm.map({ until < $0 }) ?? true {
            alarm = until
            let (clock, duration) = (clock, Duration.milliseconds(until.milliseconds - now.milliseconds))
            group.addTask {
              try? await clock.sleep(duration)
              return .alarm
            }
          }
          if inFlight == 0 { progress(.waiting(until: wait.until, connector: wait.connector, reason: wait.reason)) }
        } else if inFlight == 0 {
          guard !Task.isCancelled, try planMore(progress) else { break }
          continue
        }
        if try await group.next() == .alarm { alarm = nil }
      }
      group.cancelAll()
    }
    return try finish(isInterrupted: Task.isCancelled)
  }

  /// Records what has arrived and starts what may be started; false where there was neither.
  private func step(_ group: inout ThrowingTaskGroup<Child, any Error>) throws -> Bool {
    let finished = inbox.takeAll()
    let chosen = Task.isCancelled ? [] : choose(at: clock.now())
    guard !finished.isEmpty || !chosen.isEmpty else { return false }
    for started in try commit(finished, chosen) {
      connectors[started.connector].inFlight += 1
      let (settings, transport, clock) = (connectors[started.connector].settings, transport, clock)
      let (inbox, patience) = (inbox, request.waits ? Retry.budget : Self.patience)
      group.addTask {
        // Without a step it was stopped before there was an answer: it is due again, and counted in the quota.
        let step = try? await Lookup.step(
          started.indicator, with: settings, over: transport, clock: clock, after: started.retry, patience: patience)
        inbox.add(FinishedLookup(started: started, step: step))
        return .lookup
      }
    }
    return true
  }

  private enum Child: Sendable { case lookup, alarm }

  private var inFlight: Int { connectors.reduce(0) { $0 + $1.inFlight } }

  /// How many more lookups `--limit` allows to be started.
  private var allowance: Int64 {
    guard let limit = request.limit else { return .max }
    return max(0, Int64(limit) - connectors.reduce(0) { $0 + $1.report.asked + Int64($1.inFlight) })
  }

  /// Takes off the queues what goes first, as far as there are free slots.
  private func choose(at now: Timestamp) -> [(connector: Int, lookup: DueLookup)] {
    for connector in connectors { connector.reconsiderAside(at: now, waits: request.waits) }
    let free = min(Int64(Self.slots - inFlight), allowance)
    guard free > 0 else { return [] }
    // One of each connector at a time: what is admitted changes what else may be.
    var heads: [(connector: Int, lookup: DueLookup)] = []
    for (index, connector) in connectors.enumerated() where connector.isReady(at: now) {
      if let lookup = connector.queue.last { heads.append((index, lookup)) }
    }
    // Stable for equal lookups: by the order of the catalogue.
    heads.sort { $0.lookup.precedes($1.lookup) || ($0.lookup == $1.lookup && $0.connector < $1.connector) }
    let chosen = heads.prefix(Int(free))
    for head in chosen { _ = connectors[head.connector].next() }
    return Array(chosen)
  }

  /// The next moment at which a waiting connector may be asked; nil where none waits, or for longer than this run does.
  private func nextWait(at now: Timestamp) -> (until: Timestamp, connector: String, reason: String)? {
    guard allowance > 0 else { return nil }
    var next: (until: Timestamp, connector: String, reason: String)?
    for connector in connectors {
      guard let wait = connector.worthwhileWait(at: now, waits: request.waits),
        wait.until < next?.until ?? Timestamp(milliseconds: .max)
      else { continue }
      next = (wait.until, connector.settings.name, wait.reason)
    }
    return next
  }

  /// Looks for more of what did not fit into the queues; false where there is nothing.
  private func planMore(_ progress: (EnrichProgress) -> Void) throws -> Bool {
    let wanting = connectors.filter(\.needsPlanning)
    guard !wanting.isEmpty, allowance > 0 else { return false }
    try plan(wanting, isFirst: false, progress)
    return wanting.contains { !$0.queue.isEmpty }
  }

  /// Sums up.
  func finish(isInterrupted: Bool) throws -> EnrichReport {
    for connector in connectors { connector.finish(isCutShort: isInterrupted || allowance == 0) }
    let views = try ledger.views()
    try ledger.log.read {
      let book = BudgetBook(views, ledger.log.symbols, now: clock.now())
      for connector in connectors { connector.report.quota = try book.use(connector.settings) }
    }
    var report = report
    report.isInterrupted = isInterrupted
    if case .due = request.scope {} else { report.isUnanswerable = pairs == 0 && !isInterrupted }
    return report
  }
}
