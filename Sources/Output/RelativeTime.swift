import Time

/// A moment as seen from another one.
public enum RelativeTime {
  /// How long ago it was, or how far off it is, in one unit rounded down: `3 days ago`, `in 2 hours`, `just now`.
  public static func text(_ moment: Timestamp, now: Timestamp) -> String {
    let (difference, overflow) = now.milliseconds.subtractingReportingOverflow(moment.milliseconds)
    let seconds = overflow ? UInt64(Int64.max) / 1000 : difference.magnitude / 1000
    let units: [(name: String, seconds: UInt64)] = [
      // Months and years in the Gregorian calendar's average length.
      ("year", 31_556_952), ("month", 2_629_746), ("day", 86_400), ("hour", 3600), ("minute", 60),
    ]
    guard let unit = units.first(where: { seconds >= $0.seconds }) else { return "just now" }
    let length = (seconds / unit.seconds).counted(unit.name)
    return moment <= now ? "\(length) ago" : "in \(length)"
  }
}

extension Terminal {
  /// A moment for whoever reads the stream: relative on a terminal, RFC 3339 elsewhere.
  public func text(_ moment: Timestamp, now: Timestamp) -> String {
    isTerminal ? RelativeTime.text(moment, now: now) : moment.rfc3339
  }
}
