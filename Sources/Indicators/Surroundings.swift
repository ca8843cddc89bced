/// What stands around a value in exports and copied text: blanks, invisible characters, quotes, angle brackets.
enum Surroundings {
  /// The value alone.
  ///
  /// Quotes and brackets go in pairs only, since a URL may end with one.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = withoutBlanks(bytes)
    while let inner = withoutPair(text) { text = withoutBlanks(inner) }
    return text
  }

  private static func withoutBlanks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = bytes
    while true {
      if let first = text.first, first.isBlank {
        text.removeFirst()
      } else if let last = text.last, last.isBlank {
        text.removeLast()
      } else if (text.first ?? 0) < 0x80, (text.last ?? 0) < 0x80 {
        return text
      } else if let blank = blanks.first(where: { text.starts(with: $0) }) {
        text = text.dropFirst(blank.count)
      } else if let blank = blanks.first(where: { text.count >= $0.count && text.suffix($0.count).elementsEqual($0) }) {
        text = text.dropLast(blank.count)
      } else {
        return text
      }
    }
  }

  /// Also drops the comma behind a quoted value, as in a copied JSON array.
  private static func withoutPair(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let first = bytes.first, first >= 0x80 || "\"'`<".utf8.contains(first) else { return nil }
    for (opening, closing) in pairs where bytes.starts(with: opening) {
      var text = bytes
      if text.last == UInt8(ascii: ",") || text.last == UInt8(ascii: ";") { text = withoutBlanks(text.dropLast()) }
      let inner = text.dropFirst(opening.count)
      if inner.count >= closing.count, inner.suffix(closing.count).elementsEqual(closing) {
        return inner.dropLast(closing.count)
      }
    }
    return nil
  }

  /// No-break space, zero-width space, word joiner, byte order mark, ideographic space.
  private static let blanks = ["\u{A0}", "\u{200B}", "\u{2060}", "\u{FEFF}", "\u{3000}"].map { Array($0.utf8) }

  private static let pairs = [
    ("\"", "\""), ("'", "'"), ("`", "`"), ("<", ">"), ("\u{201C}", "\u{201D}"), ("\u{2018}", "\u{2019}"),
    ("\u{201E}", "\u{201C}"), ("\u{AB}", "\u{BB}"),
  ].map { (Array($0.utf8), Array($1.utf8)) }
}
