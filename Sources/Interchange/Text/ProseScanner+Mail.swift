import Indicators

extension ProseScanner {
  /// The end of the domain, where an at sign and a known domain follow a word that ends at an index.
  func domain(ofMailAt index: Int) -> Int? {
    var start = index
    if byte(index) == UInt8(ascii: "@") {
      start += 1
    } else if let form = form(at: index, .at) {
      start += form.length
    } else {
      // ` [at] ` needs blanks on both sides.
      let spaced = endOfSpaces(index)
      guard spaced > index, let form = form(at: spaced, .at) else { return nil }
      start = endOfSpaces(spaced + form.length)
      guard start > spaced + form.length else { return nil }
    }
    guard byte(start).isAlphanumeric || byte(start) >= 0x80 else { return nil }
    let word = hostWord(at: start, mayHaveBareSpaces: false)
    return word.labels > 1 ? knownDomain(word)?.end : nil
  }

  /// Where the address starts: a `+` joins the word to the one before it.
  func startOfMail(_ word: HostWord) -> Int {
    var start = word.start
    while start > 1, byte(start - 1) == UInt8(ascii: "+"), isLocalPart(byte(start - 2)), word.start - start < 64 {
      start -= 2
      while isLocalPart(byte(start - 1)), word.start - start < 64 { start -= 1 }
    }
    return start
  }

  private func isLocalPart(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
