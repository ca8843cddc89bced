/// A run of addresses of one family, both ends included, which feeds write as `192.0.2.0-192.0.2.255`.
public struct AddressRange: Hashable, Sendable {
  /// The lowest address.
  public let first: IPAddress
  /// The highest address.
  public let last: IPAddress

  /// From one address to another; nil where they are of two families or in the wrong order.
  public init?(from first: IPAddress, through last: IPAddress) {
    switch (first, last) {
    case (.v4(let low), .v4(let high)) where low.number <= high.number: break
    case (.v6(let low), .v6(let high)) where low.number <= high.number: break
    default: return nil
    }
    self.first = first
    self.last = last
  }

  /// Reads two addresses joined by a hyphen, with or without blanks around it.
  public init?(parsing text: some StringProtocol) {
    let ends = text.utf8.prefix(100).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map {
      String(decoding: $0.filter { !$0.isBlank }, as: UTF8.self)
    }
    guard ends.count == 2, let first = IPAddress(parsing: ends[0]), let last = IPAddress(parsing: ends[1]) else {
      return nil
    }
    self.init(from: first, through: last)
  }

  /// The fewest blocks that hold exactly these addresses, in ascending order: one where feeds mean a network.
  public var blocks: [CIDRBlock] {
    switch (first, last) {
    case (.v4(let low), .v4(let high)):
      Self.blocks(low.number, high.number) { .v4(IPv4Address(number: $0)) }
    case (.v6(let low), .v6(let high)):
      Self.blocks(low.number, high.number) { .v6(IPv6Address(number: $0)) }
    default: []
    }
  }

  private static func blocks<Number: FixedWidthInteger & UnsignedInteger>(
    _ first: Number, _ last: Number, _ address: (Number) -> IPAddress
  ) -> [CIDRBlock] {
    var blocks: [CIDRBlock] = []
    var start = first
    while true {
      // The largest block that begins here and does not reach beyond the end.
      var hostBits = start == 0 ? Number.bitWidth : start.trailingZeroBitCount
      while hostBits > 0, hostMask(hostBits) > last - start { hostBits -= 1 }
      if let block = CIDRBlock(address(start), prefixLength: Number.bitWidth - hostBits) { blocks.append(block) }
      let end: Number = start | hostMask(hostBits)
      if end >= last { return blocks }
      start = end + 1
    }
  }

  private static func hostMask<Number: FixedWidthInteger>(_ bits: Int) -> Number {
    bits == Number.bitWidth ? ~0 : (1 << bits) - 1
  }
}
