/// Text of which it is not known that it is UTF-8.
enum LegacyText {
  /// The text, as UTF-8 where it is that, else as Windows-1252, and which of the two.
  ///
  /// Windows-1252 is what browsers read ISO-8859-1 as (https://encoding.spec.whatwg.org/#names-and-labels), and gives
  /// every byte a meaning; what was written in another encoding reads oddly, but nothing is lost.
  static func decoded(_ bytes: some Collection<UInt8>) -> (text: String, isUTF8: Bool) {
    if let text = String(validating: bytes, as: UTF8.self) { return (text, true) }
    var text = String.UnicodeScalarView()
    for byte in bytes {
      let scalar = (0x80...0x9F).contains(byte) ? controls[Int(byte - 0x80)] : UInt16(byte)
      text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}")
    }
    return (String(text), false)
  }

  /// What Windows puts in place of the C1 controls, which stand for themselves where it puts nothing.
  private static let controls: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]
}
