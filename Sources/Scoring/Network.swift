/// An IP network, a single address being one of full length; IPv4 is kept in its place within IPv6 (`::ffff:0:0/96`).
struct Network: Hashable, Sendable {
  let high: UInt64
  let low: UInt64
  /// The number of leading bits that are fixed: 96 to 128 for IPv4.
  let length: UInt8

  /// Clears the bits beyond the length.
  init(high: UInt64, low: UInt64, length: UInt8) {
    self.high = length >= 64 ? high : length == 0 ? 0 : high & ~(UInt64.max >> UInt64(length))
    self.low = length >= 128 ? low : length <= 64 ? 0 : low & ~(UInt64.max >> UInt64(length - 64))
    self.length = length
  }

  /// The network of another length around this one; the same where it is longer.
  func widened(to length: UInt8) -> Network {
    Network(high: high, low: low, length: Swift.min(length, self.length))
  }

  /// Whether this is IPv4.
  var isIPv4: Bool { length >= 96 && high == 0 && low >> 32 == 0xFFFF }

  /// Reads an address or a network in CIDR notation, with or without host bits; nil for anything else.
  init?(parsing text: some Collection<UInt8>) {
    let slash = text.firstIndex(of: UInt8(ascii: "/"))
    let address = text[..<(slash ?? text.endIndex)]
    let isIPv4 = !address.contains(UInt8(ascii: ":"))
    guard let bits = isIPv4 ? Self.ipv4(address).map({ (high: 0, low: 0xFFFF_0000_0000 | $0) }) : Self.ipv6(address)
    else { return nil }
    var length: UInt8 = 128
    if let slash {
      guard let number = Self.number(text[text.index(after: slash)...], limit: isIPv4 ? 32 : 128) else { return nil }
      length = UInt8(number) + (isIPv4 ? 96 : 0)
    }
    self.init(high: bits.high, low: bits.low, length: length)
  }

  /// One to three decimal digits without a leading zero.
  private static func number(_ text: some Collection<UInt8>, limit: UInt64) -> UInt64? {
    guard (1...3).contains(text.count), text.count == 1 || text.first != 0x30 else { return nil }
    var number: UInt64 = 0
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + UInt64(byte - 0x30)
    }
    return number <= limit ? number : nil
  }

  private static func ipv4(_ text: some Collection<UInt8>) -> UInt64? {
    guard text.count <= 15 else { return nil }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt64 = 0
    for part in parts {
      guard let byte = number(part, limit: 255) else { return nil }
      address = address << 8 | byte
    }
    return address
  }

  /// RFC 4291 text: eight groups, of which a run may be `::`, the last two perhaps as IPv4.
  private static func ipv6(_ text: some Collection<UInt8>) -> (high: UInt64, low: UInt64)? {
    guard text.count <= 45 else { return nil }
    var parts = Array(text).split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    // A leading or trailing `::` gives one empty part too many; a single colon there is an error.
    if parts[0].isEmpty {
      guard parts.count >= 3, parts[1].isEmpty else { return nil }
      parts.removeFirst()
    }
    if parts[parts.count - 1].isEmpty {
      guard parts.count >= 2, parts[parts.count - 2].isEmpty else { return nil }
      parts.removeLast()
    }
    var groups: [UInt64] = []
    var gap: Int?
    for (index, part) in parts.enumerated() {
      if part.isEmpty {
        guard gap == nil else { return nil }
        gap = groups.count
      } else if index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let address = ipv4(part) else { return nil }
        groups += [address >> 16, address & 0xFFFF]
      } else {
        guard part.count <= 4, let group = UInt64(String(decoding: part, as: UTF8.self), radix: 16),
          part.first != UInt8(ascii: "+"), part.first != UInt8(ascii: "-")
        else { return nil }
        groups.append(group)
      }
    }
    guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
    if let gap { groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap) }
    let high = groups[0..<4].reduce(0) { $0 << 16 | $1 }
    return (high, groups[4..<8].reduce(0) { $0 << 16 | $1 })
  }
}

/// Networks to look up addresses in: one hash look-up for each length of prefix that occurs.
struct NetworkTable: Hashable, Sendable {
  private var networks: Set<Network> = []
  /// The lengths that occur, from the longest.
  private var lengths: [UInt8] = []

  /// Whether there are none.
  var isEmpty: Bool { networks.isEmpty }

  mutating func reserve(_ count: Int) { networks.reserveCapacity(count) }

  mutating func insert(_ network: Network) {
    networks.insert(network)
    if !lengths.contains(network.length) { lengths = (lengths + [network.length]).sorted(by: >) }
  }

  /// Whether an address, or the whole of a network, lies within one of these.
  func contains(_ network: Network) -> Bool {
    lengths.contains { length in
      length <= network.length && (length >= 96 || !network.isIPv4) && networks.contains(network.widened(to: length))
    }
  }
}
