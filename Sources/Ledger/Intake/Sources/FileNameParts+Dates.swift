/// Dates in a file's name.
extension FileNameParts {
  mutating func dropDates() {
    var index = 0
    while index < words.count {
      let length = dateLength(at: index)
      for place in index..<index + length { words[place].isKept = false }
      index += max(1, length)
    }
    // A name that is all date keeps it.
    if !words.contains(where: { $0.isKept && $0.hasLetter }) {
      for place in words.indices { words[place].isKept = true }
    }
  }

  /// How many words a date takes that begins with a word; 0 where none does.
  private func dateLength(at index: Int) -> Int {
    let length = fullDateLength(at: index)
    if length > 0 { return length + timeLength(at: index + length) }
    // What could be a number of something is no date behind a word that takes numbers.
    let isNumbered = index > 0 && Self.numbered.contains(words[index - 1].lowercased)
    return isNumbered ? 0 : partialDateLength(at: index)
  }

  /// Year, month and day in any order, in one word or three.
  private func fullDateLength(at index: Int) -> Int {
    guard words.indices.contains(index) else { return 0 }
    let text = words[index].text
    if let number = number(index, digits: 8) {
      let (first, second) = (number / 10_000, number % 10_000)
      return Self.isDate(first, second / 100, second % 100) || Self.isDate(second, first % 100, first / 100)
        || Self.isDate(second, first / 100, first % 100) ? 1 : 0
    }
    if words[index].isNumber, [12, 14].contains(text.utf8.count) {
      return Self.isDate(Int(text.prefix(4)), Int(text.dropFirst(4).prefix(2)), Int(text.dropFirst(6).prefix(2)))
        ? 1 : 0
    }
    if let year = number(index, digits: 4) {
      return Self.isDate(year, month(index + 1), number(index + 2, digits: 1...2)) ? 3 : 0
    }
    if let year = number(index + 2, digits: 4) {
      let isDayFirst = Self.isDate(year, month(index + 1), number(index, digits: 1...2))
      return isDayFirst || Self.isDate(year, month(index), number(index + 1, digits: 1...2)) ? 3 : 0
    }
    guard let first = number(index, digits: 2), let second = number(index + 1, digits: 2),
      let third = number(index + 2, digits: 2)
    else { return 0 }
    let isShort = [(first, second, third), (third, second, first), (third, first, second)].contains {
      year, month, day in
      (10...39).contains(year) && Self.isDate(2000 + year, month, day)
    }
    return isShort ? 3 : 0
  }

  /// A month or a week of a year, a week alone, seconds since 1970, six digits that are a date.
  private func partialDateLength(at index: Int) -> Int {
    if let number = number(index, digits: 10) {
      let isHour = Self.isDate(number / 1_000_000, number / 10_000 % 100, number / 100 % 100) && number % 100 < 24
      return isHour || (1_000_000_000..<2_000_000_000).contains(number) ? 1 : 0
    }
    if let number = number(index, digits: 13) {
      return (1_000_000_000_000..<2_000_000_000_000).contains(number) ? 1 : 0
    }
    if let number = number(index, digits: 6) {
      let (first, second, third) = (number / 10_000, number / 100 % 100, number % 100)
      let isMonth = Self.isDate(number / 100, third, 1)
      let isDay = [(first, second, third), (third, second, first)].contains { year, month, day in
        (10...39).contains(year) && Self.isDate(2000 + year, month, day)
      }
      return isMonth || isDay ? 1 + timeLength(at: index + 1) : 0
    }
    if number(index, digits: 4).map(Self.years.contains) == true {
      let week = weekLength(at: index + 1, needsName: false)
      if week > 0 { return 1 + week }
      return month(index + 1, digits: 2...2) != nil ? 2 : 0
    }
    let week = weekLength(at: index, needsName: true)
    if week > 0 { return isYear(index + week) ? week + 1 : week }
    let short = weekLength(at: index, needsName: false)
    if short > 0, isYear(index + short) { return short + 1 }
    let isMonth = month(index, digits: 2...2) != nil && isYear(index + 1)
    return isMonth && fullDateLength(at: index + 1) == 0 ? 2 : 0
  }

  /// `week-48`, `kw48`; a single letter `w48` or `q4` only beside a year.
  private func weekLength(at index: Int, needsName: Bool) -> Int {
    guard words.indices.contains(index) else { return 0 }
    switch words[index].lowercased {
    case "week", "wk", "kw", "cw": return number(index + 1, digits: 1...2).map { (1...53).contains($0) } == true ? 2 : 0
    case "w": return !needsName && number(index + 1, digits: 1...2).map { (1...53).contains($0) } == true ? 2 : 0
    case "q": return !needsName && number(index + 1, digits: 1).map { (1...4).contains($0) } == true ? 2 : 0
    default: return 0
    }
  }

  /// A time of day behind a date.
  private func timeLength(at index: Int) -> Int {
    var place = index
    if words.indices.contains(place), words[place].lowercased == "t" { place += 1 }
    if number(place, digits: 4).map({ $0 / 100 < 24 && $0 % 100 < 60 }) == true
      || number(place, digits: 6).map({ $0 / 10_000 < 24 && $0 / 100 % 100 < 60 && $0 % 100 < 61 }) == true
    {
      place += 1
    } else if number(place, digits: 2).map({ $0 < 24 }) == true {
      place += 1
      for _ in 0..<2 where number(place, digits: 2).map({ $0 < 60 }) == true { place += 1 }
    } else {
      return 0
    }
    if words.indices.contains(place), ["z", "utc", "gmt"].contains(words[place].lowercased) { place += 1 }
    return place - index
  }

  private func number(_ index: Int, digits: ClosedRange<Int>) -> Int? {
    guard words.indices.contains(index), words[index].isNumber, digits.contains(words[index].text.utf8.count) else {
      return nil
    }
    return Int(words[index].text)
  }

  private func number(_ index: Int, digits: Int) -> Int? { number(index, digits: digits...digits) }

  private func month(_ index: Int, digits: ClosedRange<Int> = 1...2) -> Int? {
    if let number = number(index, digits: digits) { return (1...12).contains(number) ? number : nil }
    return words.indices.contains(index) ? Self.months[words[index].lowercased] : nil
  }

  private func isYear(_ index: Int) -> Bool { number(index, digits: 4).map(Self.years.contains) == true }

  private static let years = 1990...2099

  static func isDate(_ year: Int?, _ month: Int?, _ day: Int?) -> Bool {
    guard let year, let month, let day else { return false }
    return years.contains(year) && (1...12).contains(month) && (1...31).contains(day)
  }

  static let months: [String: Int] = {
    let names = [
      ["jan", "january", "januar"], ["feb", "february", "februar"], ["mar", "march", "mrz", "märz"], ["apr", "april"],
      ["may", "mai"], ["jun", "june", "juni"], ["jul", "july", "juli"], ["aug", "august"],
      ["sep", "sept", "september"], ["oct", "october", "okt", "oktober"], ["nov", "november"],
      ["dec", "december", "dez", "dezember"],
    ]
    var months: [String: Int] = [:]
    for (index, spellings) in names.enumerated() { for spelling in spellings { months[spelling] = index + 1 } }
    return months
  }()

  /// Letters that stand inside a date.
  static let glue: Set<String> = ["t", "z", "w", "q", "week", "wk", "kw", "cw"]
}
