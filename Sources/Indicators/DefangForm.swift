/// A way in which analysts write a dot, colon, at sign or slash so that nothing becomes a link.
///
/// Understood are `[.] (.) {.} [dot] (dot) \.`, `[:] [://]`, `[@] (@) [at] (at)` and `[/]`; brackets may be nested,
/// mixed, escaped (`\[.\]`) or padded (`[ . ]`), and of square ones one side may stand elsewhere (`evil[.com]`).
package struct DefangForm {
  /// What the form stands for.
  package enum Meaning: Sendable {
    case dot, colon, at, slash
    /// `://`
    case separator
  }

  /// What the form stands for.
  package var meaning: Meaning
  /// How many bytes it is long.
  package var length: Int
  /// The byte that made it recognisable: a bracket, or the backslash of `\.`.
  package var mark: UInt8
  /// Whether a closing bracket is still to come, as in `evil[.com]`.
  package var isHalfOpen = false

  /// The deepest nesting of brackets that is looked at.
  private static let maximumDepth = 8

  /// The form that starts at an index, if one does.
  package static func match(_ bytes: Span<UInt8>, at start: Int) -> DefangForm? {
    guard start < bytes.count else { return nil }
    let first = bytes[start]
    if first == UInt8(ascii: "\\"), start + 1 < bytes.count {
      if bytes[start + 1] == UInt8(ascii: ".") { return DefangForm(meaning: .dot, length: 2, mark: first) }
      if bytes[start + 1] == UInt8(ascii: "/") { return DefangForm(meaning: .slash, length: 2, mark: first) }
    }
    if first == UInt8(ascii: "."), isClosing(bytes, start + 1, only: UInt8(ascii: "]")) {
      // `evil.]com`
      let end = skipClosing(bytes, start + 1, atMost: 1)
      guard isWordStart(bytes, end) else { return nil }
      return DefangForm(meaning: .dot, length: end - start, mark: UInt8(ascii: "["))
    }
    return bracketed(bytes, at: start)
  }

  private static func bracketed(_ bytes: Span<UInt8>, at start: Int) -> DefangForm? {
    var position = start
    var depth = 0
    var mark: UInt8 = 0
    while depth < maximumDepth, let opening = opening(bytes, position) {
      if depth == 0 { mark = bytes[opening] }
      depth += 1
      position = skipSpaces(bytes, opening + 1)
    }
    guard depth > 0, let (meaning, isWord, contentEnd) = content(bytes, position) else { return nil }
    let closingStart = skipSpaces(bytes, contentEnd)
    let end = skipClosing(bytes, closingStart, atMost: depth)
    if end > closingStart { return DefangForm(meaning: meaning, length: end - start, mark: mark) }
    // `evil[.com]`
    guard !isWord, meaning == .dot, depth == 1, mark == UInt8(ascii: "["), isWordStart(bytes, contentEnd) else {
      return nil
    }
    return DefangForm(meaning: .dot, length: contentEnd - start, mark: mark, isHalfOpen: true)
  }

  /// What stands between the brackets.
  private static func content(_ bytes: Span<UInt8>, _ position: Int) -> (Meaning, isWord: Bool, end: Int)? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "."): return (.dot, false, position + 1)
    case UInt8(ascii: "@"): return (.at, false, position + 1)
    case UInt8(ascii: "/"): return (.slash, false, position + 1)
    case UInt8(ascii: ":"):
      return hasWord("://", bytes, position) ? (.separator, false, position + 3) : (.colon, false, position + 1)
    default:
      if hasWord("dot", bytes, position) { return (.dot, true, position + 3) }
      if hasWord("at", bytes, position) { return (.at, true, position + 2) }
      return nil
    }
  }

  private static func hasWord(_ word: StaticString, _ bytes: Span<UInt8>, _ position: Int) -> Bool {
    guard position + word.utf8CodeUnitCount <= bytes.count else { return false }
    return word.withUTF8Buffer { word in
      for index in word.indices where bytes[position + index].lowercased != word[index] { return false }
      return true
    }
  }

  /// The index of an opening bracket at a position, behind the backslash of Markdown if there is one.
  private static func opening(_ bytes: Span<UInt8>, _ position: Int) -> Int? {
    var position = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "\\") { position += 1 }
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"): return position
    default: return nil
    }
  }

  private static func isClosing(_ bytes: Span<UInt8>, _ position: Int, only: UInt8? = nil) -> Bool {
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}"): return only == nil || bytes[position] == only
    default: return false
    }
  }

  /// The index behind the closing brackets at a position.
  private static func skipClosing(_ bytes: Span<UInt8>, _ position: Int, atMost depth: Int) -> Int {
    var end = position
    for _ in 0..<depth {
      var next = skipSpaces(bytes, end)
      if next < bytes.count, bytes[next] == UInt8(ascii: "\\") { next += 1 }
      guard isClosing(bytes, next) else { break }
      end = next + 1
    }
    return end
  }

  /// At most two spaces, so that a long blank line costs nothing.
  private static func skipSpaces(_ bytes: Span<UInt8>, _ position: Int) -> Int {
    var position = position
    for _ in 0..<2 where position < bytes.count && bytes[position] == UInt8(ascii: " ") { position += 1 }
    return position
  }

  private static func isWordStart(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
    position < bytes.count && (bytes[position].isAlphanumeric || bytes[position] >= 0x80)
  }
}
