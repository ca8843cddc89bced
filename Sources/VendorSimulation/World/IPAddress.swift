#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An IPv4 or IPv6 address in its canonical text.
struct IPAddress: Hashable, Sendable {
  /// The address as `inet_ntop` writes it.
  let text: String
  /// 4 or 16 bytes, most significant first.
  let bytes: [UInt8]

  var isIPv4: Bool { bytes.count == 4 }

  /// An IPv4 address as one number; 0 for IPv6.
  var number: Int64 { isIPv4 ? bytes.reduce(0) { $0 << 8 | Int64($1) } : 0 }

  /// Nil unless the whole text is one address.
  init?(_ text: String) {
    guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &bytes) == 1 {
      bytes = Array(bytes.prefix(4))
    } else if inet_pton(AF_INET6, text, &bytes) != 1 {
      return nil
    }
    var canonical = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &canonical, socklen_t(canonical.count)) != nil else {
      return nil
    }
    self.text = String(decoding: canonical.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.bytes = bytes
  }

  /// Whether the public internet does not route it: loopback, private, link-local, shared, unique local, multicast.
  ///
  /// Documentation ranges count as routable here: they stand for the internet in this world.
  var isPrivate: Bool {
    guard isIPv4 else {
      return bytes[0] & 0xFE == 0xFC || bytes[0] == 0xFF || (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80)
        || bytes.dropLast().allSatisfy { $0 == 0 }
    }
    switch (bytes[0], bytes[1]) {
    case (0, _), (10, _), (127, _), (169, 254), (172, 16...31), (192, 168), (100, 64...127), (224..., _): return true
    default: return false
    }
  }

  /// The /24 of an IPv4 address or the /48 of an IPv6 address, in CIDR notation.
  var network: String {
    guard isIPv4 else {
      return (0..<3).map { String(Int(bytes[$0 * 2]) << 8 | Int(bytes[$0 * 2 + 1]), radix: 16) }.joined(separator: ":")
        + "::/48"
    }
    return "\(bytes[0]).\(bytes[1]).\(bytes[2]).0/24"
  }
}
