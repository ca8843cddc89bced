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
  /// How every connector is set up and how it is doing, in the catalogue's order.
  public func connectorList() throws -> [ConnectorStatus] {
    let configuration = try Configuration(folder: folder, environment: context.environment)
    let views = try views()
    return try log.read {
      let book = BudgetBook(views, log.symbols, now: context.now())
      let health = Dictionary(uniqueKeysWithValues: try views.sourceHealth().map { ($0.source, $0) })
      return try configuration.connectors.map { settings in
        ConnectorStatus(
          name: settings.name, state: settings.state, keyRequirement: settings.connector.key,
          hasKey: settings.key != nil, kinds: settings.connector.kinds, baseURL: settings.baseURL.description,
          maximumTLP: settings.maximumTLP, timeToLive: settings.timeToLive, quota: try book.use(settings),
          pause: try book.pause(settings), health: log.symbols.id(of: settings.name).flatMap { health[$0] })
      }
    }
  }

  /// Asks each connector that is on whether its key is good; nothing is recorded and no indicator is sent.
  ///
  /// `names` are the connectors to check; empty for all. The answers come in the catalogue's order.
  public nonisolated(nonsending) func checkConnectors(
    _ names: [String] = [], transport: any HTTPTransport, clock: LookupClock? = nil
  ) async throws -> [ConnectorCheck] {
    try EnrichRequest(connectors: names).validate()
    let configuration = try Configuration(folder: folder, environment: context.environment)
    let wanted = configuration.connectors.filter { names.isEmpty || names.contains($0.name) }
    let clock = clock ?? .system(now: context.now)
    let outcomes = try await withThrowingTaskGroup(of: (Int, CheckOutcome).self) { group in
      for (index, settings) in wanted.enumerated() where settings.isOn {
        group.addTask { (index, try await Lookup.check(settings, over: transport, clock: clock)) }
      }
      return try await group.reduce(into: [Int: CheckOutcome]()) { $0[$1.0] = $1.1 }
    }
    return wanted.enumerated().map { ConnectorCheck(name: $1.name, state: $1.state, outcome: outcomes[$0]) }
  }
}
