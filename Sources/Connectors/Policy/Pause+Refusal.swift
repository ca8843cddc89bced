import JSON
import Time

extension Pause {
  /// The pause after a refusal, by what the vendor says, the plainest word first: `Retry-After`, when a used-up limit
  /// comes back, how long to wait, the window of the limit that is named; where it says nothing, `otherwise`.
  static func afterRefusal(
    _ response: HTTPResponse, receivedAt now: Timestamp, reason: String, otherwise: LimitWindow = .minute
  ) -> Pause {
    let retryAfter = retryAfter(response, now)
    if let retryAfter, retryAfter > now.after(1000) { return Pause(until: retryAfter, reason: reason) }
    let headers = RateLimitHeaders(response, receivedAt: now)
    let body = Refusal(response, receivedAt: now)
    // A moment in the headers may be that of a shorter limit than the one which the body names.
    let told = [headers.reset, body.until ?? body.window?.end(after: now)].compactMap { $0 }.max()
    let until =
      headers.end(after: now) ?? told ?? headers.window?.end(after: now) ?? retryAfter
      ?? otherwise.end(after: now)
    return Pause(until: bounded(until, now), reason: reason)
  }

  /// The pause after an answer that was the last of a quota; `usual` is the window over which the vendor is known to
  /// count, for those who say that nothing is left but not until when.
  static func ifSpent(_ response: HTTPResponse, receivedAt now: Timestamp, usual: LimitWindow) -> Pause? {
    let headers = RateLimitHeaders(response, receivedAt: now)
    guard headers.remaining == 0 else { return nil }
    let until = retryAfter(response, now) ?? headers.end(after: now) ?? headers.reset ?? usual.end(after: now)
    return Pause(until: bounded(until, now), reason: "the quota is used up")
  }

  /// `Retry-After` in either of its forms (RFC 9110 §10.2.3): seconds, or a date.
  static func retryAfter(_ response: HTTPResponse, _ now: Timestamp) -> Timestamp? {
    guard let value = response.header("retry-after") else { return nil }
    let digits = value.filter { $0 != " " }
    if !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      return bounded(now.after(min(Int64(digits) ?? .max, 1 << 40) * 1000), now)
    }
    return Timestamp(parsing: value).map { bounded($0, now) }
  }

  /// A vendor can ask for one second at least and 31 days (a monthly quota) at most; what lies beyond is a mistake.
  private static func bounded(_ until: Timestamp, _ now: Timestamp) -> Timestamp {
    min(max(until, now.after(1000)), now.after(31 * Timestamp.millisecondsPerDay))
  }
}

/// What the body of a refusal says about the limit.
struct Refusal {
  /// Until when to wait, where it says so.
  private(set) var until: Timestamp?
  /// Over what is counted, where it says so.
  private(set) var window: LimitWindow?
  /// Whether it says that something is used up.
  private(set) var saysUsedUp = false

  private static let moments: Set<String> = [
    "retryafter", "retryafterseconds", "retryaftersec", "retryin", "resetat", "resetsat", "resettime", "reset",
    "resetin", "nextreset", "ratelimitreset", "waitseconds", "blockeduntil",
  ]
  private static let periods: Set<String> = [
    "period", "window", "interval", "per", "unit", "timeframe", "timeunit", "timewindow", "cycle", "scope", "type",
    "limittype", "limitperiod", "limitwindow", "quotatype", "quotaperiod", "ratelimitperiod", "ratelimittype",
    "exceededlimit",
  ]

  init(_ response: HTTPResponse, receivedAt now: Timestamp) {
    guard let document = try? JSONValue(parsing: response.body) else {
      // A page of HTML names all sorts of times.
      let text = String(decoding: response.body.prefix(2000), as: UTF8.self)
      if !text.contains("<") { read(text, now) }
      return
    }
    // What the vendor says in words counts before its other members.
    if let message = HTTPResponse.message(in: document) { read(message, now) }
    var members: [(String, JSONValue)] = []
    Self.gather(document, named: "", into: &members)
    var windows: [LimitWindow] = []
    for (name, value) in members {
      let key = (name.split(separator: ".").last ?? "").lowercased().filter(\.isLetter)
      let text = value.written
      if Self.moments.contains(key) { until = until ?? RateLimitHeaders.moment(text, now) }
      if Self.periods.contains(key), let window = LimitWords(text).bareWindow {
        windows.append(window)
      } else if let window = LimitWords(name + " " + text).window {
        windows.append(window)
      }
      saysUsedUp = saysUsedUp || LimitWords(text).saysUsedUp
    }
    // Where all limits of a plan are listed, none of them is named.
    if window == nil, Set(windows).count == 1 { window = windows[0] }
  }

  private mutating func read(_ text: String, _ now: Timestamp) {
    let words = LimitWords(text)
    until = words.wait?.end(after: now)
    window = words.window
    saysUsedUp = words.saysUsedUp
  }

  /// The single values of a document with their names, those around them in front.
  private static func gather(_ value: JSONValue, named name: String, into members: inout [(String, JSONValue)]) {
    guard members.count < 200 else { return }
    switch value {
    case .object(let object):
      for member in object.members.prefix(50) {
        gather(member.value, named: name.isEmpty ? member.name : name + "." + member.name, into: &members)
      }
    case .array(let elements):
      for element in elements.prefix(10) { gather(element, named: name, into: &members) }
    case .null, .bool: break
    case .integer, .number, .string: members.append((name, value))
    }
  }
}

extension JSONValue {
  /// A text or a number as it would be written in a text.
  fileprivate var written: String { string ?? integer.map(String.init) ?? double.map { String($0) } ?? "" }
}
