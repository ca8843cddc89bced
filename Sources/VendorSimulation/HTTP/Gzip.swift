/// Gzip files (RFC 1952): an honest one and a bomb.
enum Gzip {
  /// Compresses bytes.
  static func compress(_ input: [UInt8]) -> [UInt8] {
    wrap(Deflate.compress(input), checksum: CRC32.checksum(input), count: input.count)
  }

  /// A JSON object of one string of `mebibytes` MiB, at about 1/150 of that size.
  ///
  /// Checksum and length are true, so that nothing but a bound on the size stops whoever unpacks it.
  static func bomb(mebibytes: Int) -> [UInt8] {
    let start = Array(#"{"data":""#.utf8)
    let end = Array(#""}"#.utf8)
    let filler = [UInt8](repeating: UInt8(ascii: "A"), count: 1 << 20)

    let fillerBlock = block(filler)
    var deflated = block(start)
    for _ in 0..<mebibytes { deflated += fillerBlock }
    deflated += Deflate.compress(end)

    var checksum = CRC32.checksum(start)
    // By doubling, since each join is dear: the checksum of 1, 2, 4, … mebibytes, of which those that add up are joined.
    var power = (checksum: CRC32.checksum(filler), count: filler.count)
    var left = mebibytes
    while left > 0 {
      if left & 1 == 1 { checksum = CRC32.join(checksum, power.checksum, secondCount: power.count) }
      power = (CRC32.join(power.checksum, power.checksum, secondCount: power.count), power.count * 2)
      left >>= 1
    }
    checksum = CRC32.join(checksum, CRC32.checksum(end), secondCount: end.count)
    return wrap(deflated, checksum: checksum, count: start.count + filler.count * mebibytes + end.count)
  }

  private static func block(_ input: [UInt8]) -> [UInt8] {
    var writer = Deflate()
    writer.startBlock(isFinal: false)
    writer.write(input)
    writer.endBlock()
    writer.flush()
    return writer.bytes
  }

  private static func wrap(_ deflated: [UInt8], checksum: UInt32, count: Int) -> [UInt8] {
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    return header + deflated + littleEndian(checksum) + littleEndian(UInt32(truncatingIfNeeded: count))
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
