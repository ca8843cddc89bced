import Connectors
import Indicators

/// What `enrich` is asked to do.
public struct EnrichRequest: Sendable {
  /// Which indicators it is about.
  public enum Scope: Sendable {
    /// All for which something is due.
    case due
    /// These; each must be in the ledger.
    case indicators([Indicator])
    /// Those of these streams, as ``IntakeReport/indicators`` gives them.
    case streams([Int64])
  }

  /// Which indicators it is about.
  public var scope: Scope
  /// The names of the connectors to ask; empty for all that are on.
  public var connectors: [String]
  /// Whether only to say what would be asked: nothing is sent and nothing recorded.
  public var isDryRun: Bool
  /// At most so many lookups in this run, over all connectors.
  public var limit: Int?
  /// Whether to wait for budgets and pauses until everything is done.
  public var waits: Bool

  /// All that is due, as far as the budgets allow now.
  public init(
    scope: Scope = .due, connectors: [String] = [], isDryRun: Bool = false, limit: Int? = nil, waits: Bool = false
  ) {
    self.scope = scope
    self.connectors = connectors
    self.isDryRun = isDryRun
    self.limit = limit
    self.waits = waits
  }

  /// Throws where a name is no connector's, or a number makes no sense.
  func validate() throws {
    for name in connectors where ConnectorCatalog.connector(named: name) == nil {
      let names = ConnectorCatalog.all.map(\.name).joined(separator: ", ")
      throw LedgerError(.usage, "there is no connector \(name); there are \(names)")
    }
    if let limit, limit < 1 { throw LedgerError(.usage, "--limit takes a whole number from 1 on") }
  }
}
