import Time

/// What a ledger takes from the world around it, given and never fetched: the clock, chance, the user, the environment.
public struct LedgerContext: Sendable {
  /// The real clock.
  public var now: @Sendable () -> Timestamp
  /// So many random bytes, fit for secrets.
  public var random: @Sendable (Int) -> [UInt8]
  /// Who runs the program: the user's login name.
  public var actor: String
  /// The environment's variables.
  public var environment: [String: String]

  /// Collects the four.
  public init(
    now: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable (Int) -> [UInt8], actor: String,
    environment: [String: String]
  ) {
    self.now = now
    self.random = random
    self.actor = actor
    self.environment = environment
  }

  /// Seventy-four random bits for an event's id.
  func entropy() -> (UInt64, UInt64) {
    let bytes = random(16)
    return bytes.withUnsafeBytes {
      ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
  }
}
