import Indicators

extension ProseScanner {
  /// The hash of a file that a word is, if it is one and is not named as something else; the index behind the word.
  mutating func hash(_ word: HostWord) -> Int {
    guard word.text.count >= 32, word.text.count <= 160 else { return word.end }
    var text = word.text[...]
    var start = word.start
    // Underscores of Markdown and hyphens of lists, and `sha256-…`.
    while let first = text.first, !first.isAlphanumeric {
      text.removeFirst()
      start += 1
    }
    while let last = text.last, !last.isAlphanumeric { text.removeLast() }
    if let length = Self.lengthOfAlgorithm(text) {
      text.removeFirst(length)
      start += length
    }
    guard let indicator = try? Indicator(parsing: text), indicator.kind.isHash else { return word.end }
    let end = start + text.count
    // The bytes of a pattern: `{ 4d5a… }` without its blanks.
    if byte(start - 1) == UInt8(ascii: "{"), byte(end) == UInt8(ascii: "}") { return word.end }
    if let name = fingerprint(start, end, indicator.kind) {
      note(.refused("named as \(name), so that it is no checksum of a file"), start..<end)
    } else {
      note(.indicator(indicator), start..<end)
    }
    return word.end
  }

  /// What the text calls the digits, where that is no checksum of a file.
  private func fingerprint(_ start: Int, _ end: Int, _ kind: IndicatorKind) -> String? {
    // `uses: owner/action@…`
    if kind == .sha1, byte(start - 1) == UInt8(ascii: "@"), byte(start - 2).isAlphanumeric { return "commit" }
    let lowest = found.last?.range.upperBound ?? 0
    return HashLabel(bytes, from: lowest, to: start).fingerprint ?? HashLabel(bytes, behind: end).fingerprint
  }

  /// The length of `md5-` or `sha256_` at the beginning of a word.
  private static func lengthOfAlgorithm(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.count >= 36, let mark = text.prefix(8).firstIndex(where: { !$0.isAlphanumeric }) else { return nil }
    let name = String(decoding: text[..<mark].map(\.lowercased), as: UTF8.self)
    return IndicatorKind(rawValue: name)?.isHash == true ? mark + 1 - text.startIndex : nil
  }
}

extension IndicatorKind {
  /// Whether this is a hash of a file.
  var isHash: Bool { self == .md5 || self == .sha1 || self == .sha256 || self == .sha512 }
}
