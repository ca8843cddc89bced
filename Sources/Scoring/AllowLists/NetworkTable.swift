import Indicators

/// Networks to look up addresses in, as sorted ranges that neither overlap nor touch.
struct NetworkTable: Hashable, Sendable {
  private let ranges4: [ClosedRange<UInt32>]
  private let ranges6: [ClosedRange<UInt128>]

  init(_ blocks: [CIDRBlock] = []) {
    var ranges4: [ClosedRange<UInt32>] = []
    var ranges6: [ClosedRange<UInt128>] = []
    for block in blocks {
      switch Self.range(of: block) {
      case .v4(let range): ranges4.append(range)
      case .v6(let range): ranges6.append(range)
      }
    }
    self.ranges4 = Self.joined(ranges4)
    self.ranges6 = Self.joined(ranges6)
  }

  /// Whether there are none.
  var isEmpty: Bool { ranges4.isEmpty && ranges6.isEmpty }

  /// Whether an address, or every address of a block, lies within these networks.
  func contains(_ block: CIDRBlock) -> Bool {
    switch Self.range(of: block) {
    case .v4(let range): Self.contains(range, in: ranges4)
    case .v6(let range): Self.contains(range, in: ranges6)
    }
  }

  /// Whether an IPv4 address lies within these networks.
  func contains(ipv4 number: UInt32) -> Bool { Self.contains(number...number, in: ranges4) }

  private enum AddressRange {
    case v4(ClosedRange<UInt32>)
    case v6(ClosedRange<UInt128>)
  }

  /// The addresses of a block; an IPv4-mapped IPv6 block (`::ffff:0:0/96`) counts as the IPv4 block.
  private static func range(of block: CIDRBlock) -> AddressRange {
    switch block.network {
    case .v4(let address): return .v4(range(from: address.number, length: block.prefixLength))
    case .v6(let address):
      guard block.prefixLength >= 96, let mapped = address.mappedIPv4 else {
        return .v6(range(from: address.number, length: block.prefixLength))
      }
      return .v4(range(from: mapped.number, length: block.prefixLength - 96))
    }
  }

  private static func range<Number: FixedWidthInteger & UnsignedInteger>(
    from first: Number, length: Int
  ) -> ClosedRange<Number> {
    first...(first | (length == 0 ? .max : ~(.max << (Number.bitWidth - length))))
  }

  private static func joined<Number: FixedWidthInteger>(_ ranges: [ClosedRange<Number>]) -> [ClosedRange<Number>] {
    var joined: [ClosedRange<Number>] = []
    for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = joined.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  private static func contains<Number: FixedWidthInteger>(
    _ range: ClosedRange<Number>, in ranges: [ClosedRange<Number>]
  ) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= range.lowerBound
      && range.upperBound <= ranges[low].upperBound
  }
}
