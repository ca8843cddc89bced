/// The ways besides `192.0.2.0/24` in which operators, routers and scanners write networks and ranges.
///
/// | text | blocks |
/// |---|---|
/// | `192.0.2.0/255.255.255.0`, `192.0.2.0 255.255.255.0`, `192.0.2.0 netmask 255.255.255.0` | `192.0.2.0/24` |
/// | `192.0.2.0/0.0.0.255`, a router's wildcard mask | `192.0.2.0/24` |
/// | `2001:db8::/ffff:ffff::` | `2001:db8::/32` |
/// | `203.0.113/24`, `10/8` (that only where a network is expected) | `203.0.113.0/24`, `10.0.0.0/8` |
/// | `203.0.113.*` | `203.0.113.0/24` |
/// | `192.0.2.0-192.0.2.255`, `192.0.2.0 – 192.0.2.255`, `192.0.2.0-255` | `192.0.2.0/24` |
struct NetworkNotation {
  /// How padded octets are read.
  let octets: OctetNotation
  /// Whether the value is known to be an address or a network.
  let isNetwork: Bool

  /// The blocks that a text stands for, in ascending order; nil where it is no network in any of these notations.
  func blocks(_ text: [UInt8]) throws(IndicatorError) -> [CIDRBlock]? {
    guard let first = text.first, first.isHexDigit || first == UInt8(ascii: ":"), text.count <= 100 else { return nil }
    if let slash = text.firstIndex(of: UInt8(ascii: "/")) {
      guard let block = try block(text[..<slash], length: text[(slash + 1)...]) else { return nil }
      return [block]
    }
    if let range = try range(text) { return range.blocks }
    if let block = try blankSeparated(text) { return [block] }
    if let block = try wildcard(text) { return [block] }
    guard let address = try address(text[...]), let block = CIDRBlock(address, prefixLength: address.bitWidth) else {
      return nil
    }
    return [block]
  }

  /// An address in its usual notation, or with padded octets where those are read; an error where they are not.
  private func address(_ text: ArraySlice<UInt8>) throws(IndicatorError) -> IPAddress? {
    if let address = IPAddress(parsing: text.span) { return address }
    guard let address = IPv4Address(padded: text) else { return nil }
    guard octets == .decimal else { throw .padded }
    return .v4(address)
  }

  // MARK: - Lengths and masks

  private func block(_ start: ArraySlice<UInt8>, length: ArraySlice<UInt8>) throws(IndicatorError) -> CIDRBlock? {
    if let short = try short(start, length) { return short }
    guard let address = try address(start) else { return nil }
    if let bits = Self.number(length), let block = CIDRBlock(address, prefixLength: bits) { return block }
    guard let mask = try self.address(length) else { return nil }
    return try block(address, mask)
  }

  /// The block of an address and the mask of a network, or a router's wildcard mask, which is its inverse.
  private func block(_ address: IPAddress, _ mask: IPAddress) throws(IndicatorError) -> CIDRBlock {
    let length: Int?
    switch (address, mask) {
    case (.v4(let address), .v4(let mask)): length = Self.length(mask.number, isZero: address.number == 0)
    case (.v6(let address), .v6(let mask)): length = Self.length(mask.number, isZero: address.number == 0)
    default: length = nil
    }
    guard let length, let block = CIDRBlock(address, prefixLength: length) else {
      throw IndicatorError(
        .malformed,
        "what stands behind the address is neither a netmask nor a wildcard mask; give one network or address")
    }
    return block
  }

  /// How many bits a mask leaves to the network; nil where it has gaps, or could be both of its kinds.
  ///
  /// A mask of zeros is the whole internet or one address; the former is meant where the address is zero too.
  private static func length<Number: FixedWidthInteger>(_ mask: Number, isZero: Bool) -> Int? {
    if mask == 0 { return isZero ? 0 : nil }
    let inverse = ~mask
    if inverse & (inverse &+ 1) == 0 { return inverse.leadingZeroBitCount }
    return mask & (mask &+ 1) == 0 ? mask.leadingZeroBitCount : nil
  }

  /// `203.0.113/24`: the octets that a network leaves to its hosts are left out.
  ///
  /// Where a value could be anything, the length has to fit the octets, and `1/2` is no network.
  private func short(_ start: ArraySlice<UInt8>, _ length: ArraySlice<UInt8>) throws(IndicatorError) -> CIDRBlock? {
    let parts = start.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count < 4, let bits = Self.number(length), bits <= 32,
      start.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") })
    else { return nil }
    if !isNetwork {
      guard parts.count > 1, bits > 8 * (parts.count - 1), bits <= 8 * parts.count else { return nil }
    }
    let zeros = String(repeating: ".0", count: 4 - parts.count)
    guard let address = try address(ArraySlice(Array(start) + Array(zeros.utf8))) else { return nil }
    return CIDRBlock(address, prefixLength: bits)
  }

  /// `192.0.2.0 255.255.255.0`, with or without the word.
  private func blankSeparated(_ text: [UInt8]) throws(IndicatorError) -> CIDRBlock? {
    var words = text.split(whereSeparator: \.isBlank)
    if words.count == 3, Self.maskWords.contains(where: { $0.elementsEqual(words[1].lazy.map(\.lowercased)) }) {
      words.remove(at: 1)
    }
    guard words.count == 2, case .v4(let address)? = try address(words[0]),
      case .v4(let mask)? = try self.address(words[1])
    else { return nil }
    // Two addresses are no network, and what begins with 255 or 0 is no host.
    guard mask.number >> 24 == 255 || mask.number >> 24 == 0 else { return nil }
    return try block(.v4(address), .v4(mask))
  }

  private static let maskWords = ["mask", "netmask", "wildcard"].map { Array($0.utf8) }

  /// `203.0.113.*`.
  private func wildcard(_ text: [UInt8]) throws(IndicatorError) -> CIDRBlock? {
    guard text.last == UInt8(ascii: "*") else { return nil }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let fixed = parts.prefix { !$0.elementsEqual("*".utf8) }.count
    guard parts.count == 4, fixed > 0, parts[fixed...].allSatisfy({ $0.elementsEqual("*".utf8) }) else { return nil }
    let zeros = text.map { $0 == UInt8(ascii: "*") ? UInt8(ascii: "0") : $0 }
    guard let address = try address(zeros[...]) else { return nil }
    return CIDRBlock(address, prefixLength: 8 * fixed)
  }

  // MARK: - Ranges

  /// `first-last` with a hyphen, a dash or `to`; of the last address its last octet will do.
  private func range(_ text: [UInt8]) throws(IndicatorError) -> AddressRange? {
    guard let (left, right) = Self.ends(text), let first = try address(left) else { return nil }
    var last = try address(right)
    if last == nil, case .v4(let address) = first, let octet = Self.number(right), octet <= 255 {
      last = .v4(IPv4Address(number: address.number & ~255 | UInt32(octet)))
    }
    guard let last else { return nil }
    guard let range = AddressRange(from: first, through: last) else {
      throw IndicatorError(.malformed, "the range ends before it starts, or mixes IPv4 and IPv6; correct it")
    }
    return range
  }

  private static func ends(_ text: [UInt8]) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    for separator in separators {
      var index = 0
      while index + separator.count < text.count {
        if text[index...].starts(with: separator) {
          return (trimmed(text[..<index]), trimmed(text[(index + separator.count)...]))
        }
        index += 1
      }
    }
    return nil
  }

  private static let separators = ["-", "\u{2013}", "\u{2014}", " to "].map { Array($0.utf8) }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop(while: \.isBlank)
    while text.last?.isBlank == true { text.removeLast() }
    return text
  }

  /// A decimal number of up to three digits, without zeros in front.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...3).contains(digits.count), digits.allSatisfy(\.isDigit) else { return nil }
    guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}

extension IPv4Address {
  /// Reads four octets of up to three decimal digits of which some are padded with zeros.
  fileprivate init?(padded text: ArraySlice<UInt8>) {
    guard (7...15).contains(text.count) else { return nil }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy(\.isDigit) else { return nil }
      let octet = part.reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
      guard octet <= 255 else { return nil }
      number = number << 8 | octet
    }
    self.init(number: number)
  }
}

extension IndicatorError {
  static let padded = IndicatorError(
    .ambiguous,
    "octets are padded with zeros, which some programs read as octal; --octets decimal reads them as decimal")
}
