/// Cuts a STIX pattern into tokens.
struct StixPatternLexer {
  enum Token: Equatable {
    /// `[`, `]`, `(`, `)`, `,`, `:`, `.`, `*`
    case mark(UInt8)
    case comparator(StixPattern.Comparator)
    /// A keyword, an object's type or a property's name.
    case word(String)
    case literal(StixPattern.Literal)
    /// A name in double quotes.
    case quotedName(String)
    case end
  }

  let bytes: [UInt8]
  private(set) var position = 0
  /// Where the last token starts.
  private(set) var tokenStart = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() throws(StixPatternError) -> Token {
    try skipSpaceAndComments()
    tokenStart = position
    guard let byte = peek() else { return .end }
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
      UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "*"):
      position += 1
      return .mark(byte)
    case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"): return try comparator()
    case UInt8(ascii: "'"): return .literal(.text(try quoted()))
    case UInt8(ascii: "\""): return .quotedName(try quoted())
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      guard Self.isWordByte(byte) else { throw StixPatternError("an unexpected character", offset: position) }
      return try word()
    }
  }

  private mutating func word() throws(StixPatternError) -> Token {
    let start = position
    while let byte = peek(), Self.isWordByte(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    guard peek() == UInt8(ascii: "'") else {
      switch word {
      case "true": return .literal(.bool(true))
      case "false": return .literal(.bool(false))
      default: return .word(word)
      }
    }
    switch word {
    case "t": return .literal(.timestamp(try quoted()))
    case "h": return .literal(.hexadecimal(try quoted()))
    case "b": return .literal(.binary(try quoted()))
    default: return .word(word)
    }
  }

  /// A text in single or double quotes, in which a backslash stands before a quote or another backslash.
  private mutating func quoted() throws(StixPatternError) -> String {
    let start = position
    let quote = bytes[position]
    position += 1
    var text: [UInt8] = []
    while let byte = peek() {
      position += 1
      if byte == quote { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\"), let escaped = peek() {
        position += 1
        // Producers also write `\d` of regular expressions with one backslash, which then stands for itself.
        if escaped != quote, escaped != UInt8(ascii: "\\") { text.append(byte) }
        text.append(escaped)
      } else {
        text.append(byte)
      }
    }
    throw StixPatternError("a quote is opened and never closed", offset: start)
  }

  private mutating func comparator() throws(StixPatternError) -> Token {
    let start = position
    while let byte = peek(),
      [UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">")].contains(byte)
    {
      position += 1
    }
    switch String(decoding: bytes[start..<position], as: UTF8.self) {
    case "=", "==": return .comparator(.equal)
    case "!=", "<>": return .comparator(.notEqual)
    case "<": return .comparator(.less)
    case "<=": return .comparator(.lessOrEqual)
    case ">": return .comparator(.greater)
    case ">=": return .comparator(.greaterOrEqual)
    default: throw StixPatternError("an unknown comparison", offset: start)
    }
  }

  private mutating func number() throws(StixPatternError) -> Token {
    let start = position
    position += 1
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".") {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard Double(text) != nil else { throw StixPatternError("'\(text.cut(to: 20))' is no number", offset: start) }
    return .literal(.number(text))
  }

  private mutating func skipSpaceAndComments() throws(StixPatternError) {
    while let byte = peek() {
      if byte <= 0x20 {
        position += 1
      } else if byte == 0xC2, position + 1 < bytes.count, bytes[position + 1] == 0xA0 {
        position += 2
      } else if bytes[position...].starts(with: "//".utf8) {
        while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
      } else if bytes[position...].starts(with: "/*".utf8) {
        let start = position
        position += 2
        while !bytes[position...].starts(with: "*/".utf8) {
          guard peek() != nil else { throw StixPatternError("a comment is opened and never closed", offset: start) }
          position += 1
        }
        position += 2
      } else {
        return
      }
    }
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
