extension IPv4Address {
  /// Reads an address as the host of a URL is read: besides four octets also `3232235777`, `0xC0A80101` and
  /// `192.168.257`, with which malware hides addresses (WHATWG URL §3.5, inet_aton).
  ///
  /// Nil for parts with leading zeros, which are octal to some clients and decimal to others.
  init?(resolving bytes: [UInt8]) {
    guard bytes.count <= 45, bytes.first?.isDigit == true else { return nil }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 4 else { return nil }
    var number: UInt64 = 0
    for (index, part) in parts.enumerated() {
      guard let value = Self.part(part) else { return nil }
      let isLast = index == parts.count - 1
      let bits = isLast ? UInt64(32 - 8 * index) : 8
      guard value < 1 << bits else { return nil }
      number = number << bits | value
    }
    self.init(number: UInt32(number))
  }

  private static func part(_ digits: ArraySlice<UInt8>) -> UInt64? {
    let isHexadecimal = digits.starts(with: "0x".utf8) || digits.starts(with: "0X".utf8)
    let digits = isHexadecimal ? digits.dropFirst(2) : digits
    guard (1...10).contains(digits.count) else { return nil }
    if !isHexadecimal, digits.count > 1, digits.first == UInt8(ascii: "0") { return nil }
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = isHexadecimal ? byte.hexDigit : byte.decimalDigit else { return nil }
      value = value * (isHexadecimal ? 16 : 10) + UInt64(digit)
    }
    return value
  }
}
