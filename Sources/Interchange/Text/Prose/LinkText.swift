import Indicators

/// What the words around a live link say it is for.
enum LinkText {
  /// Why a URL is cited: it has a title, shows a picture, or is what a sentence refers to; nil for all others.
  static func citation(of range: Range<Int>, in bytes: ArraySlice<UInt8>, _ shape: LineShape) -> String? {
    let before = bytes[..<range.lowerBound]
    if before.suffix(2).elementsEqual("](".utf8) {
      return isTitle(before.dropLast(2), range, bytes) ? "a link with a title" : nil
    }
    if before.suffix(5).lowercasedText == "src=\"" { return "a picture or script of the page" }
    // AsciiDoc: `https://site.example/a[Title]`.
    let behind = bytes[range.upperBound...]
    if behind.first == UInt8(ascii: "["), let next = behind.dropFirst().first, next.isAlphanumeric || next >= 0x80,
      next != UInt8(ascii: "."), behind.prefix(200).contains(UInt8(ascii: "]"))
    {
      return "a link with a title"
    }
    return refers(before) ? "what the sentence refers to" : nil
  }

  /// Whether what stands in brackets before a link is more than the link again.
  private static func isTitle(_ before: ArraySlice<UInt8>, _ range: Range<Int>, _ bytes: ArraySlice<UInt8>) -> Bool {
    guard let open = before.suffix(512).lastIndex(of: UInt8(ascii: "[")) else { return false }
    let title = before[(open + 1)...].drop { !$0.isAlphanumeric && $0 < 0x80 }
    if open > before.startIndex, bytes[open - 1] == UInt8(ascii: "!") { return true }
    guard title.contains(where: { $0.isLetter || $0 >= 0x80 }) else { return false }
    // `[kit.example/a](http://kit.example/a)` names what it links to.
    let link = bytes[range]
    let name = title.prefix(8)
    return !link.indices.contains { link[$0...].starts(with: name) }
  }

  /// Whether one of the last words says that what follows was written about it.
  private static func refers(_ before: ArraySlice<UInt8>) -> Bool {
    let near = before.suffix(96)
    // What is not a whole word at the beginning says nothing.
    let words = near.split { !$0.isLetter }.suffix(8).map(\.lowercasedText)
    if words.contains(where: writings.contains) { return true }
    return zip(words, words.dropFirst()).contains { first, second in
      (first == "more" || first == "further") && details.contains(second)
        || (first == "our" || first == "full") && (second == "report" || second == "analysis")
    }
  }

  private static let writings: Set<String> = [
    "article", "blog", "blogpost", "blogs", "documentation", "license", "licence", "publication", "whitepaper",
    "writeup",
  ]
  private static let details: Set<String> = ["context", "details", "info", "information", "informations", "technical"]
}
