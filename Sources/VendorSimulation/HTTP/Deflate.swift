/// Writes DEFLATE (RFC 1951) with the fixed Huffman codes: small, and good enough for JSON.
///
/// Our own, because the toolchain brings no compressor and a system library for a simulator would not earn its place.
struct Deflate {
  private(set) var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var pendingCount = 0

  /// Compresses everything into one final block.
  static func compress(_ input: [UInt8]) -> [UInt8] {
    var writer = Deflate()
    writer.startBlock(isFinal: true)
    writer.write(input)
    writer.endBlock()
    writer.align()
    return writer.bytes
  }

  mutating func startBlock(isFinal: Bool) {
    put(isFinal ? 1 : 0, 1)
    put(1, 2)
  }

  mutating func endBlock() { putSymbol(256) }

  /// Writes bytes, replacing what stood up to 32 KiB earlier by a reference to it.
  mutating func write(_ input: [UInt8]) {
    var latest = [Int32](repeating: -1, count: 1 << 15)
    var position = 0
    while position < input.count {
      var length = 0
      var distance = 0
      if position + 3 <= input.count {
        let key = Int(input[position]) << 10 ^ Int(input[position + 1]) << 5 ^ Int(input[position + 2])
        let candidate = Int(latest[key & 0x7FFF])
        latest[key & 0x7FFF] = Int32(position)
        if candidate >= 0, position - candidate <= 32_768 {
          distance = position - candidate
          while length < 258, position + length < input.count, input[candidate + length] == input[position + length] {
            length += 1
          }
        }
      }
      if length >= 3 {
        putMatch(length: length, distance: distance)
        position += length
      } else {
        putSymbol(Int(input[position]))
        position += 1
      }
    }
  }

  /// Fills up to the next byte boundary with zero bits.
  mutating func align() {
    if pendingCount % 8 != 0 { put(0, 8 - pendingCount % 8) }
  }

  /// An empty stored block, which ends on a byte boundary, so that what follows can be repeated byte for byte.
  mutating func flush() {
    put(0, 3)
    align()
    bytes += [0, 0, 0xFF, 0xFF]
  }

  private mutating func put(_ value: Int, _ count: Int) {
    pending |= UInt64(value) << UInt64(pendingCount)
    pendingCount += count
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }

  /// Huffman codes are written from their most significant bit.
  private mutating func putCode(_ code: Int, _ count: Int) {
    put((0..<count).reduce(0) { $0 << 1 | code >> $1 & 1 }, count)
  }

  private mutating func putSymbol(_ symbol: Int) {
    switch symbol {
    case 0..<144: putCode(0x30 + symbol, 8)
    case 144..<256: putCode(0x190 + symbol - 144, 9)
    case 256..<280: putCode(symbol - 256, 7)
    default: putCode(0xC0 + symbol - 280, 8)
    }
  }

  private mutating func putMatch(length: Int, distance: Int) {
    let lengthIndex = Self.lengthBases.lastIndex { $0 <= length } ?? 0
    putSymbol(257 + lengthIndex)
    put(length - Self.lengthBases[lengthIndex], Self.lengthExtraBits[lengthIndex])
    let distanceIndex = Self.distanceBases.lastIndex { $0 <= distance } ?? 0
    putCode(distanceIndex, 5)
    put(distance - Self.distanceBases[distanceIndex], max(0, distanceIndex / 2 - 1))
  }

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let lengthExtraBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = (0..<30).map { index in
    index < 4 ? index + 1 : (2 + index % 2) << (index / 2 - 1) + 1
  }
}
