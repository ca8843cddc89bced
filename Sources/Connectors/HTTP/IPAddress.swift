#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An IP address as bytes, so that two ways of writing it are one value.
enum IPAddress: Hashable {
  case v4([UInt8])
  case v6([UInt8])

  /// Reads an address as written in standard notation; nil for anything else.
  ///
  /// An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
  init?(_ text: some StringProtocol) {
    guard text.utf8.count <= 45 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16)
    let text = String(text)
    if inet_pton(AF_INET, text, &bytes) == 1 {
      self = .v4(Array(bytes[..<4]))
    } else if inet_pton(AF_INET6, text, &bytes) == 1 {
      let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
      self = isMapped ? .v4(Array(bytes[12...])) : .v6(bytes)
    } else {
      return nil
    }
  }

  /// The bytes in network order: 4 or 16.
  var bytes: [UInt8] {
    switch self {
    case .v4(let bytes), .v6(let bytes): bytes
    }
  }

  var isLoopback: Bool {
    switch self {
    case .v4(let bytes): bytes[0] == 127
    case .v6(let bytes): bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
    }
  }

  /// Whether the first bits are those of another address of the same family.
  func shares(_ bits: Int, with other: IPAddress) -> Bool {
    guard bytes.count == other.bytes.count, bits >= 0, bits <= bytes.count * 8 else { return false }
    let whole = bits / 8
    guard bytes[..<whole] == other.bytes[..<whole] else { return false }
    guard bits % 8 > 0 else { return true }
    let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
    return bytes[whole] & mask == other.bytes[whole] & mask
  }
}
