import Events

/// What an erasure would drop, found before anything is dropped.
public struct ErasurePlan: Hashable, Sendable {
  /// One payload, with everything that loses it.
  public struct Item: Hashable, Sendable {
    /// The event that was named: the first of them.
    public var seq: Int64
    /// What that event says.
    public var type: EventType
    /// What that event is about.
    public var stream: StreamKey
    /// The commitment, which stays.
    public var hash: Digest
    /// How many bytes it has.
    public var bytes: Int
    /// Every event with this payload, in order: equal bytes are kept once.
    public var events: [Int64]
  }

  /// The payloads that are still there, in the order in which their events were named.
  public var items: [Item] = []
  /// The events that were named whose payload is gone already.
  public var erasedBefore: [Int64] = []
  /// The position up to which the log was looked through.
  public var asAt: Int64 = 0

  /// Nothing to erase.
  public init() {}

  /// Both plans as one; a payload that both name is erased once.
  public func adding(_ other: ErasurePlan) -> ErasurePlan {
    var sum = self
    let known = Set(items.map(\.hash))
    sum.items += other.items.filter { !known.contains($0.hash) }
    sum.erasedBefore += other.erasedBefore.filter { !erasedBefore.contains($0) }
    sum.asAt = min(asAt, other.asAt)
    return sum
  }
}

/// Which payloads to erase.
public enum ErasureTarget: Hashable, Sendable {
  /// Those of events, by position.
  case events([Int64])
  /// All that events about a stream have, but for the reasons of earlier erasures.
  case stream(StreamKey)
}

/// What an erasure did.
public struct ErasureReport: Hashable, Sendable {
  /// What was dropped, as it stands in the log now.
  public var plan: ErasurePlan
  /// The `payload.erased` events, one for each item.
  public var erasures: [Int64] = []
  /// Whether the bytes are gone from the files too; else a reader was in the way, and the next writer finishes it.
  public var isFinished = true

  /// Nothing done yet of a plan.
  public init(plan: ErasurePlan) { self.plan = plan }
}
