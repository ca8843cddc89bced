import Indicators

extension ProseScanner {
  /// An e-mail address whose local part a word is or ends; the index behind it.
  ///
  /// What cannot be read is refused with its domain, which nobody named by itself.
  mutating func mail(_ word: HostWord) -> Int? {
    guard let domain = domain(ofMailAt: word.end) else { return nil }
    let start = startOfMail(word)
    let isDefanged = domain.isDefanged || word.isDefanged
    read(start..<domain.end, bytes[start..<domain.end], as: .email, isDefanged: isDefanged)
    return domain.end
  }

  /// The domain, where an at sign and a known domain follow a word that ends at an index.
  private func domain(ofMailAt index: Int) -> HostWord? {
    var start = index
    var isDefanged = true
    if byte(index) == UInt8(ascii: "@") {
      start += 1
      isDefanged = false
    } else if let form = form(at: index, .at) {
      start += form.length
    } else {
      // ` [at] ` needs blanks on both sides.
      let spaced = endOfSpaces(index)
      guard spaced > index, let form = form(at: spaced, .at) else { return nil }
      start = endOfSpaces(spaced + form.length)
      guard start > spaced + form.length else { return nil }
    }
    guard wordLength(start) > 0 else { return nil }
    let word = hostWord(at: start, mayHaveBareSpaces: false)
    guard word.labels > 1 else { return nil }
    isDefanged = isDefanged || word.isDefanged
    guard var name = knownDomain(word) ?? (isDefanged && isBelieved(word) ? word : nil) else { return nil }
    name.isDefanged = isDefanged
    return name
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
