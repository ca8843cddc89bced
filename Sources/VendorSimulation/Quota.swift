import Time

/// How many requests are let through in a stretch of time.
public struct Quota: Hashable, Sendable {
  /// The stretch of time over which requests are counted.
  public enum Window: Hashable, Sendable {
    /// The last so many milliseconds, at any moment.
    case last(milliseconds: Int64)
    /// Since midnight UTC.
    case day
  }

  /// The number let through, or nil for any number.
  public var limit: Int?
  /// Over what they are counted.
  public var window: Window

  /// A limit over a window.
  public init(_ limit: Int?, _ window: Window) {
    self.limit = limit
    self.window = window
  }
}

/// What has been used of a quota.
struct QuotaMeter {
  private var times: [Int64] = []
  private(set) var used = 0
  private var day: Int64 = .min

  /// Whether one more request is let through now; if so, it counts.
  mutating func take(_ quota: Quota, now: Timestamp) -> Bool {
    roll(quota, now: now)
    guard let limit = quota.limit else {
      used += quota.window == .day ? 1 : 0
      return true
    }
    guard used < limit else { return false }
    used += 1
    if case .last = quota.window { times.append(now.milliseconds) }
    return true
  }

  /// How many are left now, or nil where there is no limit.
  mutating func remaining(_ quota: Quota, now: Timestamp) -> Int? {
    roll(quota, now: now)
    return quota.limit.map { max(0, $0 - used) }
  }

  private mutating func roll(_ quota: Quota, now: Timestamp) {
    switch quota.window {
    case .last(let milliseconds):
      times.removeAll { $0 <= now.milliseconds - milliseconds }
      used = times.count
    case .day:
      if now.midnight.milliseconds != day { used = 0 }
      day = now.midnight.milliseconds
    }
  }
}

extension Timestamp {
  /// The next midnight UTC.
  var nextMidnight: Timestamp {
    Timestamp(milliseconds: midnight.milliseconds + Timestamp.millisecondsPerDay)
  }
}
