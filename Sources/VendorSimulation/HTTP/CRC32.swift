/// The checksum of gzip (RFC 1952 §8), which can also be joined from the checksums of two parts.
struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  /// The checksum of some bytes.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { value, byte in table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
  }

  /// Joins a first part's checksum with that of a second part of known length.
  ///
  /// Appending a zero bit is a linear map over GF(2), so appending many is that map squared often enough. This is what
  /// lets a bomb of any size carry a true checksum without its bytes ever being made.
  static func join(_ first: UInt32, _ second: UInt32, secondCount: Int) -> UInt32 {
    var map: [UInt32] = (0..<32).map { $0 == 0 ? 0xEDB8_8320 : 1 << ($0 - 1) }
    var value = first
    var bits = secondCount * 8
    while bits > 0 {
      if bits & 1 == 1 { value = apply(map, to: value) }
      map = map.map { apply(map, to: $0) }
      bits >>= 1
    }
    return value ^ second
  }

  private static func apply(_ map: [UInt32], to value: UInt32) -> UInt32 {
    (0..<32).reduce(0) { $0 ^ (value >> $1 & 1 == 1 ? map[$1] : 0) }
  }
}
