import Connectors
import Indicators
import Synchronization

/// A lookup that was recorded as started, and what it is about.
struct StartedLookup: Sendable {
  /// The place of the connector in the run.
  let connector: Int
  let lookup: DueLookup
  let indicator: Indicator
  /// The `lookup.started` event of the request that is under way.
  let seq: Int64
  /// What was tried before it; nil for the first one.
  let retry: LookupRetry?
}

/// A lookup that has come to an end and is not recorded yet.
struct FinishedLookup: Sendable {
  let started: StartedLookup
  /// What the request led to; nil where the lookup was stopped before there was an answer.
  let step: Lookup.Step?

  /// What became of the lookup, if there is no other request; nil where it was stopped.
  var outcome: LookupOutcome? {
    switch step {
    case .over(let outcome): outcome
    case .again(let retry): retry.outcome
    case nil: nil
    }
  }
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
