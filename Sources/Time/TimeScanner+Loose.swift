// The forms in which people and programs write times into tables, beyond those that standards define.
extension TimeScanner {
  /// A date in numbers with the year last, as far as its parts: `25/11/2024`, `3.4.26`, `03-04-2026 10:00`.
  struct NumericDate {
    var first: Int
    var second: Int
    var year: Int
    var separator: UInt8
  }

  /// The date in numbers at the beginning; nil where there is none.
  func numericDate() -> NumericDate? {
    var scanner = self
    return scanner.readNumericDate()
  }

  /// Any of the loose forms; `order` is how the column writes its dates in numbers, where that is known.
  func looseTime(_ order: DateOrder?) -> Int64? {
    var scanners = (self, self, self, self, self, self)
    return scanners.0.readYearFirst() ?? scanners.1.readNumbers(order) ?? scanners.2.readNamedMonth()
      ?? scanners.3.readCompact() ?? scanners.4.readWeek() ?? scanners.5.readPython()
  }

  private mutating func readNumericDate() -> NumericDate? {
    guard let first = digits(2) ?? digits(1), let separator = peek(), skip("/") || skip(".") || skip("-"),
      let second = digits(2) ?? digits(1), peek() == separator, skip("/") || skip(".") || skip("-"),
      let year = year(), isAtGap
    else { return nil }
    return NumericDate(first: first, second: second, year: year, separator: separator)
  }

  private mutating func readNumbers(_ order: DateOrder?) -> Int64? {
    guard let parts = readNumericDate() else { return nil }
    let order = order ?? settled(parts)
    guard let order else { return nil }
    let (day, month) = order == .dayFirst ? (parts.first, parts.second) : (parts.second, parts.first)
    guard let date = CivilDate(year: parts.year, month: month, day: day) else { return nil }
    return rest(of: date)
  }

  private func settled(_ parts: NumericDate) -> DateOrder? {
    if parts.separator == UInt8(ascii: ".") || parts.first == parts.second { return .dayFirst }
    if parts.first > 12 { return .dayFirst }
    return parts.second > 12 ? .monthFirst : nil
  }

  /// `2024-1-3`, `2024.01.03 5:06`, and Go's `2024-11-28 10:11:12.5 +0100 CET m=+0.1`.
  private mutating func readYearFirst() -> Int64? {
    guard let year = digits(4), let separator = peek(), skip("-") || skip("/") || skip("."),
      let month = digits(2) ?? digits(1), peek() == separator, skip("-") || skip("/") || skip("."),
      let day = digits(2) ?? digits(1), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    return rest(of: date)
  }

  /// `28 Nov 2024`, `Nov 28th, 2024`, `28-Nov-24`, `2024-Nov-28`, `28/Nov/2024:10:11:12 +0000`.
  private mutating func readNamedMonth() -> Int64? {
    if weekday() {
      while let byte = peek(), byte.isASCIILetter { position += 1 }
      _ = skip(",")
      skipSpaces()
    }
    if let year = digits(4) {
      skipGap()
      guard let month = monthName() else { return nil }
      skipGap()
      guard let day = day(), let date = CivilDate(year: year, month: month, day: day) else { return nil }
      return rest(of: date)
    }
    let first = day()
    skipGap()
    guard let month = monthName() else { return nil }
    skipGap()
    guard let day = first ?? day() else { return nil }
    skipGap()
    guard let year = year(), isAtGap, let date = CivilDate(year: year, month: month, day: day) else { return nil }
    _ = skip(":")
    return rest(of: date)
  }

  /// `20241128T101112Z`; without anything between day and hour it is a number like any other.
  private mutating func readCompact() -> Int64? {
    guard let year = digits(4), (1970...2099).contains(year), let month = digits(2), let day = digits(2),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    guard skip("T") || skip(" ") || skip("-") || skip("_"), let hour = digits(2), hour < 24, let minute = digits(2),
      minute < 60
    else { return nil }
    let second = digits(2) ?? 0
    guard second <= 60, let offset = zone() else { return nil }
    return moment(date, Int64(hour * 3600 + minute * 60 + min(second, 59)) * 1000, offset)
  }

  /// `2024-W48-4` of ISO 8601; without a day the Monday.
  private mutating func readWeek() -> Int64? {
    guard let year = digits(4) else { return nil }
    _ = skip("-")
    guard skip("W"), let week = digits(2), (1...53).contains(week), let fourth = CivilDate(year: year, month: 1, day: 4)
    else { return nil }
    _ = skip("-")
    let day = digits(1) ?? 1
    guard (1...7).contains(day) else { return nil }
    // The week of 4 January is the first; 1970-01-01 was a Thursday.
    let monday = fourth.daysSinceEpoch - (fourth.daysSinceEpoch + 3).remainder(7)
    return moment(CivilDate(daysSinceEpoch: monday + Int64((week - 1) * 7 + day - 1)), 0, 0)
  }

  /// `datetime.datetime(2024, 11, 28, 10, 11, 12)`.
  private mutating func readPython() -> Int64? {
    guard skipWord("datetime.") else { return nil }
    let hasClock = skipWord("datetime(")
    guard hasClock || skipWord("date(") else { return nil }
    var numbers: [Int] = []
    while numbers.count < 7 {
      skipSpaces()
      var number: Int?
      while let digit = digits(1), number ?? 0 < 1_000_000 { number = (number ?? 0) * 10 + digit }
      guard let number else { break }
      numbers.append(number)
      guard skip(",") else { break }
    }
    // A time zone is named in many ways; only UTC is taken.
    skipSpaces()
    if skipWord("tzinfo=") { guard skipWord("datetime.timezone.utc") else { return nil } }
    guard skip(")"), numbers.count >= 3, let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
    else { return nil }
    let clock = numbers.dropFirst(3) + [0, 0, 0, 0]
    let parts = Array(clock.prefix(4))
    guard parts[0] < 24, parts[1] < 60, parts[2] < 60 else { return nil }
    return moment(date, Int64(parts[0] * 3600 + parts[1] * 60 + parts[2]) * 1000 + Int64(parts[3] / 1000), 0)
  }

  // MARK: Parts

  /// What follows a date: nothing, or a clock time and a zone.
  private mutating func rest(of date: CivilDate) -> Int64? {
    if position == bytes.count { return moment(date, 0, 0) }
    _ = skip(",")
    if !skip("T") { skipSpaces() }
    if skipWord("at ") { skipSpaces() }
    guard let inDay = looseClock() else { return nil }
    skipSpaces()
    guard let offset = looseZone() else { return nil }
    return moment(date, inDay, offset)
  }

  /// `3:46`, `3:46:07 PM`, `10:11:12.123456`.
  private mutating func looseClock() -> Int64? {
    guard var hour = digits(2) ?? digits(1), hour < 24, skip(":"), let minute = digits(2), minute < 60 else {
      return nil
    }
    var milliseconds: Int64 = 0
    if skip(":") {
      guard let second = digits(2), second <= 60 else { return nil }
      milliseconds = Int64(min(second, 59)) * 1000
      if skip(".") || skip(",") {
        var scale: Int64 = 100
        while let digit = digits(1) {
          milliseconds += Int64(digit) * scale
          scale /= 10
        }
      }
    }
    let start = position
    skipSpaces()
    if skipWord("am") || skipWord("a.m.") {
      guard (1...12).contains(hour) else { return nil }
      hour %= 12
    } else if skipWord("pm") || skipWord("p.m.") {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + 12
    } else {
      position = start
    }
    return milliseconds + Int64(hour * 3600 + minute * 60) * 1000
  }

  /// A zone, also by the abbreviations of RFC 5322 and of Europe; Go writes the offset and then the name.
  private mutating func looseZone() -> Int64? {
    if position == bytes.count { return 0 }
    var offset: Int64?
    if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") {
      let sign: Int64 = skip("+") ? 1 : -1
      if sign < 0 { position += 1 }
      guard let hours = digits(2), hours < 24 else { return nil }
      _ = skip(":")
      let minutes = digits(2) ?? 0
      guard minutes < 60 else { return nil }
      offset = sign * Int64(hours * 3600 + minutes * 60) * 1000
      skipSpaces()
    }
    _ = skip("(")
    if let hours = namedZone() {
      offset = offset ?? Int64(hours) * 3_600_000
    } else if offset != nil {
      while let byte = peek(), byte.isASCIILetter { position += 1 }
    }
    _ = skip(")")
    skipSpaces()
    if skipWord("m=") { position = bytes.count }
    return position == bytes.count ? offset : nil
  }

  private mutating func namedZone() -> Int? {
    let zones: [(StaticString, Int)] = [
      ("UTC", 0), ("GMT", 0), ("CEST", 2), ("CET", 1), ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7),
      ("MDT", -6), ("PST", -8), ("PDT", -7), ("Z", 0),
    ]
    return zones.first { skipWord($0.0) }?.1
  }

  private mutating func monthName() -> Int? {
    let names: [StaticString] = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    if let index = names.firstIndex(where: { skipWord($0) }) { return index + 1 }
    if skipWord("Sept") {
      _ = skip(".")
      return 9
    }
    guard let month = month() else { return nil }
    _ = skip(".")
    return month
  }

  /// `28` or `28th`.
  private mutating func day() -> Int? {
    // `Nov 2024` names no day.
    guard let day = digits(2) ?? digits(1), isAtGap else { return nil }
    if !skipWord("st"), !skipWord("nd"), !skipWord("rd") { _ = skipWord("th") }
    return day
  }

  /// Four digits, or two: `70` to `99` are of the last century.
  private mutating func year() -> Int? {
    if let year = digits(4) { return year }
    return digits(2).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
  }

  /// Whether a number has ended here.
  private var isAtGap: Bool { peek().map { !$0.isDigit } ?? true }

  private mutating func skipGap() {
    while let byte = peek(),
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
        || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".")
    { position += 1 }
  }
}

extension UInt8 {
  fileprivate var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
}

extension Int64 {
  /// The remainder from 0 on, also of numbers below zero.
  fileprivate func remainder(_ divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
