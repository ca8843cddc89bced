extension UInt8 {
  /// The value of a hexadecimal digit of either case.
  var hexDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The value of a decimal digit.
  var decimalDigit: UInt8? { isDigit ? self - UInt8(ascii: "0") : nil }

  /// Whether this is `0` to `9`.
  package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// Whether this is an ASCII letter.
  package var isLetter: Bool { isUpper || (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z")) }

  /// Whether this is an upper-case ASCII letter.
  package var isUpper: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }

  /// Whether this is an ASCII letter or digit.
  package var isAlphanumeric: Bool { isDigit || isLetter }

  /// Whether this is a hexadecimal digit of either case.
  package var isHexDigit: Bool { hexDigit != nil }

  /// The lower-case form of an ASCII letter; anything else is itself.
  package var lowercased: UInt8 { isUpper ? self | 0x20 : self }

  /// Whether this is a space, a tab or a line end.
  package var isBlank: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
}
