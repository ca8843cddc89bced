import Time

/// What a vendor's headers say about its limits: how much is left, and when it comes back.
///
/// `X-RateLimit-Remaining`, `X-RateLimit-Remaining-Day`, `RateLimit-Reset`, `X-Rate-Limit-Daily-Remaining`, and
/// `RateLimit: "day";r=0;t=3600` (draft-ietf-httpapi-ratelimit-headers), each in the spellings that are about.
struct RateLimitHeaders {
  /// What is said about one limit.
  struct Figure: Equatable {
    /// Over what is counted, where that is said.
    var window: LimitWindow?
    /// How many requests are left.
    var remaining: Int64?
    /// When there are new ones.
    var reset: Timestamp?
  }

  /// One a window, in the order in which they are first named.
  private(set) var figures: [Figure] = []

  init(_ response: HTTPResponse, receivedAt now: Timestamp) {
    for header in response.headers.prefix(256) {
      let name = header.name.lowercased().replacing("rate-limit", with: "ratelimit")
      let parts = name.split(separator: "-")
      guard parts.contains(where: { ["ratelimit", "quota"].contains($0) }) else { continue }
      if parts.last == "ratelimit" || parts.last == "policy" {
        readStructured(header.value, now)
        continue
      }
      let window = parts.lazy.compactMap { LimitWindow(adjective: $0) ?? ($0.count > 1 ? LimitWindow(1, $0) : nil) }
        .first
      if parts.contains(where: { ["remaining", "left", "available"].contains($0) }) {
        guard let number = Self.number(header.value) else { continue }
        update(window) { $0.remaining = min(number, $0.remaining ?? .max) }
      } else if parts.contains("reset") {
        guard let moment = Self.moment(header.value, now) else { continue }
        update(window) { $0.reset = max(moment, $0.reset ?? moment) }
      } else if let named = LimitWords(name + " " + header.value).window {
        update(window ?? named) { _ in }
      }
    }
    mergeUnnamed()
  }

  /// The smallest figure of requests that are left.
  var remaining: Int64? { figures.compactMap(\.remaining).min() }

  /// When that comes back which is used up, by the vendor's word, else by the window it names; nil where nothing is used
  /// up, or where the vendor says neither.
  func end(after now: Timestamp) -> Timestamp? {
    figures.filter { $0.remaining == 0 }.compactMap { $0.reset ?? $0.window?.end(after: now) }.max()
  }

  /// The first moment for which something is promised, whatever is left; nil where nothing is.
  var reset: Timestamp? { figures.compactMap(\.reset).min() }

  /// The only window that is named; nil where there are several or none.
  var window: LimitWindow? {
    let windows = Set(figures.compactMap(\.window))
    return windows.count == 1 ? windows.first : nil
  }

  private mutating func update(_ window: LimitWindow?, _ change: (inout Figure) -> Void) {
    let index = figures.firstIndex { $0.window == window } ?? figures.count
    if index == figures.count { figures.append(Figure(window: window)) }
    change(&figures[index])
  }

  /// Figures without a window are about the one that is named, where there is one.
  private mutating func mergeUnnamed() {
    guard figures.count == 2, let unnamed = figures.firstIndex(where: { $0.window == nil }) else { return }
    let named = 1 - unnamed
    guard figures[named].remaining == nil, figures[named].reset == nil else { return }
    figures[named].remaining = figures[unnamed].remaining
    figures[named].reset = figures[unnamed].reset
    figures.remove(at: unnamed)
  }

  /// `"day";r=0;t=3600, "minute";r=3;t=20`, `limit=100, remaining=0, reset=3600` and `50;w=604800`.
  private mutating func readStructured(_ value: String, _ now: Timestamp) {
    var figure = Figure()
    for part in value.split(whereSeparator: { $0 == ";" || $0 == "," }) {
      let pair = part.split(separator: "=", maxSplits: 1)
      let name = pair[0].filter { $0 != " " }.lowercased()
      guard pair.count == 2, let number = Self.number(String(pair[1])) else {
        // The name of a policy begins what is said of it.
        if name.hasPrefix("\"") {
          add(figure)
          figure = Figure(window: LimitWords(name).bareWindow)
        }
        continue
      }
      switch name {
      case "r", "remaining": figure.remaining = number
      case "t", "reset": figure.reset = number > 0 ? Self.moment(String(number), now) : nil
      case "w", "window": figure.window = figure.window ?? LimitWindow(seconds: number)
      default: break
      }
    }
    add(figure)
    if let named = LimitWords("limit " + value).window { update(named) { _ in } }
  }

  private mutating func add(_ figure: Figure) {
    guard figure != Figure() else { return }
    update(figure.window) {
      $0.remaining = figure.remaining ?? $0.remaining
      $0.reset = figure.reset ?? $0.reset
    }
  }

  /// The whole number a value begins with.
  static func number(_ text: String) -> Int64? {
    let digits = text.drop { $0 == " " || $0 == "\"" }.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else { return nil }
    return Int64(digits) ?? .max
  }

  /// A moment to come: seconds from now, seconds or milliseconds since 1970, or a date; nil for one that is past.
  static func moment(_ text: String, _ now: Timestamp) -> Timestamp? {
    let text = text.filter { $0 != "\"" }
    let moment: Timestamp?
    if text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == " ") }), let count = number(text) {
      switch count {
      case ...1_000_000_000: moment = now.after(count * 1000)
      case ...100_000_000_000: moment = Timestamp(milliseconds: count * 1000)
      default: moment = Timestamp(milliseconds: count)
      }
    } else {
      moment = Timestamp(parsing: text) ?? LimitWords(text).bareWindow?.end(after: now)
    }
    return moment.flatMap { $0 > now ? $0 : nil }
  }
}
