import Time

/// The identity of an event: a UUIDv7 (RFC 9562), so that ids sort by time.
public struct EventID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first eight bytes, big endian: 48 bits of milliseconds, the version, 12 free bits.
  public let high: UInt64
  /// The last eight bytes, big endian: the variant and 62 free bits.
  public let low: UInt64

  /// Builds an id from its time and 74 bits that the caller supplies: random ones, or the start of a content hash.
  public init(at time: Timestamp, entropy: (UInt64, UInt64)) {
    high = UInt64(bitPattern: time.milliseconds) << 16 | 0x7000 | entropy.0 & 0xFFF
    low = 0x8000_0000_0000_0000 | entropy.1 & 0x3FFF_FFFF_FFFF_FFFF
  }

  /// Takes over stored bytes.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The sixteen bytes in network order.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    bytes.appendBigEndian(high)
    bytes.appendBigEndian(low)
    return bytes
  }

  /// Calls the closure with the sixteen bytes in network order.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: (high.bigEndian, low.bigEndian), body)
  }

  /// Orders ids as their bytes, which is by time.
  public static func < (left: EventID, right: EventID) -> Bool { (left.high, left.low) < (right.high, right.low) }

  /// Reads the sixteen bytes in network order; nil for any other length.
  public init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
  }

  /// Reads the form that ``description`` writes, in letters of either case; nil for anything else.
  public init?(parsing text: String) {
    let letters = Array(text.utf8)
    guard letters.count == 36 else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    var count = 0
    for (index, letter) in letters.enumerated() {
      if [8, 13, 18, 23].contains(index) {
        guard letter == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Character(UnicodeScalar(letter)).hexDigitValue, letter < 0x80 else { return nil }
      if count < 16 { words.0 = words.0 << 4 | UInt64(digit) } else { words.1 = words.1 << 4 | UInt64(digit) }
      count += 1
    }
    (high, low) = words
  }

  /// The moment that it was made at.
  public var time: Timestamp { Timestamp(milliseconds: Int64(high >> 16)) }

  /// The lower-case form with hyphens, such as `019abc12-3456-7def-8123-456789abcdef`.
  public var description: String {
    String(unsafeUninitializedCapacity: 36) { text in
      var length = 0
      for digit in 0..<32 {
        if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
          text[length] = UInt8(ascii: "-")
          length += 1
        }
        let word = digit < 16 ? high : low
        text[length] = Digest.digit(UInt8(truncatingIfNeeded: word >> UInt64(60 - digit % 16 * 4)) & 15)
        length += 1
      }
      return length
    }
  }
}
