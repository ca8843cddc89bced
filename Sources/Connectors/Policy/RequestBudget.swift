import Time

/// What a connector has used of its limits, counted from the `lookup.started` events, so that a restart forgets nothing.
///
/// Minutes and seconds are sliding windows; days are UTC days, because VirusTotal's and AbuseIPDB's quotas come back
/// at 00:00 UTC. The type reads no clock.
public struct RequestBudget: Hashable, Sendable {
  /// The limits that hold.
  public let limits: RequestLimits
  /// The latest pause the vendor asked for.
  public private(set) var pause: Pause?
  /// The starts of the last minute, oldest first; older ones are dropped as new ones come.
  private var recent: [Timestamp]
  private var day: Timestamp
  private var startedInDay: Int

  /// Whether a request may be sent.
  public enum Decision: Hashable, Sendable {
    /// Now.
    case send
    /// Not before a time, and why: `paused by the vendor: …`, `500 a day are used up` …
    case wait(until: Timestamp, reason: String)
  }

  /// A budget from what the log knows.
  ///
  /// - Parameters:
  ///   - recentStarts: the times of the lookups started in the last 60 seconds, in any order.
  ///   - startedToday: how many lookups were started since 00:00 UTC, the recent ones included.
  ///   - pause: the latest pause, over or not.
  ///   - now: the current time.
  public init(
    limits: RequestLimits, recentStarts: [Timestamp] = [], startedToday: Int = 0, pause: Pause? = nil, now: Timestamp
  ) {
    self.limits = limits
    self.pause = pause
    recent = recentStarts.sorted()
    day = now.midnight
    startedInDay = startedToday
  }

  /// Counts a lookup that is being started.
  public mutating func recordStart(at now: Timestamp) {
    if day != now.midnight {
      day = now.midnight
      startedInDay = 0
    }
    startedInDay += 1
    let index = recent.lastIndex { $0 <= now }.map { $0 + 1 } ?? 0
    recent.insert(now, at: index)
    recent.removeAll { $0.milliseconds <= now.milliseconds - 60_000 }
  }

  /// Takes over a pause that the vendor asked for, unless a longer one holds.
  public mutating func recordPause(_ pause: Pause) {
    if let current = self.pause, current.until >= pause.until { return }
    self.pause = pause
  }

  /// Whether a request may be sent now, else when; of several limits the one that lasts longest decides.
  public func decision(at now: Timestamp) -> Decision {
    var decision = Decision.send
    var latest = now
    func wait(until time: Timestamp, _ reason: String) {
      guard time > latest else { return }
      latest = time
      decision = .wait(until: time, reason: reason)
    }
    if let pause { wait(until: pause.until, "paused by the vendor: \(pause.reason)") }
    if let limit = limits.perDay, startedOn(now.midnight) >= limit {
      wait(
        until: Timestamp(milliseconds: now.midnight.milliseconds + Timestamp.millisecondsPerDay),
        "\(limit) a day are used up")
    }
    if let time = end(of: 60_000, allowing: limits.perMinute, at: now) {
      wait(until: time, "\(limits.perMinute ?? 0) a minute are used up")
    }
    if let time = end(of: 1000, allowing: limits.perSecond, at: now) {
      wait(until: time, "\(limits.perSecond ?? 0) a second are used up")
    }
    return decision
  }

  /// How many requests the day's quota still allows; nil without a daily limit.
  public func remainingToday(at now: Timestamp) -> Int? {
    limits.perDay.map { max(0, $0 - startedOn(now.midnight)) }
  }

  private func startedOn(_ midnight: Timestamp) -> Int { midnight == day ? startedInDay : 0 }

  /// When a sliding window has room again; nil where it has room now.
  ///
  /// Starts that lie in the future because a clock was set back count while they are at most one window ahead, and are
  /// forgotten beyond that: they must not stop a connector for ever.
  private func end(of window: Int64, allowing limit: Int?, at now: Timestamp) -> Timestamp? {
    guard let limit else { return nil }
    let counted = recent.filter {
      $0.milliseconds > now.milliseconds - window && $0.milliseconds <= now.milliseconds + window
    }
    guard counted.count >= limit else { return nil }
    guard limit > 0 else { return Timestamp(milliseconds: now.milliseconds + window) }
    return Timestamp(milliseconds: counted[counted.count - limit].milliseconds + window)
  }
}
