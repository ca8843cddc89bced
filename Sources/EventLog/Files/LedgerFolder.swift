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
  /// The key pair that signs checkpoints.
  public var keys: String { path + "/keys" }
  /// The secret half, in the text form of Go's signed notes.
  public var signingKey: String { keys + "/checkpoint.key" }
  /// The public half as a C2SP verifier key; every other `.vkey` beside it is trusted too.
  public var verifierKey: String { keys + "/checkpoint.vkey" }
  /// Signed tree heads, one file each, named by their size so that they sort.
  public var checkpoints: String { path + "/checkpoints" }
  /// The file whose lock allows writing.
  public var lock: String { path + "/lock" }
  /// There while bytes of erased payloads may still be in the files.
  public var pendingErasure: String { path + "/erasure-pending" }
}
