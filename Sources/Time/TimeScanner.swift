/// Reads the parts of a written time.
///
/// Each of the written forms is one method, which begins at the first byte and takes the text whole or not at all.
struct TimeScanner {
  /// No form is longer, so that nobody can make us look at more.
  private static let maximumLength = 64

  let bytes: [UInt8]
  var position = 0

  /// Nil where the text is longer than any time.
  init?(_ text: some Collection<UInt8>) {
    let space = UInt8(ascii: " ")
    let trimmed = text.drop { $0 == space }
    guard trimmed.count <= Self.maximumLength else { return nil }
    var bytes = Array(trimmed)
    while bytes.last == space { bytes.removeLast() }
    self.bytes = bytes
  }

  /// `YYYY-MM-DD`, optionally followed by `T` or a space, a clock time and a zone.
  func isoTime() -> Int64? {
    var scanner = self
    return scanner.readISOTime()
  }

  /// `Sat, 22 Aug 2026 03:00:29 +0200`; the day's name and the zone may be missing.
  func mailTime() -> Int64? {
    var scanner = self
    return scanner.readMailTime()
  }

  /// `Sat Aug 22 03:00:29 UTC 2026`; the zone may be missing.
  func shellTime() -> Int64? {
    var scanner = self
    return scanner.readShellTime()
  }

  private mutating func readISOTime() -> Int64? {
    guard let year = digits(4), let separator = peek(), skip("-") || skip("/"), let month = digits(2),
      peek() == separator
    else { return nil }
    position += 1
    guard let day = digits(2), let date = CivilDate(year: year, month: month, day: day) else { return nil }
    var inDay: Int64 = 0
    var offset: Int64 = 0
    if position < bytes.count {
      guard skip("T") || skip("t") || skip(" "), let clock = clock() else { return nil }
      inDay = clock
      skipSpaces()
      guard let zone = zone() else { return nil }
      offset = zone
    }
    return moment(date, inDay, offset)
  }

  private mutating func readMailTime() -> Int64? {
    if weekday() { _ = skip(",") }
    skipSpaces()
    guard let day = digits(2) ?? digits(1) else { return nil }
    skipSpaces()
    guard let month = month() else { return nil }
    skipSpaces()
    guard let year = digits(4), let date = CivilDate(year: year, month: month, day: day) else { return nil }
    skipSpaces()
    guard let inDay = clock() else { return nil }
    skipSpaces()
    guard let offset = zone() else { return nil }
    return moment(date, inDay, offset)
  }

  private mutating func readShellTime() -> Int64? {
    guard weekday(), skip(" ") else { return nil }
    skipSpaces()
    guard let month = month(), skip(" ") else { return nil }
    skipSpaces()
    guard let day = digits(2) ?? digits(1), skip(" "), let inDay = clock(), skip(" ") else { return nil }
    skipSpaces()
    if skipWord("UTC") || skipWord("GMT") { skipSpaces() }
    guard let year = digits(4), let date = CivilDate(year: year, month: month, day: day) else { return nil }
    return moment(date, inDay, 0)
  }

  func moment(_ date: CivilDate, _ inDay: Int64, _ offset: Int64) -> Int64? {
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

  /// `Z`, `UTC`, `(UTC)`, `GMT`, `+02:00`, `+0200`, `+02` or nothing, as milliseconds to subtract.
  mutating func zone() -> Int64? {
    if position == bytes.count || skip("Z") || skip("z") || skipWord("UTC") || skipWord("GMT") || skipWord("(UTC)") {
      return 0
    }
    let sign: Int64
    if skip("+") {
      sign = 1
    } else if skip("-") {
      sign = -1
    } else {
      return nil
    }
    guard let hours = digits(2), hours < 24 else { return nil }
    var minutes = 0
    if skip(":") || position < bytes.count {
      guard let read = digits(2), read < 60 else { return nil }
      minutes = read
    }
    return sign * Int64(hours * 3600 + minutes * 60) * 1000
  }

  mutating func weekday() -> Bool {
    let names: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return names.contains { skipWord($0) }
  }

  mutating func month() -> Int? {
    let names: [StaticString] = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return names.firstIndex { skipWord($0) }.map { $0 + 1 }
  }

  mutating func digits(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    var number = 0
    for byte in bytes[position..<position + count] {
      guard byte.isDigit else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    position += count
    return number
  }

  func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  /// Passes over an ASCII word in any case.
  mutating func skipWord(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count else { return false }
    let matches = word.withUTF8Buffer { letters in
      letters.indices.allSatisfy { bytes[position + $0] | 0x20 == letters[$0] | 0x20 }
    }
    if matches { position += length }
    return matches
  }

  mutating func skipSpaces() {
    while peek() == UInt8(ascii: " ") { position += 1 }
  }
}
