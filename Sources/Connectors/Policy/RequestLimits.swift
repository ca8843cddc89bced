/// How often a vendor may be asked; nil means without limit.
public struct RequestLimits: Hashable, Sendable {
  /// Requests in any one second.
  public var perSecond: Int?
  /// Requests in any 60 seconds.
  public var perMinute: Int?
  /// Requests in a UTC day.
  public var perDay: Int?

  /// States limits.
  public init(perSecond: Int? = nil, perMinute: Int? = nil, perDay: Int? = nil) {
    self.perSecond = perSecond
    self.perMinute = perMinute
    self.perDay = perDay
  }
}
