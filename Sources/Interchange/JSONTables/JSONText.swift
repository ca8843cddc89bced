/// JSON of no known kind as text for prose: escapes in its strings become what they stand for, line ends blanks, so that
/// lines keep their numbers.
enum JSONText {
  /// The same input without escapes.
  static func decoding(_ source: @escaping ByteSource) -> ByteSource {
    var carry: [UInt8] = []
    return {
      while true {
        let piece = try source()
        let bytes = carry + piece
        carry = []
        if bytes.isEmpty { return [] }
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
          guard bytes[index] == UInt8(ascii: "\\") else {
            text.append(bytes[index])
            index += 1
            continue
          }
          let isUnicode = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "u")
          let length = isUnicode ? 6 : 2
          guard index + length <= bytes.count else {
            // The escape goes on in the next piece, or the input ends in it.
            if piece.isEmpty { text += bytes[index...] } else { carry = Array(bytes[index...]) }
            break
          }
          text += isUnicode ? unicode(bytes[(index + 2)..<(index + 6)]) : plain(bytes[index + 1])
          index += length
        }
        if !text.isEmpty || piece.isEmpty { return text }
      }
    }
  }

  private static func plain(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"): [0x20]
    default: [byte]
    }
  }

  private static func unicode(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    guard let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(number)
    else { return [0x20] }
    return Array(String(Character(scalar)).utf8)
  }
}
