/// An IPv6 address.
public struct IPv6Address: Hashable, Sendable, Comparable {
  /// The address as a number, the first group in the highest bytes.
  public let number: UInt128

  /// Wraps the address as a number, the first group in the highest bytes.
  public init(number: UInt128) { self.number = number }

  /// Reads every text form of RFC 4291 §2.2, the last four bytes dotted or not.
  ///
  /// Nil for anything else; a zone (`%eth0`) means something on one machine only and is refused too.
  public init?(parsing text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(46))
    self.init(parsing: bytes.span)
  }

  /// Reads the bytes of such a text.
  package init?(parsing bytes: Span<UInt8>) {
    guard bytes.count >= 2, bytes.count <= 45 else { return nil }
    let colon = UInt8(ascii: ":")
    var head: UInt128 = 0  // the groups read so far, since the gap if there was one
    var groups = 0
    var gap: (groups: Int, number: UInt128)?  // what stands before `::`
    var position = 0
    if bytes[0] == colon {
      guard bytes[1] == colon else { return nil }
      gap = (0, 0)
      position = 2
    }
    while position < bytes.count {
      guard groups + (gap?.groups ?? 0) < 8 else { return nil }
      let start = position
      var group: UInt128 = 0
      while position < bytes.count, let digit = bytes[position].hexDigit {
        guard position - start < 4 else { return nil }
        group = group << 4 | UInt128(digit)
        position += 1
      }
      if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
        guard let dotted = IPv4Address(parsing: bytes.extracting(start..<bytes.count)) else { return nil }
        head = head << 32 | UInt128(dotted.number)
        groups += 2
        position = bytes.count
        break
      }
      guard position > start else { return nil }
      head = head << 16 | group
      groups += 1
      guard position < bytes.count else { break }
      guard bytes[position] == colon, position + 1 < bytes.count else { return nil }
      position += 1
      if bytes[position] == colon {
        guard gap == nil else { return nil }
        gap = (groups, head)
        (groups, head) = (0, 0)
        position += 1
      }
    }
    if let gap {
      // A gap stands for at least one group (RFC 4291 says "one or more").
      guard groups + gap.groups < 8 else { return nil }
      number = gap.groups == 0 ? head : gap.number << (16 * UInt128(8 - gap.groups)) | head
    } else {
      guard groups == 8 else { return nil }
      number = head
    }
  }

  /// Group 0 is the first.
  func group(_ index: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: number >> (16 * UInt128(7 - index)))
  }

  /// The address in the last four bytes, where this is an IPv4-mapped address (`::ffff:0:0/96`).
  public var mappedIPv4: IPv4Address? {
    number >> 32 == 0xFFFF ? IPv4Address(number: UInt32(truncatingIfNeeded: number)) : nil
  }

  /// Orders by number.
  public static func < (left: IPv6Address, right: IPv6Address) -> Bool { left.number < right.number }
}

extension IPv6Address: CustomStringConvertible {
  /// The one recommended form of RFC 5952: lower case, the longest run of zero groups as `::`, IPv4-mapped addresses
  /// with their last four bytes dotted.
  public var description: String {
    if let mappedIPv4 { return "::ffff:\(mappedIPv4)" }
    let zeros = longestZeros
    var text = ""
    var index = 0
    while index < 8 {
      if index == zeros.lowerBound, !zeros.isEmpty {
        text += "::"
        index = zeros.upperBound
        continue
      }
      if !text.isEmpty, !text.hasSuffix(":") { text += ":" }
      text += String(group(index), radix: 16)
      index += 1
    }
    return text
  }

  /// The first of the longest runs of at least two zero groups, else an empty range.
  private var longestZeros: Range<Int> {
    var longest = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || group(index) != 0 {
      if index - start >= 2, index - start > longest.count { longest = start..<index }
      start = index + 1
    }
    return longest
  }
}
