extension Timestamp: CustomStringConvertible {
  /// The time as RFC 3339 in UTC, such as `2026-11-24T13:09:33Z`; with milliseconds where there are any.
  ///
  /// Outside the years 1 to 9999, which only a damaged log holds, the year takes the signed form of ISO 8601.
  public var rfc3339: String {
    let date = CivilDate(daysSinceEpoch: milliseconds.flooredQuotient(Self.millisecondsPerDay))
    let inDay = Int(millisecondsInDay)
    let time = inDay / 1000
    let year = (1...9999).contains(date.year) ? digits(date.year, 4) : signedYear(date.year)
    var text = year
    text.reserveCapacity(24)
    text += "-\(digits(date.month, 2))-\(digits(date.day, 2))T"
    text += "\(digits(time / 3600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2))"
    if inDay % 1000 != 0 { text += ".\(digits(inDay % 1000, 3))" }
    return text + "Z"
  }

  /// The calendar day in UTC, such as `2026-11-24`.
  public var day: String { String(rfc3339.prefix { $0 != "T" }) }

  /// The same text as ``rfc3339``.
  public var description: String { rfc3339 }

  /// At least `width` digits of a number that is not negative.
  private func digits(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.utf8.count < width ? String(repeating: "0", count: width - digits.utf8.count) + digits : digits
  }

  private func signedYear(_ year: Int) -> String {
    (year < 0 ? "-" : "+") + digits(abs(year), 6)
  }
}
