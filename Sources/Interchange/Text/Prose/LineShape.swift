import Indicators

/// How a line of prose is laid out: its list mark, its label, whether one value is all it holds.
struct LineShape {
  let bytes: ArraySlice<UInt8>
  /// Where the text of the item starts, behind blanks, list marks, comment marks and quotes.
  let start: Int
  /// Where it ends, before quotes, commas and marks of emphasis.
  let end: Int

  init(_ line: ArraySlice<UInt8>) {
    var text = line
    while let first = text.first {
      if first.isBlank || "-*+>#|/\\`'\"[(<=;_~".utf8.contains(first) {
        text.removeFirst()
      } else if let mark = Self.wideMark(text) {
        text = text.dropFirst(mark)
      } else if let mark = Self.number(text) {
        text = text.dropFirst(mark)
      } else {
        break
      }
    }
    while let last = text.last, last.isBlank || "`'\",;|*_~>])\\".utf8.contains(last) { text.removeLast() }
    bytes = line
    start = text.startIndex
    end = text.endIndex
  }

  /// The text of the item.
  var text: ArraySlice<UInt8> { bytes[start..<end] }

  /// Whether the line begins as the item of a list, or is quoted or commented.
  var hasMark: Bool { bytes[..<start].contains { !$0.isBlank } }

  /// Whether the line is a comment of a rule or of code.
  var isComment: Bool {
    let text = bytes.drop(while: \.isBlank)
    return text.first == UInt8(ascii: "#") || text.starts(with: "//".utf8)
  }

  /// Whether a value of a range is all that the item holds.
  func isAlone(_ range: Range<Int>) -> Bool { range.lowerBound <= start && range.upperBound >= end }

  /// Whether a value of a range is what the item is about: all of it, or followed by a remark.
  func isSubject(_ range: Range<Int>) -> Bool {
    guard range.lowerBound <= start else { return false }
    guard range.upperBound < end else { return true }
    let rest = bytes[range.upperBound..<end]
    guard let next = rest.first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "'") }) else { return true }
    return next >= 0x80 || "-#(|,;:[=\t\"`*>".utf8.contains(next)
  }

  /// Whether a value of a range is what stands behind a label and a colon.
  func isEntry(_ range: Range<Int>) -> Bool {
    guard range.upperBound >= end, let colon = text.firstIndex(of: UInt8(ascii: ":")), colon < range.lowerBound else {
      return false
    }
    return bytes[(colon + 1)..<range.lowerBound].allSatisfy(\.isBlank)
  }

  /// Whether a value of a range stands where the item starts.
  func starts(with range: Range<Int>) -> Bool { range.lowerBound <= start }

  /// What stands before the first colon or equals sign of a line, its letters in lower case: `reference` for
  /// `# Reference: …` and `reference1 = "…"`; nil where that is more than a few words.
  var label: String? {
    var letters: [UInt8] = []
    for byte in text.prefix(40) {
      switch byte {
      case UInt8(ascii: ":"), UInt8(ascii: "="):
        return letters.isEmpty ? nil : String(decoding: letters, as: UTF8.self)
      case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "&"),
        UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\t"):
        continue
      default:
        if byte.isLetter { letters.append(byte.lowercased) } else if !byte.isDigit { return nil }
      }
    }
    return nil
  }

  /// Whether the line announces what follows: a few words, no sentence and no name.
  var isHeading: Bool {
    let text = text
    guard (2...72).contains(text.count), text.contains(where: { $0.isLetter || $0 >= 0x80 }),
      text.last != UInt8(ascii: ".")
    else {
      return false
    }
    let blanks = text.count(where: \.isBlank)
    return blanks <= 8 && (blanks > 0 || !text.contains(UInt8(ascii: ".")))
  }

  /// The length of a bullet or dash that is more than a byte.
  private static func wideMark(_ text: ArraySlice<UInt8>) -> Int? {
    guard (text.first ?? 0) >= 0x80 else { return nil }
    return wideMarks.first { text.starts(with: $0) }?.count
  }

  private static let wideMarks = [
    "•", "●", "▪", "◦", "‣", "·", "–", "—", "“", "‘", "\u{A0}", "→", "○", "■",
  ].map { Array($0.utf8) }

  /// The length of `1. ` or `12) `.
  private static func number(_ text: ArraySlice<UInt8>) -> Int? {
    let digits = text.prefix(4).prefix { $0.isDigit }.count
    guard digits > 0, digits < 4 else { return nil }
    let rest = text.dropFirst(digits)
    let hasMark = rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")")
    return hasMark && rest.dropFirst().first?.isBlank == true ? digits + 2 : nil
  }
}
