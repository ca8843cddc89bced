import Connectors
import Ledger
import Synchronization
import Time

/// A clock that only sleeping moves, for the ledger, the lookups and the vendors alike.
final class SleepingClock: Sendable {
  private let time: Mutex<Timestamp>
  /// Whether a run has said that it waits, and has not looked at the clock since.
  private let isAwaited = Mutex(false)

  /// 2026-08-20T12:00:00Z.
  static let noon = Timestamp(milliseconds: 1_787_227_200_000)

  init(_ start: Timestamp = noon) { time = Mutex(start) }

  var now: Timestamp { time.withLock { $0 } }

  func advance(seconds: Int64) {
    time.withLock { $0 = Timestamp(milliseconds: $0.milliseconds + seconds * 1000) }
  }

  /// Takes notice of what a run tells.
  func hear(_ progress: EnrichProgress) {
    if case .waiting = progress { isAwaited.withLock { $0 = true } }
  }

  /// Sleeping until a moment that somebody else has slept beyond takes no time.
  private func sleep(_ duration: Duration, from start: Timestamp) {
    let (seconds, attoseconds) = duration.components
    let end = start.milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000
    time.withLock { $0 = max($0, Timestamp(milliseconds: end)) }
  }

  /// The clock for a run: time passes only while the run waits for nothing else, so that requests arrive when they were
  /// started.
  func forLookups(over transport: CountingTransport) -> LookupClock {
    LookupClock(
      now: {
        self.isAwaited.withLock { $0 = false }
        return self.now
      },
      uptime: { .milliseconds(self.now.milliseconds) },
      sleep: { duration in
        let start = self.now
        // Where a lookup sleeps before it tries again, the run does not say so; but then nothing else happens either.
        var quiet = 0
        while quiet < 100_000, !self.isAwaited.withLock({ $0 }) {
          quiet = transport.isBusy ? 0 : quiet + 1
          try Task.checkCancellation()
          await Task.yield()
        }
        self.sleep(duration, from: start)
      })
  }
}
