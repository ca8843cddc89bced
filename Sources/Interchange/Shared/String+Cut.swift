extension String {
  /// At most the first `count` Unicode scalars.
  ///
  /// Not characters: one character may hold any number of combining marks, and would bound nothing.
  func cut(to count: Int) -> String {
    // No scalar takes less than a byte, so that short texts need not be looked at.
    utf8.count <= count ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(count)))
  }

  /// Without white space at either end.
  var trimmed: Substring {
    var text = self[...]
    // Looking up what Unicode calls white space costs more than all else that is done with a cell.
    if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
      return text
    }
    while let first = text.unicodeScalars.first, first.properties.isWhitespace { text.unicodeScalars.removeFirst() }
    while let last = text.unicodeScalars.last, last.properties.isWhitespace { text.unicodeScalars.removeLast() }
    return text
  }

  /// Only the ASCII letters and digits, in lower case: one spelling of `First_Seen`, `first seen` and `firstSeen`.
  var nameKey: String {
    var key = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        key.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): key.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
      default: break
      }
    }
    return key
  }
}
