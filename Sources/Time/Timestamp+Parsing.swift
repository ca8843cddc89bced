extension Timestamp {
  /// Reads a written time: RFC 3339, ISO 8601 with a space or without seconds or zone (taken as UTC), a bare date
  /// (midnight UTC), the `2019-01-19 01:33:26 UTC` of abuse.ch, or the `Sat, 22 Aug 2026 03:00:29 +0200` of RFC 5322.
  ///
  /// Nil for anything else, for days that do not exist and for years outside 1 to 9999. Fractions beyond
  /// milliseconds are cut off. A leap second (`:60`) counts as the last second of its minute.
  public init?(parsing text: some StringProtocol) {
    var scanner = TimeScanner(text.utf8)
    guard let milliseconds = scanner.isoTime() ?? scanner.restarted().mailTime() else { return nil }
    self.init(milliseconds: milliseconds)
  }
}

/// Reads the parts of a written time from at most 64 bytes.
struct TimeScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: some Sequence<UInt8>) {
    var kept = Array(text.prefix(65))
    while let last = kept.last, last == UInt8(ascii: " ") { kept.removeLast() }
    let start = kept.firstIndex { $0 != UInt8(ascii: " ") } ?? kept.count
    bytes = Array(kept[start...])
  }

  /// A fresh scanner over the same bytes.
  func restarted() -> TimeScanner {
    TimeScanner(bytes)
  }

  /// `YYYY-MM-DD`, optionally followed by `T` or a space, a clock time and a zone.
  mutating func isoTime() -> Int64? {
    guard let year = digits(4), skip("-") || skip("/"), let month = digits(2), skip("-") || skip("/"),
      let day = digits(2), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    var inDay: Int64 = 0
    var offset: Int64 = 0
    if position < bytes.count {
      guard skip("T") || skip("t") || skip(" "), let clock = clock() else { return nil }
      inDay = clock
      _ = skip(" ")
      guard let zone = zone() else { return nil }
      offset = zone
    }
    return moment(date, inDay, offset)
  }

  /// `Sat, 22 Aug 2026 03:00:29 +0200`; the day's name and the zone may be missing.
  func mailTime() -> Int64? {
    var scanner = self
    return scanner.readMailTime()
  }

  private mutating func readMailTime() -> Int64? {
    if let comma = bytes.firstIndex(of: UInt8(ascii: ",")) { position = comma + 1 }
    skipSpaces()
    guard let day = digits(2) ?? digits(1) else { return nil }
    skipSpaces()
    guard let month = monthName() else { return nil }
    skipSpaces()
    guard let year = digits(4), let date = CivilDate(year: year, month: month, day: day) else { return nil }
    skipSpaces()
    guard let inDay = clock() else { return nil }
    skipSpaces()
    guard let offset = zone() else { return nil }
    return moment(date, inDay, offset)
  }

  private func moment(_ date: CivilDate, _ inDay: Int64, _ offset: Int64) -> Int64? {
    guard position == bytes.count else { return nil }
    let milliseconds = date.daysSinceEpoch * Timestamp.millisecondsPerDay + inDay - offset
    guard Timestamp.years.contains(milliseconds.flooredQuotient(1000)) else { return nil }
    return milliseconds
  }

  /// `HH:MM[:SS[.fraction]]` in milliseconds.
  private mutating func clock() -> Int64? {
    guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60 else { return nil }
    var milliseconds = Int64(hour * 3600 + minute * 60) * 1000
    guard skip(":") else { return milliseconds }
    guard let second = digits(2), second <= 60 else { return nil }
    milliseconds += Int64(min(second, 59)) * 1000
    if skip(".") || skip(",") {
      var scale: Int64 = 100
      guard let first = digits(1) else { return nil }
      milliseconds += Int64(first) * scale
      while let digit = digits(1) {
        scale /= 10
        milliseconds += Int64(digit) * scale
      }
    }
    return milliseconds
  }

  /// `Z`, `UTC`, `GMT`, `+02:00`, `+0200`, `+02` or nothing, as milliseconds to subtract.
  private mutating func zone() -> Int64? {
    if position == bytes.count || skip("Z") || skip("z") || skip("UTC") || skip("GMT") { return 0 }
    let sign: Int64
    if skip("+") {
      sign = 1
    } else if skip("-") {
      sign = -1
    } else {
      return nil
    }
    guard let hours = digits(2), hours < 24 else { return nil }
    _ = skip(":")
    let minutes = position < bytes.count ? digits(2) : 0
    guard let minutes, minutes < 60 else { return nil }
    return sign * Int64(hours * 3600 + minutes * 60) * 1000
  }

  private mutating func monthName() -> Int? {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    for (index, name) in names.enumerated() where skip(name) { return index + 1 }
    return nil
  }

  private mutating func digits(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    var number = 0
    for byte in bytes[position..<position + count] {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    position += count
    return number
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { skip(Array($0)) }
  }

  private mutating func skip(_ text: String) -> Bool { skip(Array(text.utf8)) }

  private mutating func skip(_ wanted: [UInt8]) -> Bool {
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func skipSpaces() {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
  }
}
