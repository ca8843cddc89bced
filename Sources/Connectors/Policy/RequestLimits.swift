/// How often a vendor may be asked; nil means without limit.
public struct RequestLimits: Hashable, Sendable {
  /// Requests in any one second.
  public var perSecond: Int?
  /// Requests in any 60 seconds.
  public var perMinute: Int?
  /// Requests in a UTC day.
  public var perDay: Int?
  /// Requests in a week of UTC, from Monday on.
  public var perWeek: Int?

  /// States limits.
  public init(perSecond: Int? = nil, perMinute: Int? = nil, perDay: Int? = nil, perWeek: Int? = nil) {
    self.perSecond = perSecond
    self.perMinute = perMinute
    self.perDay = perDay
    self.perWeek = perWeek
  }

  /// The longest window over which is counted: what a vendor means that says its quota is used up and no more.
  var longestWindow: LimitWindow { perWeek != nil ? .week : perDay != nil ? .day : .minute }
}
