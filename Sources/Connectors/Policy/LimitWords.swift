import Time

/// A text about a limit, read word by word: which window it names, or how long it asks to wait.
///
/// Vendors have no common form for that: `50-lookups/week`, "Daily rate limit of 1000 requests exceeded", "Please wait a
/// second", `quota_period: month`. What names a price (`$10/month`) or how long something was kept names no limit.
struct LimitWords {
  private let words: [String]

  /// Words and numbers in lower case, with signs of currency and the slash; `dailyLimit` and `daily_limit` are two words.
  init(_ text: some StringProtocol) {
    var words: [String] = []
    var word = ""
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars.prefix(Self.longest) {
      let isLetter = scalar.properties.isAlphabetic
      let isDigit = scalar.value >= 0x30 && scalar.value <= 0x39
      let isNewWord =
        isLetter != last.properties.isAlphabetic || (last.properties.isLowercase && scalar.properties.isUppercase)
      if !word.isEmpty, isNewWord || !(isLetter || isDigit) {
        words.append(word.lowercased())
        word = ""
      }
      if isLetter || isDigit { word.unicodeScalars.append(scalar) }
      if "/$€£".unicodeScalars.contains(scalar) { words.append(String(scalar)) }
      last = scalar
    }
    if !word.isEmpty { words.append(word.lowercased()) }
    self.words = words
  }

  /// How much of a text is read.
  private static let longest = 2000

  private static let limits: Set<String> = [
    "limit", "limits", "limited", "ratelimit", "quota", "quotas", "allowance", "allotment", "cap", "budget", "rate",
    "usage", "credits", "credit", "exceeded", "exhausted",
  ]
  private static let requests: Set<String> = [
    "request", "requests", "lookup", "lookups", "query", "queries", "search", "searches", "call", "calls", "check",
    "checks", "hit", "hits", "req", "reqs", "ups",
  ]
  private static let waits: Set<String> = [
    "again", "retry", "wait", "after", "reset", "resets", "available", "blocked", "banned", "lifted", "until", "back",
  ]
  private static let currencies: Set<String> = ["$", "€", "£", "usd", "eur", "gbp", "dollars", "euros"]
  private static let small: [String: Int64] = ["a": 1, "an": 1, "one": 1, "the": 1, "few": 3, "next": 1]

  /// How long it asks to wait: `try again in 5 minutes`, `wait a second`, `again tomorrow`.
  var wait: LimitWindow? {
    for index in words.indices where holds(Self.waits, before: index, within: 6) {
      if ["tomorrow", "midnight"].contains(words[index]) { return .day }
      guard index > 0, let count = Int64(words[index - 1]) ?? Self.small[words[index - 1]] else { continue }
      if let window = LimitWindow(count, words[index]) { return window }
    }
    return nil
  }

  /// The window over which it says that requests are counted: the first one it names.
  var window: LimitWindow? {
    for index in words.indices {
      if let window = rate(at: index) ?? adjective(at: index) { return window }
    }
    return nil
  }

  /// The window it names and nothing else: `week`, `24h`, `daily`.
  var bareWindow: LimitWindow? {
    switch words.count {
    case 1: LimitWindow(adjective: words[0]) ?? LimitWindow(1, words[0])
    case 2: Int64(words[0]).flatMap { LimitWindow($0, words[1]) }
    default: nil
    }
  }

  /// Whether it says that something is used up.
  var saysUsedUp: Bool {
    let ends: Set<String> = [
      "exceeded", "exceed", "exceeds", "reached", "exhausted", "hit", "insufficient", "depleted", "over", "used",
    ]
    let what = Self.limits.subtracting(["exceeded", "exhausted", "limited"]).union(["requests", "lookups", "searches"])
    return words.contains(where: ends.contains) && words.contains(where: what.contains)
  }

  /// `100 requests per day`, `50-lookups/week`, `limit of 10 a day`, `limit-day`.
  private func rate(at index: Int) -> LimitWindow? {
    var start = index
    var count: Int64 = 1
    if start > 0, let stated = Int64(words[start - 1]), start > 1, Self.links.contains(words[start - 2]) {
      count = stated
      start -= 1
    }
    guard let window = LimitWindow(count, words[index]), start > 0 else { return nil }
    var link = start - 1
    while link > 0, ["the", "last", "past", "any", "rolling", "current", "calendar"].contains(words[link]) { link -= 1 }
    // "limit day", as headers and members are called.
    if Self.limits.contains(words[link]), words[index].count > 1 { return window }
    guard Self.links.contains(words[link]), !holds(Self.currencies, before: link, within: 2) else { return nil }
    // "1/second" needs no more words, "for a month" does.
    let isNumber = link > 0 && Int64(words[link - 1]) != nil && ["per", "/"].contains(words[link])
    return isNumber || holds(Self.limits.union(Self.requests), before: link, within: 6) ? window : nil
  }

  private static let links: Set<String> = ["per", "/", "a", "an", "each", "every", "in", "within", "for", "this"]

  /// `daily limit`, `quota (monthly)`, `today's requests`.
  private func adjective(at index: Int) -> LimitWindow? {
    guard let window = LimitWindow(adjective: words[index]) ?? unitBeforeLimit(index) else { return nil }
    let near = Self.limits.union(Self.requests)
    let isFollowed = words[index...].dropFirst().prefix(4).contains(where: near.contains)
    return isFollowed || holds(near, before: index, within: 4) ? window : nil
  }

  /// `day limit`.
  private func unitBeforeLimit(_ index: Int) -> LimitWindow? {
    guard index + 1 < words.count, ["limit", "quota"].contains(words[index + 1]), words[index].count > 1 else {
      return nil
    }
    return LimitWindow(1, words[index])
  }

  private func holds(_ wanted: Set<String>, before index: Int, within distance: Int) -> Bool {
    words[max(0, index - distance)..<index].contains(where: wanted.contains)
  }
}
