import Indicators

extension ProseScanner {
  /// The index behind `scheme://` at an index, defanged or not.
  func endOfScheme(at start: Int) -> Int? {
    guard byte(start).isLetter else { return nil }
    for spelling in Self.bracketedSchemes where matches(spelling, at: start) {
      if let end = endOfSeparator(at: start + spelling.utf8CodeUnitCount) { return end }
    }
    var end = start + 1
    while end - start < 16, byte(end).isAlphanumeric { end += 1 }
    return endOfSeparator(at: end)
  }

  /// Defanged schemes that are more than a word.
  private static let bracketedSchemes: [StaticString] = [
    "hxxp[s]", "http[s]", "hxxp(s)", "http(s)", "h[tt]ps", "h[tt]p", "h[xx]ps", "h[xx]p", "h**ps", "h**p",
  ]

  private func matches(_ text: StaticString, at start: Int) -> Bool {
    text.withUTF8Buffer { text in
      for index in text.indices where byte(start + index).lowercased != text[index] { return false }
      return true
    }
  }

  /// The index behind `://`, `[://]`, `[:]//`, `:\/\/` or `:\\`.
  private func endOfSeparator(at start: Int) -> Int? {
    if let form = form(at: start, .separator) { return start + form.length }
    var index = start
    if byte(index) == UInt8(ascii: ":") {
      index += 1
    } else if let form = form(at: index, .colon) {
      index += form.length
    } else {
      return nil
    }
    if byte(index) == UInt8(ascii: "\\"), byte(index + 1) == UInt8(ascii: "\\") { return index + 2 }
    for _ in 0..<2 {
      if byte(index) == UInt8(ascii: "/") {
        index += 1
      } else if let form = form(at: index, .slash) {
        index += form.length
      } else {
        return nil
      }
    }
    return index
  }

  /// The host of a URL whose authority starts at an index, and whether it is an address or ends in a known domain.
  func host(ofURLAt authority: Int) -> (end: Int, isKnown: Bool)? {
    let start = endOfUserInformation(at: authority)
    if byte(start) == UInt8(ascii: "["), let (text, end) = candidate6(at: start + 1, isMeant: true),
      byte(end) == UInt8(ascii: "]")
    {
      return (end + 1, (try? Indicator(parsing: text[...], as: .ipv6)) != nil)
    }
    guard wordLength(start) > 0 else { return nil }
    let word = hostWord(at: start, mayHaveBareSpaces: false)
    if word.text.first?.isDigit == true, word.text.last?.isHexDigit == true {
      // The parser of URLs knows all spellings of addresses, and refuses other names that end in a number.
      let isNumeric = word.text.last?.isDigit == true || word.text.starts(with: "0x".utf8)
      if isNumeric { return (word.end, word.labels == 4 || word.text.count >= 8) }
    }
    return (word.end, word.labels > 1 && hasKnownDomain(word))
  }

  /// The index behind `user:password@`, if that stands here.
  private func endOfUserInformation(at start: Int) -> Int {
    for index in start..<min(start + 128, bytes.count) {
      if bytes[index] == UInt8(ascii: "@") { return index + 1 }
      guard bytes[index].isAlphanumeric || "-._~:%!$&*+=;".utf8.contains(bytes[index]) else { break }
    }
    return start
  }

  /// The index behind `:8080`, if that stands here.
  func endOfPort(at start: Int) -> Int {
    var index = start
    if byte(index) == UInt8(ascii: ":") {
      index += 1
    } else if let form = form(at: index, .colon) {
      index += form.length
    } else {
      return start
    }
    let digits = index
    while index - digits < 6, byte(index).isDigit { index += 1 }
    return (1...5).contains(index - digits) ? index : start
  }

  /// Whether a path, query or fragment starts here.
  func isPathStart(_ index: Int) -> Bool {
    byte(index) == UInt8(ascii: "/") || form(at: index, .slash) != nil
  }

  /// The index behind the path, query and fragment that start at an index, without the punctuation of the sentence.
  func endOfPath(at start: Int, urlStart: Int) -> Int {
    guard isPathStart(start) || byte(start) == UInt8(ascii: "?") || byte(start) == UInt8(ascii: "#") else {
      return start
    }
    var open: [UInt8] = []
    var isInQuery = false
    var index = start
    let quote = byte(urlStart - 1)
    scan: while index < bytes.count {
      let byte = bytes[index]
      if let form = DefangForm.match(bytes.span, at: index), !form.isHalfOpen,
        form.mark == UInt8(ascii: "[") || form.mark == UInt8(ascii: "\\")
      {
        index += form.length
        continue
      }
      switch byte {
      case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"),
        UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "^"):
        break scan
      case UInt8(ascii: "'"):
        if quote == byte { break scan }
        index += 1
      case UInt8(ascii: "?"):
        isInQuery = true
        index += 1
      case UInt8(ascii: "("), UInt8(ascii: "{"):
        open.append(byte == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}"))
        index += 1
      case UInt8(ascii: ")"), UInt8(ascii: "}"):
        guard open.last == byte else { break scan }
        open.removeLast()
        index += 1
      case UInt8(ascii: "["):
        // `url[Title]` is AsciiDoc, `?ids[]=1` and `?ids[0]=1` are queries.
        guard isInQuery, let end = endOfQueryKey(at: index) else { break scan }
        index = end
      case UInt8(ascii: "]"): break scan
      case UInt8(ascii: ","), UInt8(ascii: ";"):
        if endOfScheme(at: index + 1) != nil { break scan }
        index += 1
      case UInt8(ascii: "&"):
        if Self.endingEntities.contains(where: { matches($0, at: index) }) { break scan }
        index += 1
      case 0x80...:
        guard let (scalar, length) = scalar(at: index), !Self.endsURL(scalar) else { break scan }
        index += length
      default: index += 1
      }
    }
    return withoutPunctuation(start..<index, urlStart: urlStart)
  }

  /// Entities of HTML that stand for a character that ends a URL.
  private static let endingEntities: [StaticString] = ["&lt;", "&gt;", "&quot;", "&#34;", "&#39;", "&#x27;", "&nbsp;"]

  private func endOfQueryKey(at start: Int) -> Int? {
    var index = start + 1
    while index - start < 64, byte(index).isAlphanumeric || byte(index) == UInt8(ascii: "_") { index += 1 }
    guard byte(index) == UInt8(ascii: "]") else { return nil }
    let next = byte(index + 1)
    return next == UInt8(ascii: "=") || next == UInt8(ascii: "[") || next == UInt8(ascii: "&") ? index + 1 : nil
  }

  /// Typographic quotes, dashes, blanks and the punctuation of other scripts.
  private static func endsURL(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .initialPunctuation, .finalPunctuation, .openPunctuation, .closePunctuation, .otherPunctuation,
      .dashPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .unassigned:
      true
    default: false
    }
  }

  /// Leaves what ends a sentence and the closing marks of Markdown and AsciiDoc to the text.
  private func withoutPunctuation(_ path: Range<Int>, urlStart: Int) -> Int {
    var end = path.upperBound
    let before = byte(urlStart - 1)
    while end > path.lowerBound {
      let last = bytes[end - 1]
      let isEmphasis = "*_+~".utf8.contains(last) && last == before
      guard isEmphasis || ".,;:!?'".utf8.contains(last) else { break }
      end -= 1
    }
    return end
  }

  /// The text with HTML's `&amp;` as `&`.
  func unescaped(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.contains(UInt8(ascii: "&")) else { return text }
    var output: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      output.append(text[index])
      index += text[index...].starts(with: "&amp;".utf8) ? 5 : 1
    }
    return output[...]
  }
}
