extension Timestamp {
  /// Reads a written time: RFC 3339, ISO 8601 with a space or without seconds or zone (taken as UTC), a bare date
  /// (midnight UTC), the `2019-01-19 01:33:26 UTC` of abuse.ch, the `Sat, 22 Aug 2026 03:00:29 +0200` of RFC 5322,
  /// or the `Sat Aug 22 03:00:29 UTC 2026` of date(1).
  ///
  /// Nil for anything else, for days that do not exist and for years outside 1 to 9999. Fractions beyond
  /// milliseconds are cut off. A leap second (`:60`) counts as the last second of its minute.
  public init?(parsing text: some StringProtocol) {
    guard let scanner = TimeScanner(text.utf8) else { return nil }
    guard let milliseconds = scanner.isoTime() ?? scanner.mailTime() ?? scanner.shellTime() else { return nil }
    self.init(milliseconds: milliseconds)
  }

  /// Reads a time as people and programs write it into tables: what ``init(parsing:)`` takes, dates with the name of the
  /// month (`28 Nov 2024`, `November 28th, 2024 3:46 PM`), with the day first or the month (`25/11/2024`, `28.11.2024`),
  /// without padding (`2024-1-3`), compact (`20241128T101112Z`), by ISO's weeks, and the texts that Go and Python print.
  ///
  /// `order` says how the others of its column are written; a date that could be either is nil without it.
  public init?(parsingAny text: some StringProtocol, order: DateOrder? = nil) {
    guard let scanner = TimeScanner(text.utf8) else { return nil }
    guard
      let milliseconds = scanner.isoTime() ?? scanner.mailTime() ?? scanner.shellTime() ?? scanner.looseTime(order)
    else { return nil }
    self.init(milliseconds: milliseconds)
  }

  /// Reads a written time as ``init(parsingAny:order:)`` does, or a count since 1970-01-01: nine or ten digits are
  /// seconds, with or without a fraction, thirteen are milliseconds, sixteen microseconds; eight are a day of the years
  /// 1970 to 2099, `20260822`, as MISP writes it in CSV.
  ///
  /// Any other number is no time, such as a small one, which counts something.
  public init?(parsingOrCounting text: some StringProtocol, order: DateOrder? = nil) {
    if let time = Timestamp(parsingAny: text, order: order) {
      self = time
      return
    }
    if text.utf8.count == 8, text.utf8.allSatisfy(\.isDigit), text.hasPrefix("19") || text.hasPrefix("20") {
      let day = "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
      guard text.prefix(4) >= "1970", let time = Timestamp(parsing: day) else { return nil }
      self = time
      return
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, [9, 10, 13, 16].contains(whole.count),
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) })
    else { return nil }
    var count = whole.number
    if whole.count == 16 {
      count /= 1000
    } else if whole.count < 13 {
      let fraction = parts.count > 1 ? Array(parts[1].prefix(3)) : []
      let zeros = Array(repeating: UInt8(ascii: "0"), count: 3 - fraction.count)
      count = count * 1000 + (fraction + zeros).number
    }
    self.init(milliseconds: count)
  }
}

extension Sequence<UInt8> {
  /// The number that at most eighteen ASCII digits write.
  fileprivate var number: Int64 { reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } }
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
