import Indicators

extension IPAddress {
  /// The IPv4 address where this is one mapped into IPv6 (`::ffff:192.0.2.1`), else the address itself.
  var unmapped: IPAddress {
    guard case .v6(let address) = self, let mapped = address.mappedIPv4 else { return self }
    return .v4(mapped)
  }

  /// Whether it means this machine: `127.0.0.0/8` or `::1`.
  var isLoopback: Bool {
    switch unmapped {
    case .v4(let address): address.number >> 24 == 127
    case .v6(let address): address.number == 1
    }
  }
}
