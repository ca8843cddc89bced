import ArgumentParser
import Time

/// A time as people write it: absolute, or a length of time from now.
enum Moment: Hashable {
  case time(Timestamp)
  /// A length in milliseconds; which way it leads is for the option to say.
  case length(Int64)
  /// A length in milliseconds before now.
  case ago(Int64)
  /// A length in milliseconds after now.
  case ahead(Int64)

  /// Which way a bare length leads.
  enum Direction { case back, ahead }

  /// Reads `2026-11-24T13:09:33Z` and the other forms of `Timestamp`, `now`, `2d`, `2d ago`, `2 days ago`, `in 30d`.
  init(parsing text: String) throws {
    if let time = Timestamp(parsing: text) {
      self = .time(time)
      return
    }
    var words = text.lowercased().split(separator: " ")
    if words == ["now"] {
      self = .ago(0)
    } else if words.last == "ago", let length = Self.length(words.dropLast()) {
      self = .ago(length)
    } else if words.first == "in", let length = Self.length(words.dropFirst()) {
      self = .ahead(length)
    } else if words.first?.hasPrefix("+") == true {
      words[0].removeFirst()
      guard let length = Self.length(words[...]) else { throw Self.problem }
      self = .ahead(length)
    } else if let length = Self.length(words[...]) {
      self = .length(length)
    } else {
      throw Self.problem
    }
  }

  /// The time, seen from now.
  func time(now: Timestamp, lengthsLead direction: Direction) throws -> Timestamp {
    let offset: Int64
    switch self {
    case .time(let time): return time
    case .ago(let length): offset = -length
    case .ahead(let length): offset = length
    case .length(let length): offset = direction == .back ? -length : length
    }
    // Lengths are below a thousand years, so that this cannot overflow; a clock may still be set to the year 9999.
    let time = Timestamp(milliseconds: now.milliseconds + offset)
    guard Timestamp(seconds: time.seconds) != nil else {
      throw Failure(.usage, "\(time) is no time that can be written; give one in the years 1 to 9999")
    }
    return time
  }

  private static let problem = ValidationError(
    "write a time such as 2026-11-24T13:09:33Z, a date such as 2026-11-24, or a length of time such as 90m, 2d or '2d ago'"
  )

  private static let longest: Int64 = 1000 * 366 * 86_400_000

  /// `2d`, `2 days`.
  private static func length(_ words: ArraySlice<Substring>) -> Int64? {
    let text = words.joined()
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard words.count <= 2, let count = Int64(digits) else { return nil }
    let unit: Int64
    switch text.dropFirst(digits.count) {
    case "s", "sec", "second", "seconds": unit = 1000
    case "m", "min", "minute", "minutes": unit = 60_000
    case "h", "hour", "hours": unit = 3_600_000
    case "d", "day", "days": unit = Timestamp.millisecondsPerDay
    case "w", "week", "weeks": unit = 7 * Timestamp.millisecondsPerDay
    case "y", "year", "years": unit = 365 * Timestamp.millisecondsPerDay
    default: return nil
    }
    let (length, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow || length > longest ? nil : length
  }
}
