import Time

/// What a connector has used of its limits, counted from the `lookup.started` events, of which there is one for each
/// request, so that a restart forgets nothing.
///
/// Minutes and seconds are sliding windows; days and weeks are those of UTC, because VirusTotal's and AbuseIPDB's quotas
/// come back at 00:00 UTC. The type reads no clock.
public struct RequestBudget: Hashable, Sendable {
  /// The limits that hold.
  public let limits: RequestLimits
  /// The latest pause the vendor asked for.
  public private(set) var pause: Pause?
  /// The starts of the last minute, oldest first; older ones are dropped as new ones come.
  private var recent: [Timestamp]
  private var day: Count
  private var week: Count

  /// How many requests were started since the beginning of a window.
  private struct Count: Hashable {
    var start: Timestamp
    var started: Int

    func inWindow(from start: Timestamp) -> Int { start == self.start ? started : 0 }

    mutating func add(inWindowFrom start: Timestamp) {
      started = inWindow(from: start) + 1
      self.start = start
    }
  }

  /// Whether a request may be sent.
  public enum Decision: Hashable, Sendable {
    /// Now.
    case send
    /// Not before a time, and why.
    case wait(Wait)
  }

  /// A moment before which a vendor may not be asked.
  public struct Wait: Hashable, Sendable {
    /// The first moment at which it may.
    public var until: Timestamp
    /// Why, such as `paused by the vendor: Quota exceeded` or `500 a day are used up`.
    public var reason: String
    /// Whether the vendor asked for it, and not only the limits.
    public var isVendorsWish: Bool

    /// States a wait.
    public init(until: Timestamp, reason: String, isVendorsWish: Bool = false) {
      self.until = until
      self.reason = reason
      self.isVendorsWish = isVendorsWish
    }
  }

  /// A budget from what the log knows.
  ///
  /// - Parameters:
  ///   - recentStarts: the times of the requests started in the last 60 seconds, in any order.
  ///   - startedToday: how many were started since 00:00 UTC, the recent ones included.
  ///   - startedThisWeek: how many were started since Monday, 00:00 UTC, those of today included.
  ///   - pause: the latest pause, over or not.
  ///   - now: the current time.
  public init(
    limits: RequestLimits, recentStarts: [Timestamp] = [], startedToday: Int = 0, startedThisWeek: Int = 0,
    pause: Pause? = nil, now: Timestamp
  ) {
    self.limits = limits
    self.pause = pause
    recent = recentStarts.sorted()
    day = Count(start: now.midnight, started: startedToday)
    week = Count(start: now.monday, started: startedThisWeek)
  }

  /// Counts a request that is being started.
  public mutating func recordStart(at now: Timestamp) {
    day.add(inWindowFrom: now.midnight)
    week.add(inWindowFrom: now.monday)
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
  ///
  /// `ignoringQuota` where the vendor keeps count of the day and the week itself, and says that there is more.
  public func decision(at now: Timestamp, ignoringQuota: Bool = false) -> Decision {
    var decision = Decision.send
    var latest = now
    func wait(until time: Timestamp, _ reason: String, isVendorsWish: Bool = false) {
      guard time > latest else { return }
      latest = time
      decision = .wait(Wait(until: time, reason: reason, isVendorsWish: isVendorsWish))
    }
    if let pause { wait(until: pause.until, "paused by the vendor: \(pause.reason)", isVendorsWish: true) }
    if !ignoringQuota, let limit = limits.perWeek, week.inWindow(from: now.monday) >= limit {
      wait(until: LimitWindow.week.end(after: now), "\(limit) a week are used up")
    }
    if !ignoringQuota, let limit = limits.perDay, day.inWindow(from: now.midnight) >= limit {
      wait(until: LimitWindow.day.end(after: now), "\(limit) a day are used up")
    }
    if let time = end(of: 60_000, allowing: limits.perMinute, at: now) {
      wait(until: time, "\(limits.perMinute ?? 0) a minute are used up")
    }
    if let time = end(of: 1000, allowing: limits.perSecond, at: now) {
      wait(until: time, "\(limits.perSecond ?? 0) a second are used up")
    }
    return decision
  }

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
