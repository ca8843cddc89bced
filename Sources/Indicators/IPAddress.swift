/// An IPv4 or IPv6 address.
public enum IPAddress: Hashable, Sendable {
  case v4(IPv4Address)
  case v6(IPv6Address)

  /// Reads an address of either family; nil for anything else.
  public init?(parsing text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(46))
    self.init(parsing: bytes.span)
  }

  /// Reads the bytes of such a text.
  package init?(parsing bytes: Span<UInt8>) {
    if let address = IPv4Address(parsing: bytes) {
      self = .v4(address)
    } else if let address = IPv6Address(parsing: bytes) {
      self = .v6(address)
    } else {
      return nil
    }
  }

  /// How many bits an address of this family has: 32 or 128.
  public var bitWidth: Int {
    switch self {
    case .v4: 32
    case .v6: 128
    }
  }

  /// The address as an indicator.
  public var indicator: Indicator {
    switch self {
    case .v4(let address): Indicator(.ipv4, canonical: address.description)
    case .v6(let address): Indicator(.ipv6, canonical: address.description)
    }
  }
}

extension IPAddress: CustomStringConvertible {
  /// The canonical text form.
  public var description: String {
    switch self {
    case .v4(let address): address.description
    case .v6(let address): address.description
    }
  }
}
