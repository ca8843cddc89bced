/// Counters and marks of copies in a file's name.
extension FileNameParts {
  mutating func dropCounters() {
    while let dropped = counter {
      for place in dropped { words[place].isKept = false }
    }
  }

  /// The words of a counter or a mark of a copy at the name's end or beginning, without which there is still a name.
  private var counter: [Int]? {
    let kept = words.indices.filter { words[$0].isKept }
    guard kept.count > 1, let first = kept.first, let last = kept.last else { return nil }
    let before = kept[kept.count - 2]
    if words[last].isNumber, words[last].separator.contains(where: { "([{".contains($0) }) {
      return leaving([last], kept)
    }
    if Self.copies.contains(words[last].lowercased), !words[last].separator.isEmpty { return leaving([last], kept) }
    if Self.copies.contains(words[first].lowercased), ["of", "von", "de"].contains(words[kept[1]].lowercased) {
      return leaving([first, kept[1]], kept)
    }
    if isCounter(last), Self.parts.contains(words[before].lowercased) { return leaving([before, last], kept) }
    if isCounter(last), words[before].hasLetter, !Self.numbered.contains(words[before].lowercased) {
      return leaving([last], kept)
    }
    let isPadded = words[first].isNumber && words[first].text.utf8.count > 1 && words[first].text.hasPrefix("0")
    if isPadded, !words[kept[1]].separator.isEmpty, words[kept[1]].hasLetter { return leaving([first], kept) }
    return nil
  }

  /// A number by itself that is no year.
  private func isCounter(_ index: Int) -> Bool {
    words[index].isNumber && words[index].text.utf8.count <= 6 && !words[index].separator.isEmpty
      && !((1900...2099).contains(Int(words[index].text) ?? 0) && words[index].text.utf8.count == 4)
  }

  private func leaving(_ dropped: [Int], _ kept: [Int]) -> [Int]? {
    kept.contains { !dropped.contains($0) && words[$0].hasLetter } ? dropped : nil
  }

  private static let copies: Set<String> = ["copy", "kopie", "copie", "copia"]

  private static let parts: Set<String> = ["part", "pt", "page", "chunk", "teil"]
}
