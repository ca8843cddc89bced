import Time

/// A stretch of time over which a vendor counts requests.
enum LimitWindow: Hashable, Sendable {
  case second, minute, hour, day, week, month
  /// Any other one, such as a quarter of an hour.
  case milliseconds(Int64)

  /// The end of the window in which a moment lies.
  ///
  /// Hours, days, weeks (from Monday on) and months are those of UTC, because vendors' quotas come back at their turn.
  /// Shorter windows slide.
  func end(after now: Timestamp) -> Timestamp {
    switch self {
    case .second: now.after(1000)
    case .minute: now.after(60_000)
    case .hour: Timestamp(milliseconds: now.milliseconds - now.millisecondsIn(Self.hourLength)).after(Self.hourLength)
    case .day: now.midnight.after(Timestamp.millisecondsPerDay)
    case .week: now.monday.after(7 * Timestamp.millisecondsPerDay)
    case .month: now.nextMonth
    case .milliseconds(let length): now.after(length)
    }
  }

  private static let hourLength: Int64 = 3_600_000

  /// So many units of a name, such as 24 hours; nil where the word is no unit.
  init?(_ count: Int64, _ word: some StringProtocol) {
    guard let unit = Self.units[String(word)], count > 0 else { return nil }
    let seconds = count.multipliedReportingOverflow(by: unit)
    guard !seconds.overflow, seconds.partialValue <= 1 << 40 else { return nil }
    self.init(seconds: seconds.partialValue)
  }

  /// The window of a length; one of a day counts as the day, because that is what vendors mean by 24 hours.
  init(seconds: Int64) {
    switch seconds {
    case ...1: self = .second
    case 60: self = .minute
    case 3600: self = .hour
    case 86_400: self = .day
    case 7 * 86_400: self = .week
    case (28 * 86_400)...: self = .month
    default: self = .milliseconds(seconds * 1000)
    }
  }

  /// The window that an adjective names: `daily`.
  init?(adjective word: some StringProtocol) {
    guard let seconds = Self.adjectives[String(word)] else { return nil }
    self.init(seconds: seconds)
  }

  /// What the words for units are in seconds; nobody pauses for a year.
  private static let units: [String: Int64] = [
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "d": 86_400, "day": 86_400, "days": 86_400,
    "w": 604_800, "wk": 604_800, "week": 604_800, "weeks": 604_800, "mo": 2_592_000, "month": 2_592_000,
    "months": 2_592_000, "yr": 31_536_000, "year": 31_536_000, "years": 31_536_000,
  ]

  private static let adjectives: [String: Int64] = [
    "minutely": 60, "hourly": 3600, "daily": 86_400, "today": 86_400, "weekly": 604_800, "monthly": 2_592_000,
    "yearly": 31_536_000, "annual": 31_536_000, "annually": 31_536_000,
  ]
}

extension Timestamp {
  /// The moment so many milliseconds later; the last one there is beyond it.
  func after(_ duration: Int64) -> Timestamp {
    let (sum, overflow) = milliseconds.addingReportingOverflow(duration)
    return Timestamp(milliseconds: overflow ? .max : sum)
  }

  /// How far it lies in a window of a length that is counted from 1970-01-01 on.
  fileprivate func millisecondsIn(_ length: Int64) -> Int64 {
    let remainder = milliseconds % length
    return remainder < 0 ? remainder + length : remainder
  }

  /// The UTC Monday's midnight at or before this moment.
  public var monday: Timestamp {
    // 1970-01-01 was a Thursday.
    let shifted = Timestamp(milliseconds: midnight.after(3 * Self.millisecondsPerDay).milliseconds)
    return midnight.after(-shifted.millisecondsIn(7 * Self.millisecondsPerDay))
  }

  /// The UTC midnight at which the next month begins.
  fileprivate var nextMonth: Timestamp {
    let days = (1...31).lazy.map { midnight.after($0 * Self.millisecondsPerDay) }
    return days.first { $0.day.hasSuffix("-01") } ?? midnight.after(31 * Self.millisecondsPerDay)
  }
}
