/// Reads the grammar of STIX Patterning by recursive descent, of bounded depth.
///
/// ```
/// pattern      = observations                      observations joined by FOLLOWEDBY, OR, AND; the last binds tightest
/// observation  = ( "[" comparisons "]" | "(" observations ")" ) { qualifier }
/// qualifier    = "WITHIN" n "SECONDS" | "REPEATS" n "TIMES" | "START" time "STOP" time
/// comparisons  = comparison or "(" comparisons ")" joined by OR, AND; the last binds tightest
/// comparison   = path [ "NOT" ] comparator value | path [ "NOT" ] "IN" "(" values ")" | "EXISTS" path
/// path         = type ":" name { "." name | "[" n | "*" "]" }
/// ```
struct StixPatternParser {
  private static let maximumDepth = 64

  private var lexer: StixPatternLexer
  private var token: StixPatternLexer.Token = .end
  /// Where the token before this one ended.
  private var previousEnd = 0
  private var comparisons: [StixPattern.Comparison] = []
  private var observations = 0
  private var isNegated = false

  init(_ bytes: [UInt8]) { lexer = StixPatternLexer(bytes) }

  mutating func pattern() throws(StixPatternError) -> [StixPattern.Comparison] {
    try advance()
    try observationExpression(level: 0, depth: 0)
    guard token == .end else { throw error("expected nothing more") }
    return comparisons
  }

  // MARK: Observations

  private static let observationJoins = ["FOLLOWEDBY", "OR", "AND"]

  private mutating func observationExpression(level: Int, depth: Int) throws(StixPatternError) {
    guard level < Self.observationJoins.count else { return try observation(depth: depth) }
    let first = comparisons.count
    var isJoined = false
    repeat {
      if isJoined { try advance() }
      try observationExpression(level: level + 1, depth: depth)
      if isKeyword(Self.observationJoins[level]) { isJoined = true } else { break }
    } while true
    if isJoined, level != 1 { combine(from: first) }
  }

  private mutating func observation(depth: Int) throws(StixPatternError) {
    guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth) levels") }
    if try skip("(") {
      try observationExpression(level: 0, depth: depth + 1)
      try expect(")")
    } else {
      try expect("[")
      try comparisonExpression(level: 0, depth: depth + 1)
      try expect("]")
      observations += 1
    }
    while try qualifier() {}
  }

  private mutating func qualifier() throws(StixPatternError) -> Bool {
    if isKeyword("WITHIN") || isKeyword("REPEATS") {
      let unit = isKeyword("WITHIN") ? "SECONDS" : "TIMES"
      try advance()
      guard case .literal(.number) = token else { throw error("expected a number") }
      try advance()
      try expectKeyword(unit)
      return true
    }
    guard isKeyword("START") else { return false }
    try advance()
    try time()
    try expectKeyword("STOP")
    try time()
    return true
  }

  private mutating func time() throws(StixPatternError) {
    switch token {
    case .literal(.timestamp), .literal(.text): try advance()
    default: throw error("expected a time such as t'2026-01-01T00:00:00Z'")
    }
  }

  // MARK: Comparisons

  private static let comparisonJoins = ["OR", "AND"]

  private mutating func comparisonExpression(level: Int, depth: Int) throws(StixPatternError) {
    guard level < Self.comparisonJoins.count else { return try comparisonOrGroup(depth: depth) }
    let first = comparisons.count
    var isJoined = false
    repeat {
      if isJoined { try advance() }
      try comparisonExpression(level: level + 1, depth: depth)
      if isKeyword(Self.comparisonJoins[level]) { isJoined = true } else { break }
    } while true
    if isJoined, level == 1 { combine(from: first) }
  }

  private mutating func comparisonOrGroup(depth: Int) throws(StixPatternError) {
    guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth) levels") }
    let outer = isNegated
    if isKeyword("NOT") {
      try advance()
      isNegated.toggle()
    }
    if try skip("(") {
      try comparisonExpression(level: 0, depth: depth + 1)
      try expect(")")
    } else {
      try comparison()
    }
    isNegated = outer
  }

  private mutating func comparison() throws(StixPatternError) {
    guard comparisons.count < StixPattern.maximumComparisons else {
      throw error("more than \(StixPattern.maximumComparisons) comparisons")
    }
    let start = lexer.tokenStart
    var comparison = StixPattern.Comparison(
      objectType: "", path: [], comparator: .exists, values: [], isNegated: isNegated, observation: observations,
      text: "")
    let isExistence = isKeyword("EXISTS")
    if isExistence { try advance() }
    (comparison.objectType, comparison.path) = try path()
    if !isExistence {
      if isKeyword("NOT") {
        try advance()
        comparison.isNegated.toggle()
      }
      comparison.comparator = try comparator()
      comparison.values = try comparison.comparator == .isIn ? set() : [literal()]
    }
    comparison.text = String(decoding: lexer.bytes[start..<previousEnd].prefix(400), as: UTF8.self)
    comparisons.append(comparison)
  }

  private mutating func path() throws(StixPatternError) -> (type: String, names: [String]) {
    guard case .word(let type) = token else { throw error("expected an object's type such as ipv4-addr") }
    try advance()
    try expect(":")
    var names = [try name()]
    while true {
      if try skip(".") {
        names.append(try name())
      } else if try skip("[") {
        switch token {
        case .mark(UInt8(ascii: "*")), .literal(.number), .word: try advance()
        default: throw error("expected a list index or '*'")
        }
        try expect("]")
      } else {
        return (type, names)
      }
    }
  }

  private mutating func name() throws(StixPatternError) -> String {
    switch token {
    case .word(let name), .literal(.text(let name)), .quotedName(let name):
      try advance()
      return name
    default: throw error("expected a property's name")
    }
  }

  private mutating func comparator() throws(StixPatternError) -> StixPattern.Comparator {
    switch token {
    case .comparator(let comparator):
      try advance()
      return comparator
    case .word(let word):
      guard let comparator = StixPattern.Comparator(rawValue: word.uppercased()), comparator != .exists else { break }
      try advance()
      return comparator
    default: break
    }
    throw error("expected a comparison such as '='")
  }

  private mutating func set() throws(StixPatternError) -> [StixPattern.Literal] {
    try expect("(")
    var values: [StixPattern.Literal] = []
    if try skip(")") { return values }
    repeat {
      guard values.count < StixPattern.maximumComparisons else {
        throw error("more than \(StixPattern.maximumComparisons) values")
      }
      values.append(try literal())
    } while try skip(",")
    try expect(")")
    return values
  }

  private mutating func literal() throws(StixPatternError) -> StixPattern.Literal {
    guard case .literal(let value) = token else { throw error("expected a value such as 'evil.example'") }
    try advance()
    return value
  }

  /// Marks what was read since as parts of a whole.
  private mutating func combine(from first: Int) {
    for index in first..<comparisons.count { comparisons[index].isCombined = true }
  }

  // MARK: Tokens

  private mutating func advance() throws(StixPatternError) {
    previousEnd = lexer.position
    token = try lexer.next()
  }

  private func isKeyword(_ keyword: String) -> Bool {
    guard case .word(let word) = token, word.utf8.count == keyword.utf8.count else { return false }
    return word.uppercased() == keyword
  }

  private mutating func expectKeyword(_ keyword: String) throws(StixPatternError) {
    guard isKeyword(keyword) else { throw error("expected \(keyword)") }
    try advance()
  }

  private mutating func skip(_ scalar: Unicode.Scalar) throws(StixPatternError) -> Bool {
    guard token == .mark(UInt8(ascii: scalar)) else { return false }
    try advance()
    return true
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(StixPatternError) {
    guard try skip(scalar) else { throw error("expected '\(scalar)'") }
  }

  private func error(_ message: String) -> StixPatternError {
    StixPatternError(message, offset: lexer.tokenStart)
  }
}
