/// A pattern of the STIX Patterning language, taken apart into its comparisons.
///
/// The whole grammar of STIX 2.0 and 2.1 is read, and besides it what producers write against it: `==`, property names
/// in double quotes, words in lower case. What joins the comparisons is kept only as far as it says whether one of them
/// alone is what the pattern is about.
struct StixPattern {
  /// Larger patterns are refused.
  static let maximumSize = 1 << 20
  /// More comparisons are refused.
  static let maximumComparisons = 10_000

  /// In the order written.
  let comparisons: [Comparison]

  /// A comparison such as `file:hashes.MD5 = '…'` or `ipv4-addr:value IN ('…', '…')`.
  struct Comparison {
    /// The type of the object, such as `file`.
    var objectType: String
    /// The names on the way to the property, such as `hashes`, `MD5`; list indexes are left out.
    var path: [String]
    var comparator: Comparator
    var values: [Literal]
    /// Whether a NOT stands before it or its parentheses.
    var isNegated: Bool
    /// Whether it is joined to another comparison by AND or FOLLOWEDBY, so that it alone is not what was meant.
    var isCombined = false
    /// Which pair of brackets it stands in, from 0.
    var observation: Int
    /// The comparison as written.
    var text: String
  }

  enum Comparator: String {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "IN"
    case like = "LIKE"
    case matches = "MATCHES"
    case isSubset = "ISSUBSET"
    case isSuperset = "ISSUPERSET"
    case exists = "EXISTS"
  }

  enum Literal: Hashable {
    case text(String)
    case number(String)
    case bool(Bool)
    case timestamp(String)
    case hexadecimal(String)
    case binary(String)
  }

  /// Reads a pattern.
  init(parsing text: String) throws(StixPatternError) {
    guard text.utf8.count <= Self.maximumSize else {
      throw StixPatternError("the pattern is longer than \(Self.maximumSize) bytes", offset: 0)
    }
    var parser = StixPatternParser(Array(text.utf8))
    comparisons = try parser.pattern()
  }
}

/// Why a text is no STIX pattern, and where.
struct StixPatternError: Error, CustomStringConvertible {
  let message: String
  /// The byte of the pattern, from 0.
  let offset: Int

  var description: String { "the pattern cannot be read at character \(offset + 1): \(message)" }

  init(_ message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }
}
