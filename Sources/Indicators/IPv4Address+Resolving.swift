extension IPv4Address {
  /// Reads an address as the host of a URL is read, in all spellings with which malware hides it.
  ///
  /// Besides four octets these are `3232235777`, `0xC0A80101`, `0300.0250.1` and `192.168.257`, and a dot may follow
  /// (WHATWG URL §3.5; browsers, curl and the C library agree).
  init?(resolving bytes: [UInt8]) {
    guard bytes.count <= 64, bytes.first?.isDigit == true else { return nil }
    var parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
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

  /// Reads a decimal, octal (`0…`) or hexadecimal (`0x…`) number.
  private static func part(_ digits: ArraySlice<UInt8>) -> UInt64? {
    guard !digits.isEmpty else { return nil }
    var digits = digits
    var radix: UInt64 = 10
    if digits.starts(with: "0x".utf8) || digits.starts(with: "0X".utf8) {
      (digits, radix) = (digits.dropFirst(2), 16)
    } else if digits.count > 1, digits.first == UInt8(ascii: "0") {
      (digits, radix) = (digits.dropFirst(), 8)
    }
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = byte.hexDigit, digit < radix else { return nil }
      value = value * radix + UInt64(digit)
      guard value <= UInt64(UInt32.max) else { return nil }
    }
    return value
  }
}
