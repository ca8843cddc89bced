import Time

extension Timestamp {
  /// The time as HTTP headers have it, such as `Wed, 19 Aug 2026 15:33:50 GMT`.
  var httpDate: String {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let day = midnight.milliseconds / Timestamp.millisecondsPerDay
    let parts = self.day.split(separator: "-")
    let month = months[(Int(parts[1]) ?? 1) - 1]
    return "\(weekdays[Int(((day % 7) + 7) % 7)]), \(parts[2]) \(month) \(parts[0]) \(clock) GMT"
  }

  /// The time of day in UTC to the second, such as `15:33:50`.
  var clock: String { String(rfc3339.dropFirst(11).prefix(8)) }

  /// The moment that lies so many hours earlier.
  func earlier(hours: Int) -> Timestamp {
    Timestamp(milliseconds: milliseconds - Int64(hours) * 3_600_000)
  }
}
