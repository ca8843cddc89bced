import EventLog
import Foundation
import Ledger
import Synchronization
import Time

/// A ledger in a folder of its own that goes when the test ends, with a clock that only the test moves.
final class TemporaryLedger {
  let path: String
  let clock: TestClock
  let ledger: Ledger

  init(now: String = "2026-11-24T12:00:00Z", environment: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "iocledger-\(UUID().uuidString)").path
    clock = TestClock(try moment(now))
    ledger = try Ledger.create(at: path, context: clock.context(environment)).ledger
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The same ledger, opened once more.
  func reopened(_ access: EventLog.Access = .readWrite, environment: [String: String] = [:]) throws -> Ledger {
    try Ledger(LedgerFolder(path), access: access, context: clock.context(environment))
  }
}

/// A clock that stands still until it is moved, and chance that repeats itself.
final class TestClock: Sendable {
  private let state: Mutex<(now: Timestamp, counter: UInt64)>

  init(_ now: Timestamp) { state = Mutex((now, 0)) }

  var now: Timestamp { state.withLock { $0.now } }

  func advance(seconds: Int64) {
    state.withLock { $0.now = Timestamp(milliseconds: $0.now.milliseconds + seconds * 1000) }
  }

  func advance(days: Int64) { advance(seconds: days * 86_400) }

  func context(_ environment: [String: String] = [:]) -> LedgerContext {
    LedgerContext(
      now: { self.now },
      random: { count in
        // A counter through a mixing function: different every time, the same in every run.
        var value = self.state.withLock { state in
          state.counter &+= 1
          return state.counter
        }
        return (0..<count).map { _ in
          value = (value ^ value >> 31) &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03
          return UInt8(truncatingIfNeeded: value >> 40)
        }
      }, actor: "tester", environment: environment)
  }
}

func moment(_ text: String) throws -> Timestamp {
  guard let time = Timestamp(parsing: text) else { throw LedgerError(.usage, "\(text) is no time") }
  return time
}
