/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Every time in the ledger has this shape: it is what the log stores and hashes, so nothing is lost between
/// memory, disk and JSON. The type never reads a clock; callers pass the time in.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since the Unix epoch; negative before it.
  public let milliseconds: Int64

  /// Wraps a number of milliseconds since the Unix epoch.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Wraps a number of whole seconds since the Unix epoch, or nil where it lies outside the years 1 to 9999.
  public init?(seconds: Int64) {
    guard Self.years.contains(seconds) else { return nil }
    milliseconds = seconds * 1000
  }

  /// Whole seconds since the Unix epoch, rounded down.
  public var seconds: Int64 { milliseconds.flooredQuotient(1000) }

  /// The UTC midnight at or before this moment.
  public var midnight: Timestamp {
    // Wraps for the one day that begins before the smallest number: a damaged log must not stop the program.
    Timestamp(milliseconds: milliseconds &- millisecondsInDay)
  }

  /// Milliseconds since the last UTC midnight, from 0 to 86,399,999, computed without overflow.
  var millisecondsInDay: Int64 {
    let remainder = milliseconds % Self.millisecondsPerDay
    return remainder < 0 ? remainder + Self.millisecondsPerDay : remainder
  }

  /// The length of a day.
  public static let millisecondsPerDay: Int64 = 86_400_000

  /// Seconds from 0001-01-01T00:00:00Z up to the end of 9999.
  static let years: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// Whether it lies in the years −9999 to 9999: no clock, feed or report states any other.
  public var isOfKnownYears: Bool { (-377_705_116_800_000...253_402_300_799_999).contains(milliseconds) }

  /// Orders by time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }
}

extension Int64 {
  /// The quotient rounded towards negative infinity, so that times before 1970 fall into the right day.
  func flooredQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
