import Connectors
import EventLog
import Time
import Views

/// The budgets of connectors as the log tells them, whichever process has asked.
///
/// Used inside a write transaction, the views hold every start that was ever recorded and nobody can add one.
struct BudgetBook {
  private let views: Views
  private let symbols: SymbolTable
  private let now: Timestamp
  private var budgets: [String: RequestBudget] = [:]

  /// Vendors count when a request reaches them, which is a little after it was started, and never quite as long after:
  /// so much longer than the limit says is waited.
  static let grace = Duration.milliseconds(500)

  init(_ views: Views, _ symbols: SymbolTable, now: Timestamp) {
    self.views = views
    self.symbols = symbols
    self.now = now
  }

  /// Whether a connector may be asked now; nil if so, else until when not.
  ///
  /// `vendorCounts` where the vendor says that it will take more: then the usual limits of a day and a week do not hold.
  mutating func wait(_ settings: ConnectorSettings, vendorCounts: Bool = false) throws -> RequestBudget.Wait? {
    let graced = Timestamp(milliseconds: now.milliseconds - Self.grace.milliseconds)
    switch try budget(settings).decision(at: graced, ignoringQuota: vendorCounts) {
    case .send: return nil
    case .wait(var wait):
      wait.until = wait.until.advanced(by: Self.grace)
      return wait
    }
  }

  mutating func recordStart(_ settings: ConnectorSettings) throws {
    var budget = try budget(settings)
    budget.recordStart(at: now)
    budgets[settings.name] = budget
  }

  /// Takes over a pause that a vendor asked for; gives the one that holds now, and whether it is a new one.
  mutating func record(_ pause: Pause, _ settings: ConnectorSettings) throws -> (pause: Pause, isNew: Bool) {
    var budget = try budget(settings)
    let before = budget.pause
    budget.recordPause(pause)
    budgets[settings.name] = budget
    return (budget.pause ?? pause, budget.pause != before)
  }

  /// How many more may be asked at once; nil for any number.
  mutating func room(_ settings: ConnectorSettings) throws -> Int64? {
    if let wait = try wait(settings), wait.until > now.advanced(by: EnrichmentRun.patience) { return 0 }
    let use = try use(settings)
    let inMinute = use.limits.perMinute.map { max(0, $0 - use.usedInMinute) }
    return [inMinute, use.remainingToday, use.remainingThisWeek].compactMap { $0 }.min().map(Int64.init)
  }

  /// What is used of a connector's limits.
  func use(_ settings: ConnectorSettings) throws -> QuotaUse {
    let windows = try startsInWindows(settings)
    return QuotaUse(
      limits: settings.limits,
      usedInMinute: try starts(settings, since: now.milliseconds - 59_999).count { $0 <= now },
      usedToday: windows.today, usedThisWeek: windows.thisWeek)
  }

  /// The pause that is in force.
  func pause(_ settings: ConnectorSettings) throws -> Pause? {
    guard let symbol = symbols.id(of: settings.name), let pause = try views.pause(of: symbol), pause.until > now
    else { return nil }
    return Pause(until: pause.until, reason: pause.reason)
  }

  private mutating func budget(_ settings: ConnectorSettings) throws -> RequestBudget {
    if let budget = budgets[settings.name] { return budget }
    let hasQuota = settings.limits.perDay != nil || settings.limits.perWeek != nil
    let windows = hasQuota ? try startsInWindows(settings) : (today: 0, thisWeek: 0)
    let budget = RequestBudget(
      limits: settings.limits, recentStarts: try starts(settings, since: now.milliseconds - 61_000),
      startedToday: windows.today, startedThisWeek: windows.thisWeek, pause: try pause(settings), now: now)
    budgets[settings.name] = budget
    return budget
  }

  /// How many requests were started on this day and in this week of UTC.
  private func startsInWindows(_ settings: ConnectorSettings) throws -> (today: Int, thisWeek: Int) {
    // Without a weekly limit a long day's starts need not be gone through for a week.
    let isWeekly = settings.limits.perWeek != nil
    let times = try starts(settings, since: (isWeekly ? now.monday : now.midnight).milliseconds)
    return (times.count { $0.midnight == now.midnight }, isWeekly ? times.count { $0.monday == now.monday } : 0)
  }

  private func starts(_ settings: ConnectorSettings, since time: Int64) throws -> [Timestamp] {
    guard let symbol = symbols.id(of: settings.name) else { return [] }
    return try views.lookups(of: symbol, since: Timestamp(milliseconds: time))
  }
}
