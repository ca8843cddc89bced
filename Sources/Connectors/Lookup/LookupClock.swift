import Time

/// The times that a lookup needs, handed in so that tests need not wait.
public struct LookupClock: Sendable {
  /// The time of day, in UTC.
  public var now: @Sendable () -> Timestamp
  /// A time that only goes forward, from any beginning.
  public var uptime: @Sendable () -> Duration
  /// Waits.
  public var sleep: @Sendable (Duration) async throws -> Void

  /// A clock from its parts.
  public init(
    now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.uptime = uptime
    self.sleep = sleep
  }

  /// The system's clock for waiting, with the caller's time of day.
  public static func system(now: @escaping @Sendable () -> Timestamp) -> LookupClock {
    let start = ContinuousClock.now
    return LookupClock(
      now: now, uptime: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0, clock: .continuous) })
  }
}
