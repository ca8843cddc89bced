import Indicators

/// Networks to look up addresses in: one hash look-up for each length of prefix that occurs.
struct NetworkTable: Hashable, Sendable {
  private var blocks: Set<CIDRBlock> = []
  /// The lengths that occur.
  private var lengths4: [Int] = []
  private var lengths6: [Int] = []

  /// Whether there are none.
  var isEmpty: Bool { blocks.isEmpty }

  mutating func insert(_ block: CIDRBlock) {
    let block = block.unmapped
    blocks.insert(block)
    switch block.network {
    case .v4: if !lengths4.contains(block.prefixLength) { lengths4.append(block.prefixLength) }
    case .v6: if !lengths6.contains(block.prefixLength) { lengths6.append(block.prefixLength) }
    }
  }

  /// Whether an address, or the whole of a network, lies within one of these.
  func contains(_ block: CIDRBlock) -> Bool {
    let block = block.unmapped
    let lengths = if case .v4 = block.network { lengths4 } else { lengths6 }
    return lengths.contains { length in
      length <= block.prefixLength
        && CIDRBlock(block.network, prefixLength: length).map(blocks.contains) ?? false
    }
  }
}

extension CIDRBlock {
  /// The IPv4 block that an IPv4-mapped IPv6 block (`::ffff:0:0/96`) stands for, or the block itself.
  fileprivate var unmapped: CIDRBlock {
    guard case .v6(let address) = network, prefixLength >= 96, let mapped = address.mappedIPv4 else { return self }
    return CIDRBlock(.v4(mapped), prefixLength: prefixLength - 96) ?? self
  }
}
