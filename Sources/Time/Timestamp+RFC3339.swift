extension Timestamp: CustomStringConvertible {
  /// The time as RFC 3339 in UTC, such as `2026-11-24T13:09:33Z`; with milliseconds where there are any.
  public var rfc3339: String {
    let days = milliseconds.flooredQuotient(Self.millisecondsPerDay)
    let date = CivilDate(daysSinceEpoch: days)
    let remainder = Int(milliseconds % Self.millisecondsPerDay)
    let inDay = remainder < 0 ? remainder + Int(Self.millisecondsPerDay) : remainder
    let time = inDay / 1000
    var text = "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T"
    text += "\(pad(time / 3600, 2)):\(pad(time / 60 % 60, 2)):\(pad(time % 60, 2))"
    if inDay % 1000 != 0 { text += ".\(pad(inDay % 1000, 3))" }
    return text + "Z"
  }

  /// The calendar day in UTC, such as `2026-11-24`.
  public var day: String { String(rfc3339.prefix { $0 != "T" }) }

  /// The same text as ``rfc3339``.
  public var description: String { rfc3339 }

  private func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
