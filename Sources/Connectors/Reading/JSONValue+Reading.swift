import Events
import JSON

/// The bounds within which vendors' answers are taken over.
///
/// Lists are sorted and then cut, so that the same answer always gives the same facts whatever the order in it; of a
/// list longer than `read` the rest is not looked at.
enum Bounds {
  static let text = 300
  static let ports = 200
  static let vulnerabilities = 100
  static let tags = 50
  static let hostnames = 50
  static let relations = 20
  static let read = 10_000
}

extension String {
  /// The text cut to at most 300 scalars.
  var bounded: String {
    guard utf8.count > Bounds.text else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(Bounds.text)))
  }
}

extension String {
  /// The name by which two of a list are the same vulnerability.
  fileprivate var vulnerabilityName: String { filter { $0 != "!" && $0 != " " }.uppercased() }
}

extension JSONValue {
  /// A text that says something, without white space around it, cut to a bound; nil for empty texts and other types.
  var words: String? {
    guard let string else { return nil }
    var scalars = Substring(string).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return scalars.isEmpty ? nil : String(scalars).bounded
  }

  /// A count: a whole number from 0 to 2^53, also where it is written as a text.
  var count: Int64? {
    integer.flatMap { (0...1 << 53).contains($0) ? $0 : nil }
  }

  /// A truth value, also where it is written as a text or as 1 and 0.
  var flag: Bool? {
    if case .bool(let value) = self { return value }
    switch words?.lowercased() ?? integer.map(String.init) {
    case "true", "1": return true
    case "false", "0": return false
    default: return nil
    }
  }

  /// The texts of a list, sorted and each once; nil where this is neither a list nor a text.
  ///
  /// A single text counts as a list of one, elements of other types do not count.
  func texts(_ limit: Int) -> [String]? {
    let elements: [JSONValue]
    switch self {
    case .array(let array): elements = array
    case .string: elements = [self]
    default: return nil
    }
    return elements.prefix(Bounds.read).compactMap(\.words).sortedOnce(limit)
  }

  /// The ports of a list, sorted and each once.
  var ports: [Int64]? {
    guard let array else { return nil }
    let ports = Set(array.prefix(Bounds.read).compactMap(\.integer).filter { (0...65_535).contains($0) })
    return Array(ports.sorted().prefix(Bounds.ports))
  }

  /// Whether there is a value other than null.
  var isPresent: Bool { self != .null }
}

extension [String] {
  /// The names of vulnerabilities, without those that are marked with `!` as verified not to be.
  var withoutDisproved: [String] {
    let disproved = Set(filter { $0.hasPrefix("!") }.map(\.vulnerabilityName))
    return filter { !$0.hasPrefix("!") && !disproved.contains($0.vulnerabilityName) }
  }

  /// Each text once, in the order of their UTF-8 bytes, at most so many.
  func sortedOnce(_ limit: Int) -> [String] {
    Array(Set(self).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(limit))
  }
}
