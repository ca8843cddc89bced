/// An IPv4 address.
public struct IPv4Address: Hashable, Sendable, Comparable {
  /// The address as a number, the first octet in the highest byte.
  public let number: UInt32

  /// Wraps the address as a number, the first octet in the highest byte.
  public init(number: UInt32) { self.number = number }

  /// Reads four decimal octets.
  ///
  /// Nil for anything else, and for octets with leading zeros: `010` is 8 to the C library and 10 to people.
  public init?(parsing text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(16))
    self.init(parsing: bytes.span)
  }

  /// Reads the bytes of such a text.
  package init?(parsing bytes: Span<UInt8>) {
    guard bytes.count >= 7, bytes.count <= 15 else { return nil }
    var number: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var dots = 0
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        guard digits > 0, dots < 3 else { return nil }
        number = number << 8 | octet
        (octet, digits, dots) = (0, 0, dots + 1)
      } else {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), digits == 0 || octet > 0 else { return nil }
        octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
        digits += 1
        guard octet <= 255 else { return nil }
      }
    }
    guard dots == 3, digits > 0 else { return nil }
    self.number = number << 8 | octet
  }

  /// Orders by number.
  public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.number < right.number }
}

extension IPv4Address: CustomStringConvertible {
  /// Four decimal octets.
  public var description: String {
    String(unsafeUninitializedCapacity: 15) { buffer in
      var count = 0
      for shift in stride(from: 24, through: 0, by: -8) {
        if count > 0 {
          buffer[count] = UInt8(ascii: ".")
          count += 1
        }
        let octet = UInt8(truncatingIfNeeded: number >> shift)
        if octet >= 100 {
          buffer[count] = UInt8(ascii: "0") + octet / 100
          count += 1
        }
        if octet >= 10 {
          buffer[count] = UInt8(ascii: "0") + octet / 10 % 10
          count += 1
        }
        buffer[count] = UInt8(ascii: "0") + octet % 10
        count += 1
      }
      return count
    }
  }
}
