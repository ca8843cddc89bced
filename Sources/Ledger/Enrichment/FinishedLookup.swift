import Connectors
import Indicators
import Synchronization

/// A lookup that was recorded as started, and what it is about.
struct StartedLookup: Sendable {
  /// The place of the connector in the run.
  let connector: Int
  let lookup: DueLookup
  let indicator: Indicator
  /// The `lookup.started` event.
  let seq: Int64
}

/// A lookup that has come to an end and is not recorded yet.
struct FinishedLookup: Sendable {
  let started: StartedLookup
  /// What the vendor said; nil where the lookup was stopped before it said anything.
  let outcome: LookupOutcome?
}

/// Where lookups leave what they have learnt until the run records it, several at a time.
final class LookupInbox: Sendable {
  private let finished = Mutex<[FinishedLookup]>([])

  func add(_ lookup: FinishedLookup) { finished.withLock { $0.append(lookup) } }

  /// Everything that has arrived, in the order in which it did.
  func takeAll() -> [FinishedLookup] {
    finished.withLock { finished in
      defer { finished.removeAll() }
      return finished
    }
  }
}
