/// Where a ledger keeps its files.
public struct LedgerFolder: Hashable, Sendable {
  /// The folder's path.
  public let path: String

  /// Names a folder, which need not exist.
  public init(_ path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// The truth: events, payloads, dictionaries, the frontier of the tree.
  public var log: String { path + "/log.db" }
  /// A symbolic link to the file of everything derived.
  public var views: String { path + "/views.db" }
  /// Connectors, limits, defaults.
  public var configuration: String { path + "/config.yml" }
  /// Scoring rules.
  public var scorecards: String { path + "/scorecards" }
  /// Allow lists in MISP warning-list format.
  public var lists: String { path + "/lists" }
  /// The file whose lock allows writing.
  public var lock: String { path + "/lock" }
  /// There while bytes of erased payloads may still be in the files.
  public var pendingErasure: String { path + "/erasure-pending" }
}
