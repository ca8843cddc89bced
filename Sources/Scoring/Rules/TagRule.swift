import Indicators

/// A tag that a scorecard puts on every indicator for which a condition holds.
struct TagRule: Hashable, Sendable {
  var tag: String
  /// The condition holds where every test of one of these holds.
  var alternatives: [[TagTest]]

  /// The condition in one line, for comparing scorecards.
  var writtenCondition: String {
    alternatives.map { tests in
      tests.map { "\($0.written): \($0.values.joined(separator: ", "))" }.joined(separator: " and ")
    }.joined(separator: " or ")
  }
}

/// A test of one field, as in Sigma: `field|modifier: value`.
struct TagTest: Hashable, Sendable {
  /// The field with its modifiers as written.
  var written: String
  /// `label`, `kind`, `value`, `source`, `tlp`, `score`, `verdict`, or the name of a signal.
  var field: String
  var comparison: Comparison
  /// Whether every value has to match, instead of any.
  var needsAll: Bool
  /// What to compare with, texts in lower case.
  var values: [String]

  enum Comparison: Hashable, Sendable {
    /// The whole text, where `*` and `?` stand for anything and for any one character.
    case equals
    case contains, startsWith, endsWith
    case greater, greaterOrEqual, less, lessOrEqual
    /// An address or network within one of these.
    case within(NetworkTable)
    /// Whether there is any value at all.
    case exists(Bool)
  }

  /// The fields that are no signals.
  static let fields = ["label", "kind", "value", "source", "tlp", "score", "verdict"]

  /// Whether the test holds for a field's values; texts and numbers in plain text.
  func holds(for found: [String]) -> Bool {
    if case .exists(let wanted) = comparison { return wanted != found.isEmpty }
    if case .within(let networks) = comparison {
      return found.contains { text in CIDRBlock(parsing: text).map(networks.contains) ?? false }
    }
    let found = found.map { $0.lowercased() }
    func matches(_ value: String) -> Bool { found.contains { compare($0, value) } }
    return needsAll ? values.allSatisfy(matches) : values.contains(where: matches)
  }

  private func compare(_ text: String, _ value: String) -> Bool {
    switch comparison {
    case .equals: matchesWildcards(Array(value.utf8), Array(text.utf8))
    case .contains: contains(text, value)
    case .startsWith: text.utf8.starts(with: value.utf8)
    case .endsWith: text.utf8.reversed().starts(with: value.utf8.reversed())
    case .greater: numbers(text, value) { $0 > $1 }
    case .greaterOrEqual: numbers(text, value) { $0 >= $1 }
    case .less: numbers(text, value) { $0 < $1 }
    case .lessOrEqual: numbers(text, value) { $0 <= $1 }
    case .within, .exists: false
    }
  }

  private func numbers(_ text: String, _ value: String, _ isOrdered: (Double, Double) -> Bool) -> Bool {
    guard let left = Double(text), let right = Double(value) else { return false }
    return isOrdered(left, right)
  }

  /// Whether a text holds another, byte by byte: no two texts are equal here that differ in their bytes.
  private func contains(_ text: String, _ part: String) -> Bool {
    let text = Array(text.utf8)
    let part = Array(part.utf8)
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
  }
}

/// Whether a text matches a pattern in which `*` stands for anything, `?` for one byte, and `\` takes the next byte as it
/// is.
///
/// Goes back to the last `*` only, so that the time is at most the product of both lengths.
func matchesWildcards(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
  var at = 0
  var position = 0
  var star: (pattern: Int, text: Int)?
  while position < text.count {
    let isEscaped = at + 1 < pattern.count && pattern[at] == UInt8(ascii: "\\")
    if at < pattern.count, !isEscaped, pattern[at] == UInt8(ascii: "*") {
      star = (at, position)
      at += 1
    } else if at < pattern.count,
      isEscaped
        ? pattern[at + 1] == text[position] : pattern[at] == UInt8(ascii: "?") || pattern[at] == text[position]
    {
      at += isEscaped ? 2 : 1
      position += 1
    } else if let last = star {
      at = last.pattern + 1
      position = last.text + 1
      star = (last.pattern, position)
    } else {
      return false
    }
  }
  while at < pattern.count, pattern[at] == UInt8(ascii: "*") { at += 1 }
  return at == pattern.count
}
