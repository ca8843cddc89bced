import Indicators

/// Makes the text of a line out of its bytes as they are published.
///
/// Bytes that are no UTF-8 are read as Windows-1252, whose byte A0 is a blank; characters that nobody sees go, since
/// they only mark where a value may be broken; references of HTML for the characters of addresses become these.
enum TextRepair {
  /// Whether a line may need any of it.
  static func isNeeded(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.contains { $0 >= 0x80 || $0 == UInt8(ascii: "&") }
  }

  /// The repaired line.
  static func repaired(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "&"), let (replacement, length) = reference(bytes[index...]) {
        if let replacement { output.append(replacement) }
        index += length
      } else if byte < 0x80 {
        output.append(byte)
        index += 1
      } else if let (scalar, length) = scalar(bytes[index...]) {
        if !isInvisible(scalar, bytes, index, index + length) {
          output.append(contentsOf: bytes[index..<index + length])
        }
        index += length
      } else {
        output.append(contentsOf: Array(String(windows1252(byte)).utf8))
        index += 1
      }
    }
    return output
  }

  private static func scalar(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
    var iterator = bytes.prefix(4).makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return (scalar, UTF8.width(scalar))
  }

  /// Soft hyphens, zero-width spaces and marks of direction; joiners only where no script needs them.
  private static func isInvisible(
    _ scalar: Unicode.Scalar, _ bytes: ArraySlice<UInt8>, _ start: Int, _ end: Int
  ) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF: true
    case 0x200C, 0x200D:
      (start == bytes.startIndex || bytes[start - 1] < 0x80) && (end == bytes.endIndex || bytes[end] < 0x80)
    default: false
    }
  }

  /// The character of a byte in Windows-1252, whose five holes are control characters as in WHATWG's table.
  private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
    guard byte < 0xA0 else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(upperControls[Int(byte) - 0x80]) ?? "\u{FFFD}"
  }

  private static let upperControls: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]

  /// A reference of HTML at the beginning: the byte it stands for, none for a zero-width space, and its length.
  ///
  /// References for brackets, quotes and the ampersand stay: they part a URL from what follows.
  private static func reference(_ bytes: ArraySlice<UInt8>) -> (UInt8?, Int)? {
    guard let end = bytes.prefix(18).firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let length = end + 1 - bytes.startIndex
    let name = bytes[(bytes.startIndex + 1)..<end]
    if let byte = names[String(decoding: name, as: UTF8.self)] { return (byte, length) }
    guard name.first == UInt8(ascii: "#") else { return nil }
    let digits = String(decoding: name.dropFirst(), as: UTF8.self)
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    switch number {
    case 0xA0?: return (UInt8(ascii: " "), length)
    case 0xAD?, 0x200B?, 0x2060?, 0xFEFF?: return (nil, length)
    case let number? where number < 0x80:
      let byte = UInt8(number)
      return byte.isAlphanumeric || ".:/@[]()-_".utf8.contains(byte) ? (byte, length) : nil
    default: return nil
    }
  }

  private static let names: [String: UInt8?] = [
    "period": UInt8(ascii: "."), "colon": UInt8(ascii: ":"), "sol": UInt8(ascii: "/"), "commat": UInt8(ascii: "@"),
    "lbrack": UInt8(ascii: "["), "lsqb": UInt8(ascii: "["), "rbrack": UInt8(ascii: "]"), "rsqb": UInt8(ascii: "]"),
    "lpar": UInt8(ascii: "("), "rpar": UInt8(ascii: ")"), "hyphen": UInt8(ascii: "-"), "lowbar": UInt8(ascii: "_"),
    "nbsp": UInt8(ascii: " "), "shy": nil, "ZeroWidthSpace": nil, "NoBreak": nil,
  ]
}
