/// When a lookup is tried once more: at most three attempts, and none that begins or lasts beyond ten seconds after the
/// first failure.
///
/// Only what may be over in a moment is tried again: a connection that could not be made or broke, and the statuses
/// 500, 502, 503 and 504. Never a refusal (4xx), never an answer that took the whole time already. The waits follow
/// from the attempt's number alone, without chance.
public enum Retry {
  /// How often a lookup is sent at most.
  public static let maximumAttempts = 3
  /// How long retrying may take, from the first failure on.
  public static let budget = Duration.seconds(10)

  /// The statuses worth another attempt.
  public static let statuses: Set<Int> = [500, 502, 503, 504]

  /// How long to wait before the next attempt, or nil to give up.
  ///
  /// - Parameters:
  ///   - attempt: the number of the attempt that failed, from 1.
  ///   - elapsed: the time since the first failure.
  ///   - wanted: what the vendor's `Retry-After` asks for, if anything.
  public static func wait(afterAttempt attempt: Int, elapsed: Duration, wanted: Duration?) -> Duration? {
    guard attempt < maximumAttempts else { return nil }
    let own = Duration.milliseconds(attempt == 1 ? 500 : 1500)
    let wait = max(own, wanted ?? .zero)
    return elapsed + wait < budget ? wait : nil
  }
}
