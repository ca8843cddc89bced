import Events

/// What checking the whole log found.
public struct Verification: Hashable, Sendable {
  /// Whether nothing was found wrong.
  public var isSound: Bool { reason == nil }
  /// How many events were read.
  public var events: Int64
  /// The root of the tree over the events as they were read; nil where they could not be read to the end.
  public var root: Digest?
  /// The first position at which something is wrong; nil where the fault has no position.
  public var firstBadSeq: Int64?
  /// What is wrong and what to do; nil where nothing is.
  public var reason: String?
  /// How many payloads were checked, and how many of them had been erased.
  public var payloads: Int64 = 0
  /// How many payloads had been erased.
  public var erasedPayloads: Int64 = 0
  /// How many bytes of payloads were hashed.
  public var payloadBytes: Int64 = 0

  /// States what was found up to a number of events.
  public init(events: Int64, reason: String? = nil) {
    self.events = events
    self.reason = reason
  }
}
