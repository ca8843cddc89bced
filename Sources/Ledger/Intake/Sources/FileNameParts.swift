/// A file's name in words and what stands between them, where dates and counters are told apart from names.
struct FileNameParts {
  struct Word {
    /// What stands before it.
    var separator: String
    var text: String
    var isKept = true

    var lowercased: String { text.lowercased() }
    var isNumber: Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    var hasLetter: Bool { text.contains(where: \.isLetter) }
  }

  private let name: String
  var words: [Word] = []
  private var ending = ""

  init(_ name: String) {
    self.name = name
    var separator = ""
    var text = ""
    for character in name {
      if Self.separators.contains(character) || character.isWhitespace {
        append(text, after: &separator)
        text = ""
        separator.append(character)
      } else {
        text.append(character)
      }
    }
    append(text, after: &separator)
    ending = separator
  }

  private static let separators: Set<Character> = [
    "-", "_", ".", ",", "+", "~", "(", ")", "[", "]", "{", "}", ":", "'", "#", "–", "—",
  ]

  /// Adds a word, in pieces where it is a date written in one.
  private mutating func append(_ text: String, after separator: inout String) {
    guard !text.isEmpty else { return }
    for piece in Self.pieces(of: text) {
      words.append(Word(separator: separator, text: piece))
      separator = ""
    }
  }

  /// Runs of digits and of letters where only a date is written so: `24nov2026`, `2026W48`, `20261124T0800Z`,
  /// `ips20261124`.
  private static func pieces(of text: String) -> [String] {
    var runs: [String] = []
    for character in text {
      let isDigit = character.isASCII && character.isNumber
      if let last = runs.last?.last, (last.isASCII && last.isNumber) == isDigit {
        runs[runs.count - 1].append(character)
      } else {
        runs.append(String(character))
      }
    }
    guard runs.count > 1 else { return runs }
    let letters = runs.filter { !($0.first?.isNumber ?? false) }.map { $0.lowercased() }
    if letters.allSatisfy({ glue.contains($0) || months[$0] != nil }) { return runs }
    let isDated = runs.contains { run in
      [8, 12, 14].contains(run.utf8.count)
        && isDate(Int(run.prefix(4)), Int(run.dropFirst(4).prefix(2)), Int(run.dropFirst(6).prefix(2)))
    }
    return isDated ? runs : [text]
  }

  // MARK: What is left

  /// The name without dates and counters.
  var stem: String {
    var parts = self
    parts.dropDates()
    parts.dropCounters()
    guard parts.words.contains(where: { !$0.isKept }) else { return trimmed(name) }
    return trimmed(parts.joined)
  }

  private var joined: String {
    var joined = ""
    var afterGap = false
    for word in words {
      guard word.isKept else {
        afterGap = true
        continue
      }
      var separator = word.separator
      if afterGap { separator.removeAll { ")]}".contains($0) } }
      joined += separator + word.text
      afterGap = false
    }
    return words.last?.isKept == true ? joined + ending : joined
  }

  private func trimmed(_ text: String) -> String {
    func isEdge(_ character: Character) -> Bool { character.isWhitespace || "-_.,+~:#–—".contains(character) }
    var rest = text[...]
    rest = rest.drop(while: isEdge)
    while rest.last.map(isEdge) == true { rest.removeLast() }
    return String(rest)
  }

  /// Words whose number says which one, not which time.
  static let numbered: Set<String> = [
    "apt", "unc", "ta", "fin", "uac", "storm", "dev", "level", "lvl", "tier", "stage", "top", "sha", "md", "port", "as",
    "asn", "cve", "cwe", "group", "tag", "class", "case", "incident", "ticket", "issue", "id", "rule", "sid",
  ]
}
