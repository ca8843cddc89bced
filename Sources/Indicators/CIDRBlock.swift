/// A block of addresses: a network address and the number of leading bits that all of its addresses share.
public struct CIDRBlock: Hashable, Sendable {
  /// The first address of the block, all host bits zero.
  public let network: IPAddress
  /// How many leading bits are shared: 0 to 32, or 0 to 128.
  public let prefixLength: Int

  /// The block of that size around an address, whose host bits are cleared; nil where the family has fewer bits.
  public init?(_ address: IPAddress, prefixLength: Int) {
    guard (0...address.bitWidth).contains(prefixLength) else { return nil }
    self.prefixLength = prefixLength
    switch address {
    case .v4(let address):
      network = .v4(IPv4Address(number: address.number & Self.mask(prefixLength, of: UInt32.self)))
    case .v6(let address):
      network = .v6(IPv6Address(number: address.number & Self.mask(prefixLength, of: UInt128.self)))
    }
  }

  /// Reads `198.51.100.0/24` or `2001:db8::/32`; an address without a length is a block of one.
  public init?(parsing text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(50))
    self.init(parsing: bytes.span)
  }

  init?(parsing bytes: Span<UInt8>) {
    var slash = bytes.count
    for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
      slash = index
      break
    }
    guard let address = IPAddress(parsing: bytes.extracting(0..<slash)) else { return nil }
    guard slash < bytes.count else {
      self.init(address, prefixLength: address.bitWidth)
      return
    }
    let digits = bytes.extracting(slash + 1..<bytes.count)
    guard (1...3).contains(digits.count), digits.count == 1 || digits[0] != UInt8(ascii: "0") else { return nil }
    var length = 0
    for index in digits.indices {
      guard let digit = digits[index].decimalDigit else { return nil }
      length = length * 10 + Int(digit)
    }
    self.init(address, prefixLength: length)
  }

  /// Whether the address lies in the block; an IPv4-mapped IPv6 address counts as its IPv4 address too.
  public func contains(_ address: IPAddress) -> Bool {
    switch (network, address) {
    case (.v4(let network), .v4(let address)):
      address.number & Self.mask(prefixLength, of: UInt32.self) == network.number
    case (.v6(let network), .v6(let address)):
      address.number & Self.mask(prefixLength, of: UInt128.self) == network.number
    case (.v4, .v6(let address)):
      address.mappedIPv4.map { contains(.v4($0)) } ?? false
    case (.v6, .v4):
      false
    }
  }

  /// Whether every address of the other block lies in this one.
  public func contains(_ other: CIDRBlock) -> Bool {
    network.bitWidth == other.network.bitWidth && prefixLength <= other.prefixLength && contains(other.network)
  }

  /// The block as an indicator; a block of one address is that address.
  public var indicator: Indicator {
    prefixLength == network.bitWidth ? network.indicator : Indicator(.cidr, canonical: description)
  }

  /// A number whose `length` highest bits are set.
  private static func mask<Number: FixedWidthInteger>(_ length: Int, of type: Number.Type) -> Number {
    length == 0 ? 0 : ~Number(0) << (Number.bitWidth - length)
  }
}

extension CIDRBlock: CustomStringConvertible {
  /// The network address, a slash and the length.
  public var description: String { "\(network)/\(prefixLength)" }
}
