import Connectors
import Events
import Indicators
import Time

/// What a run of `enrich` did, or, for a dry run, would do.
///
/// Everything is counted in pairs of an indicator and a connector that answers its kind.
public struct EnrichReport: Sendable {
  /// The batch: the correlation id of every event of the run, which `lookup.started` names too.
  public var batch: EventID
  /// Whether nothing was sent and nothing recorded.
  public var isDryRun: Bool
  /// The connectors that are on and were wanted, in the catalogue's order.
  public var connectors: [EnrichedConnector]
  /// The wanted connectors that are off, and why.
  public var off: [ConnectorOff]
  /// Whether the run was stopped before its end; what it had learnt is recorded.
  public var isInterrupted = false

  /// How many lookups brought a usable answer or a failure: ``found`` + ``notFound`` + ``failed``.
  public var asked: Int64 { sum(\.asked) }
  /// How many vendors knew something.
  public var found: Int64 { sum(\.found) }
  /// How many knew nothing.
  public var notFound: Int64 { sum(\.notFound) }
  /// How many lookups gave no usable answer; they are due again.
  public var failed: Int64 { sum(\.failed) }
  /// How many were not sent because of a marking (TLP or PAP), or because they name something inside a network.
  public var withheld: Int64 { sum(\.withheld) }
  /// How many are due, but must wait for a budget or a pause.
  public var deferred: Int64 { sum(\.deferred) }
  /// How many had an answer that still counts.
  public var fresh: Int64 { sum(\.fresh) }
  /// How many are due and were left, because of `--limit`, a refused key or an interruption.
  public var left: Int64 { sum(\.left) }
  /// How many a real run would ask at once; 0 unless this is a dry run.
  public var planned: Int64 { sum(\.planned) }

  /// How the run as a whole ended; decides the exit code.
  public enum Outcome: Hashable, Sendable {
    /// Everything that could be asked was: 0.
    case done
    /// No connector is on that answers any of the indicators: 1.
    case nothingToAsk
    /// Every vendor that was asked refused its key: 1.
    case everyKeyRefused
    /// Something must wait: 75.
    case deferred
  }

  /// How the run as a whole ended.
  public var outcome: Outcome {
    if deferred > 0, !isDryRun { return .deferred }
    if connectors.isEmpty || isUnanswerable { return .nothingToAsk }
    let askedConnectors = connectors.filter { $0.asked > 0 }
    return !askedConnectors.isEmpty && askedConnectors.allSatisfy(\.isKeyRefused) ? .everyKeyRefused : .done
  }

  /// Whether indicators were named and none of the connectors answers their kinds.
  var isUnanswerable = false

  private func sum(_ count: KeyPath<EnrichedConnector, Int64>) -> Int64 {
    connectors.reduce(0) { $0 + $1[keyPath: count] }
  }
}

/// What a run did with one connector.
public struct EnrichedConnector: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Vendors that knew something.
  public var found: Int64 = 0
  /// Vendors that knew nothing.
  public var notFound: Int64 = 0
  /// Lookups without a usable answer.
  public var failed: Int64 = 0
  /// Indicators that were not sent.
  public var withheld: Int64 = 0
  /// Lookups that must wait.
  public var deferred: Int64 = 0
  /// Indicators with an answer that still counts.
  public var fresh: Int64 = 0
  /// Lookups that are due and were left.
  public var left: Int64 = 0
  /// In a dry run, the lookups that a real one would make at once.
  public var planned: Int64 = 0
  /// In a dry run, the first of these in the order in which they would be made, at most a hundred.
  public var plannedIndicators: [Indicator] = []
  /// When the deferred ones are due: the first moment at which one more may be asked.
  public var dueAt: Timestamp?
  /// What they wait for, such as `4 a minute are used up`.
  public var dueReason: String?
  /// Whether the vendor refused the key; it was not asked again in this run.
  public var isKeyRefused = false
  /// What the vendor said to the last lookup that failed.
  public var lastFailure: LookupFailure?
  /// What is used of its limits, at the end of the run.
  public var quota = QuotaUse()

  /// Lookups that brought a usable answer or a failure.
  public var asked: Int64 { found + notFound + failed }

  /// How many planned indicators a dry run names.
  public static let plannedLimit = 100

  init(name: String) { self.name = name }
}

/// What is used of a connector's limits.
public struct QuotaUse: Hashable, Sendable {
  /// The limits.
  public var limits = RequestLimits()
  /// Requests started in the last 60 seconds.
  public var usedInMinute = 0
  /// Requests started since 00:00 UTC.
  public var usedToday = 0
  /// Requests started since Monday, 00:00 UTC; counted only where there is a weekly limit.
  public var usedThisWeek = 0

  /// How many of the day's requests are left; nil without a limit.
  public var remainingToday: Int? { limits.perDay.map { max(0, $0 - usedToday) } }
  /// How many of the week's requests are left; nil without a limit.
  public var remainingThisWeek: Int? { limits.perWeek.map { max(0, $0 - usedThisWeek) } }
}

/// A connector that is off.
public struct ConnectorOff: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Why, and what to do.
  public var state: ConnectorState
}

/// What is heard of a run while it goes on.
public enum EnrichProgress: Sendable {
  /// So many indicators were looked at to find what is due.
  case planning(indicators: Int64)
  /// What was done so far, and how many lookups are under way.
  case asking(EnrichReport, inFlight: Int)
  /// Nothing can be asked before a moment, and why.
  case waiting(until: Timestamp, connector: String, reason: String)
}
