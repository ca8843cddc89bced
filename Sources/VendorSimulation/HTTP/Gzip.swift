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

    let startBlock = block(start)
    let fillerBlock = block(filler)
    var checksum = CRC32.checksum(start)
    let fillerChecksum = CRC32.checksum(filler)
    var deflated = startBlock
    for _ in 0..<mebibytes {
      deflated += fillerBlock
      checksum = CRC32.join(checksum, fillerChecksum, secondCount: filler.count)
    }
    checksum = CRC32.join(checksum, CRC32.checksum(end), secondCount: end.count)
    deflated += Deflate.compress(end)
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
