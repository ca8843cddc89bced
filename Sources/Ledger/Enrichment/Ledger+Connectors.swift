import Connectors
import EventLog
import Events
import Indicators
import Time
import Views

/// How one connector is set up and how it is doing; never with its key.
public struct ConnectorStatus: Sendable {
  /// Its name.
  public var name: String
  /// Whether it is on, and if not, why.
  public var state: ConnectorState
  /// Whether it needs a key, and where that comes from.
  public var keyRequirement: KeyRequirement
  /// Whether it has one.
  public var hasKey: Bool
  /// The kinds of indicator it answers.
  public var kinds: [IndicatorKind]
  /// Where its API is.
  public var baseURL: String
  /// The strictest marking of an indicator that may still be sent.
  public var maximumTLP: TrafficLight
  /// How long an answer counts as fresh.
  public var timeToLive: Duration
  /// What is used of its limits.
  public var quota: QuotaUse
  /// The pause that is in force.
  public var pause: Pause?
  /// What it has answered so far; nil where it never was asked.
  public var health: SourceHealth?
}

/// What a check of one connector found.
public struct ConnectorCheck: Sendable {
  /// Its name.
  public var name: String
  /// Whether it is on, and if not, why.
  public var state: ConnectorState
  /// What the vendor said; nil where the connector is off and was not asked.
  public var outcome: CheckOutcome?
}

extension Ledger {
  /// How every connector is set up, in the catalogue's order.
  public func connectorList() throws -> [ConnectorStatus] {
    throw LedgerError(.tryLater, "not finished")
  }

  /// Asks each connector that is on whether its key is good; nothing is recorded and no indicator is sent.
  ///
  /// `names` are the connectors to check; empty for all.
  public nonisolated(nonsending) func checkConnectors(
    _ names: [String] = [], transport: any HTTPTransport, clock: LookupClock? = nil
  ) async throws -> [ConnectorCheck] {
    throw LedgerError(.tryLater, "not finished")
  }
}
