extension Indicator {
  /// The IPv4 address inside an IPv4-mapped IPv6 address such as `::ffff:192.0.2.1` (RFC 4291 §2.5.5.2), or the block
  /// inside a block of these; nil for anything else.
  ///
  /// The two are different indicators: sources name the one or the other. They reach the same machine, so that each is
  /// related to the other.
  public var mappedIPv4: Indicator? {
    switch kind {
    case .ipv6: IPv6Address(parsing: value)?.mappedIPv4.map { IPAddress.v4($0).indicator }
    case .cidr: CIDRBlock(parsing: value)?.mappedIPv4?.indicator
    case .ipv4, .domain, .url, .email, .md5, .sha1, .sha256, .sha512: nil
    }
  }

  /// The IPv4-mapped IPv6 address, or block, of an IPv4 one; nil for anything else.
  public var mappedIPv6: Indicator? {
    guard kind == .ipv4 || kind == .cidr, let block = CIDRBlock(parsing: value), case .v4(let address) = block.network
    else { return nil }
    let mapped = IPv6Address(number: 0xFFFF << 32 | UInt128(address.number))
    return CIDRBlock(.v6(mapped), prefixLength: 96 + block.prefixLength)?.indicator
  }
}

extension CIDRBlock {
  /// The block of IPv4 addresses inside a block of IPv4-mapped IPv6 addresses.
  fileprivate var mappedIPv4: CIDRBlock? {
    guard case .v6(let address) = network, prefixLength >= 96, let mapped = address.mappedIPv4 else { return nil }
    return CIDRBlock(.v4(mapped), prefixLength: prefixLength - 96)
  }
}
