import Indicators

/// A word that may be a host name or an address: labels with dots between them, defanged or not.
struct HostWord {
  /// Where it starts in the line.
  var start: Int
  /// The index behind it.
  var end: Int
  /// The labels with plain dots.
  var text: [UInt8] = []
  /// How many labels it has.
  var labels = 0
  /// Whether any of its dots was defanged.
  var isDefanged = false
  /// Whether any of its dots has a backslash, which may as well be that of a regular expression.
  var isEscaped = false
}

extension ProseScanner {
  /// No host is longer, so that what follows need not be kept.
  private static let longestText = 512

  /// Whether a word starts here: a character of a word behind one that is none.
  func isWordStart(_ index: Int) -> Bool {
    wordLength(index) > 0
  }

  /// The length of the character of a word at an index; 0 where there is none.
  func wordLength(_ index: Int) -> Int {
    let first = byte(index)
    if first < 0x80 {
      return first.isAlphanumeric || first == UInt8(ascii: "-") || first == UInt8(ascii: "_") ? 1 : 0
    }
    guard let (scalar, length) = scalar(at: index) else { return 0 }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber:
      return length
    default: return 0
    }
  }

  /// The character at an index, if its bytes are UTF-8.
  func scalar(at index: Int) -> (Unicode.Scalar, Int)? {
    var iterator = bytes[index..<min(bytes.count, index + 4)].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return (scalar, UTF8.width(scalar))
  }

  /// Reads the longest word from an index.
  func hostWord(at start: Int, mayHaveBareSpaces: Bool = true) -> HostWord {
    var word = HostWord(start: start, end: start)
    var beforeSpaces: HostWord?
    var openHalves = 0
    var index = start
    while true {
      index = label(at: index, of: &word)
      while openHalves > 0, byte(index) == UInt8(ascii: "]") {
        openHalves -= 1
        index += 1
      }
      word.end = index
      guard word.text.count < Self.longestText, let dot = dot(at: index) else { break }
      if dot.isBare {
        let isFirst = word.labels == 1
        guard mayHaveBareSpaces, isFirst || beforeSpaces != nil, !word.isDefanged, word.labels < 8 else { break }
        if isFirst { beforeSpaces = word }
      } else if beforeSpaces != nil {
        break
      }
      word.text.append(UInt8(ascii: "."))
      word.isDefanged = word.isDefanged || dot.isDefanged
      word.isEscaped = word.isEscaped || dot.isEscaped
      if dot.isHalfOpen { openHalves += 1 }
      index = dot.end
    }
    if let beforeSpaces {
      guard isHostWithBareSpaces(word) else { return beforeSpaces }
      word.isDefanged = true
    }
    return word
  }

  /// Reads one label; the index behind it.
  private func label(at start: Int, of word: inout HostWord) -> Int {
    var index = start
    var wasASCII: Bool?
    while true {
      let length = wordLength(index)
      guard length > 0 else { break }
      // Chinese and Japanese put no blanks around a domain, so a change to ASCII is where one starts.
      let isASCII = byte(index) < 0x80
      let isWide = length >= 3 && byte(index) >= 0xE2
      if let wasASCII, isASCII != wasASCII, isWide || !wasASCII && isWideBefore(index) { break }
      wasASCII = isASCII
      if word.text.count < Self.longestText { word.text.append(contentsOf: bytes[index..<index + length]) }
      index += length
    }
    if index > start { word.labels += 1 }
    return index
  }

  /// Whether the character before an index is a wide one, of three bytes from U+2000 on.
  private func isWideBefore(_ index: Int) -> Bool {
    index >= 3 && byte(index - 3) >= 0xE2
  }

  private struct Dot {
    var end: Int
    var isDefanged = false
    var isEscaped = false
    var isHalfOpen = false
    /// Whether it is a plain dot with blanks on both sides.
    var isBare = false
  }

  /// A dot at an index that another label follows.
  private func dot(at index: Int) -> Dot? {
    switch byte(index) {
    case UInt8(ascii: "."):
      if let form = form(at: index, .dot), startsLabel(index + form.length) {
        return Dot(end: index + form.length, isDefanged: true)
      }
      return startsLabel(index + 1) ? Dot(end: index + 1) : nil
    case UInt8(ascii: "\\"):
      // `evil\.example`, and in strings of code `evil\\.example`.
      let dot = byte(index + 1) == UInt8(ascii: "\\") ? index + 2 : index + 1
      if byte(dot) == UInt8(ascii: "."), startsLabel(dot + 1) { return Dot(end: dot + 1, isEscaped: true) }
      guard let form = form(at: index, .dot), startsLabel(index + form.length) else { return nil }
      return Dot(end: index + form.length, isDefanged: true, isHalfOpen: form.isHalfOpen)
    case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"):
      guard let form = form(at: index, .dot), startsLabel(index + form.length) else { return nil }
      return Dot(end: index + form.length, isDefanged: true, isHalfOpen: form.isHalfOpen)
    case UInt8(ascii: " "):
      let start = endOfSpaces(index)
      let form = form(at: start, .dot)
      guard form != nil || byte(start) == UInt8(ascii: ".") else { return nil }
      let end = start + (form?.length ?? 1)
      let next = endOfSpaces(end)
      guard next > end, startsLabel(next), form?.isHalfOpen != true else { return nil }
      return Dot(end: next, isDefanged: form != nil, isBare: form == nil)
    default: return nil
    }
  }

  private func startsLabel(_ index: Int) -> Bool {
    wordLength(index) > 0 && byte(index) != UInt8(ascii: "-")
  }

  /// At most two spaces: more part columns.
  func endOfSpaces(_ index: Int) -> Int {
    var index = index
    for _ in 0..<2 where byte(index) == UInt8(ascii: " ") && index < bytes.count { index += 1 }
    return index
  }

  /// A defanged form of one meaning at an index.
  func form(at index: Int, _ meaning: DefangForm.Meaning) -> DefangForm? {
    guard let form = DefangForm.match(bytes.span, at: index), form.meaning == meaning else { return nil }
    return form
  }
}
