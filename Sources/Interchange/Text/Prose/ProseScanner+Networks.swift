import Indicators

// Networks in the notations of prose: `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `192.0.2.0-192.0.2.255`,
// `192.0.2.0 - 192.0.2.255`, `192.0.2.0-255`.
extension ProseScanner {
  /// A network that an address and what follows its slash make; the index behind it.
  mutating func network(_ indicator: Indicator, _ word: HostWord) -> Int? {
    if let end = endOfLength(at: word.end),
      let block = try? Indicator(parsing: Array(indicator.value.utf8) + bytes[word.end..<end], as: .cidr)
    {
      note(.indicator(block), word.start..<end, isDefanged: word.isDefanged)
      return end
    }
    // A mask is no address of its own.
    let mask = hostWord(at: word.end + 1, mayHaveBareSpaces: false)
    guard mask.labels == 4, IPv4Address(parsing: mask.text.span) != nil, Self.isMask(mask.text) else { return nil }
    let text = Array(indicator.value.utf8) + [UInt8(ascii: "/")] + mask.text
    read(word.start..<mask.end, text[...], as: .cidr, isDefanged: word.isDefanged)
    return mask.end
  }

  /// The end of `/24` behind an IPv4 address.
  private func endOfLength(at slash: Int) -> Int? {
    guard byte(slash) == UInt8(ascii: "/"), byte(slash + 1).isDigit else { return nil }
    let end = byte(slash + 2).isDigit ? slash + 3 : slash + 2
    let isFollowed = wordLength(end) > 0 || byte(end) == UInt8(ascii: "/")
    return isFollowed || (byte(end) == UInt8(ascii: ".") && wordLength(end + 1) > 0) ? nil : end
  }

  /// Whether an address begins or ends as masks and wildcard masks do.
  private static func isMask(_ text: [UInt8]) -> Bool {
    text.starts(with: "255.".utf8) || text.starts(with: "0.".utf8)
  }

  /// The range of `198.51.100.1-198.51.100.9`, whose hyphen joins the fourth label and the first of another address.
  mutating func addressRange(_ word: HostWord) -> Int? {
    guard word.labels == 7, word.text.first?.isDigit == true, let hyphen = word.text.firstIndex(of: UInt8(ascii: "-"))
    else { return nil }
    let ends = (word.text[..<hyphen], word.text[(hyphen + 1)...])
    guard let first = IPv4Address(parsing: ends.0.span), let last = IPv4Address(parsing: ends.1.span) else {
      return nil
    }
    return take(first, last, word, end: word.end)
  }

  /// The range of `198.51.100.1-9`.
  mutating func shortRange(_ word: HostWord) -> Int? {
    guard let hyphen = word.text.lastIndex(of: UInt8(ascii: "-")),
      let dot = word.text[..<hyphen].lastIndex(of: UInt8(ascii: ".")), isAddress(word)
    else { return nil }
    let lower = word.text[..<hyphen]
    let upper = word.text[...dot] + word.text[(hyphen + 1)...]
    guard let first = IPv4Address(parsing: lower.span), let last = IPv4Address(parsing: upper.span) else { return nil }
    return take(first, last, word, end: word.end)
  }

  /// The range of `198.51.100.0 - 198.51.100.255` or with a dash; nil for two addresses that have nothing in common.
  mutating func range(from first: IPv4Address, _ word: HostWord) -> Int? {
    let dash = endOfSpaces(word.end)
    var next = dash
    if byte(dash) == UInt8(ascii: "-") {
      next = dash + 1
    } else if bytes[min(dash, bytes.count)...].starts(with: "\u{2013}".utf8) {
      next = dash + 3
    } else {
      return nil
    }
    next = endOfSpaces(next)
    guard byte(next).isDigit else { return nil }
    let other = hostWord(at: next, mayHaveBareSpaces: false)
    guard other.labels == 4, let last = IPv4Address(parsing: other.text.span),
      let range = AddressRange(from: .v4(first), through: .v4(last)),
      range.blocks.count == 1 || dash == word.end
    else { return nil }
    return take(first, last, word, end: other.end)
  }

  /// A range is the blocks that it consists of; what runs backwards is refused.
  private mutating func take(_ first: IPv4Address, _ last: IPv4Address, _ word: HostWord, end: Int) -> Int {
    if let range = AddressRange(from: .v4(first), through: .v4(last)) {
      for block in range.blocks {
        note(.indicator(block.indicator), word.start..<end, isDefanged: word.isDefanged)
      }
    } else {
      note(.refused("the last address of the range is below the first; turn them round"), word.start..<end)
    }
    return end
  }
}
