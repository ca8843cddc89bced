import Indicators

extension ProseScanner {
  /// What may be an IPv6 address at an index: its live text and the index behind it.
  ///
  /// Times, MAC addresses, fingerprints and `namespace::names` are none. `isMeant` says that the place alone makes it
  /// an address, as between the brackets of a URL.
  func candidate6(at start: Int, isMeant: Bool = false) -> (text: [UInt8], end: Int, isDefanged: Bool)? {
    guard byte(start).isHexDigit || byte(start) == UInt8(ascii: ":") else { return nil }
    guard isMeant || !continuesWord(start - 1) else { return nil }
    var text: [UInt8] = []
    var colons = 0
    var isDefanged = isMeant
    var index = start
    while text.count < 48 {
      let byte = byte(index)
      if byte.isHexDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") {
        if byte == UInt8(ascii: ":") { colons += 1 }
        text.append(byte)
        index += 1
      } else if let form = DefangForm.match(bytes.span, at: index), form.meaning == .colon || form.meaning == .dot,
        !form.isHalfOpen
      {
        if form.meaning == .colon { colons += 1 }
        text.append(form.meaning == .colon ? UInt8(ascii: ":") : UInt8(ascii: "."))
        isDefanged = true
        index += form.length
      } else {
        break
      }
    }
    guard colons >= 2, !continuesWord(index), byte(index) != UInt8(ascii: "%") else { return nil }
    // The colon or full stop of the sentence.
    while let last = text.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ":") && !text.hasGapAtEnd,
      byte(index - 1) == last
    {
      text.removeLast()
      index -= 1
    }
    guard IPAddress(parsing: text.span) != nil, isDefanged || Self.isAddress6(text) else {
      return nil
    }
    return (text, index, isDefanged)
  }

  private func continuesWord(_ index: Int) -> Bool {
    let byte = byte(index)
    return byte.isAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
      || (byte == UInt8(ascii: ".") && self.byte(index + 1).isAlphanumeric && self.byte(index - 1).isAlphanumeric)
  }

  /// Whether text of the form of an address is meant as one.
  private static func isAddress6(_ text: [UInt8]) -> Bool {
    let groups = text.split(separator: UInt8(ascii: ":"))
    // `dead::beef` and `::` are code; `00:11:22:33:44:55:66:77` is the name of a disk.
    guard text.contains(where: \.isDigit), let first = groups.first else { return false }
    if groups.count == 8, groups.allSatisfy({ $0.count == 2 }) { return false }
    return groups.count >= 3 || first.count >= 3 || text.first == UInt8(ascii: ":")
  }
}

extension [UInt8] {
  /// Whether the text ends with `::`.
  fileprivate var hasGapAtEnd: Bool { suffix(2).elementsEqual("::".utf8) }
}
