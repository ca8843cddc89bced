import Time

extension Pause {
  /// The pause after a 429: until `Retry-After`, else until `X-RateLimit-Reset`, else 60 seconds.
  static func afterRefusal(_ response: HTTPResponse, receivedAt now: Timestamp, reason: String) -> Pause {
    let until = retryAfter(response, now) ?? reset(response, now) ?? now.adding(60_000)
    return Pause(until: until, reason: reason)
  }

  /// The pause after an answer that says `X-RateLimit-Remaining: 0`: until `Retry-After` or `X-RateLimit-Reset`, else
  /// until the next 00:00 UTC, when daily quotas come back.
  static func ifSpent(_ response: HTTPResponse, receivedAt now: Timestamp) -> Pause? {
    guard response.header("x-ratelimit-remaining").flatMap(wholeNumber) == 0 else { return nil }
    let reason = "the quota is used up"
    guard let until = retryAfter(response, now) ?? reset(response, now) else {
      return untilMidnight(after: now, reason: reason)
    }
    return Pause(until: until, reason: reason)
  }

  /// The pause until the next 00:00 UTC.
  static func untilMidnight(after now: Timestamp, reason: String) -> Pause {
    Pause(until: Timestamp(milliseconds: now.midnight.milliseconds + Timestamp.millisecondsPerDay), reason: reason)
  }

  /// `Retry-After` in either of its forms (RFC 9110 §10.2.3): seconds, or a date.
  static func retryAfter(_ response: HTTPResponse, _ now: Timestamp) -> Timestamp? {
    guard let value = response.header("retry-after") else { return nil }
    if let seconds = wholeNumber(value) { return now.adding(seconds.milliseconds) }
    return Timestamp(parsing: value).map { now.adding($0.milliseconds - now.milliseconds) }
  }

  /// `X-RateLimit-Reset`: seconds since 1970 as AbuseIPDB writes it, or seconds from now as others do.
  private static func reset(_ response: HTTPResponse, _ now: Timestamp) -> Timestamp? {
    guard let number = response.header("x-ratelimit-reset").flatMap(wholeNumber) else { return nil }
    let isMoment = number > 1_000_000_000
    return now.adding(isMoment ? number.milliseconds - now.milliseconds : number.milliseconds)
  }

  private static func wholeNumber(_ text: String) -> Int64? {
    let digits = text.filter { $0 != " " }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int64(digits) ?? Int64.max
  }
}

extension Int64 {
  /// Seconds as milliseconds, at most what can be added to a time without overflow.
  fileprivate var milliseconds: Int64 { Swift.min(self, 1 << 40) * 1000 }
}

extension Timestamp {
  /// The moment a pause of so many milliseconds ends.
  ///
  /// A vendor can ask for one second at least and 31 days (a monthly quota) at most; what lies beyond is a mistake.
  fileprivate func adding(_ pause: Int64) -> Timestamp {
    let shortest: Int64 = 1000
    let longest = 31 * Timestamp.millisecondsPerDay
    return Timestamp(milliseconds: milliseconds + min(max(pause, shortest), longest))
  }
}
