import TestSupport
import Testing
import Zlib

@Suite("Compressing")
struct ZlibTests {
  private let deflater: Deflater
  private let inflater: Inflater

  init() throws {
    deflater = try Deflater(level: 1)
    inflater = try Inflater()
  }

  private func inflate(_ compressed: [UInt8], size: Int) throws -> [UInt8] {
    try compressed.withUnsafeBytes { try inflater.withInflated($0, size: size) { Array($0) } }
  }

  private func damaged(_ compressed: [UInt8], size: Int, _ what: Comment) {
    #expect(throws: ZlibError.damaged, what) { try inflate(compressed, size: size) }
  }

  /// Bytes of which long stretches recur.
  private func text(_ generator: inout SeededGenerator, atMost count: Int) -> [UInt8] {
    let words = (0..<8).map { _ in
      (0..<Int.random(in: 1...40, using: &generator)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
    var bytes: [UInt8] = []
    let size = Int.random(in: 1...count, using: &generator)
    while bytes.count < size { bytes += words.randomElement(using: &generator) ?? [] }
    return bytes
  }

  @Test(
    "gives the same bytes back, whatever was compressed with the same memory before",
    arguments: [1, 2, .random(in: 3...1 << 40)])
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let bytes = text(&generator, atMost: 5000)
      let compressed = try #require(deflater.compress(bytes, atMost: bytes.count + 100), "seed \(seed)")
      #expect(try inflate(compressed, size: bytes.count) == bytes, "seed \(seed)")
    }
  }

  @Test("writes streams that begin as RFC 1950 says, and reads one that another program wrote")
  func format() throws {
    let compressed = try #require(deflater.compress(Array("aaaaaaaaaaaaaaaa".utf8), atMost: 16))
    #expect(compressed[0] & 15 == 8)
    #expect((Int(compressed[0]) << 8 | Int(compressed[1])) % 31 == 0)
    // Python's zlib.compress(b"indicator" * 3).
    let foreign: [UInt8] = [
      0x78, 0x9C, 0xCB, 0xCC, 0x4B, 0xC9, 0x4C, 0x4E, 0x2C, 0xC9, 0x2F, 0xCA, 0xC4, 0x60, 0x00, 0x00, 0x9C, 0x60, 0x0B,
      0x38,
    ]
    #expect(try inflate(foreign, size: 27) == Array("indicatorindicatorindicator".utf8))
  }

  @Test("gives nothing that is longer than asked for, and afterwards goes on")
  func limit() throws {
    var generator = SeededGenerator(seed: 7)
    let noise = (0..<4000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    #expect(deflater.compress(noise, atMost: 4000) == nil)
    let zeros = [UInt8](repeating: 0, count: 4000)
    let compressed = try #require(deflater.compress(zeros, atMost: 4000))
    #expect(deflater.compress(zeros, atMost: compressed.count) == compressed)
    #expect(deflater.compress(zeros, atMost: compressed.count - 1) == nil)
    #expect(deflater.compress(zeros, atMost: 0) == nil)
    #expect(try inflate(compressed, size: 4000) == zeros)
  }

  @Test("refuses every stream that is damaged, cut or longer, and every other size, and afterwards goes on")
  func damage() throws {
    var generator = SeededGenerator(seed: 11)
    let bytes = text(&generator, atMost: 3000) + Array("the end".utf8)
    let compressed = try #require(deflater.compress(bytes, atMost: bytes.count + 100))
    var places: Set<Int> = []
    for place in compressed.indices {
      for bit in 0..<8 {
        var other = compressed
        other[place] ^= 1 << UInt8(bit)
        guard let restored = try? inflate(other, size: bytes.count) else { continue }
        // Before the checksum there may be bits that only fill a byte.
        #expect(restored == bytes, "bit \(bit) of byte \(place)")
        places.insert(place)
      }
    }
    #expect(places.isSubset(of: [compressed.count - 5]))
    for length in 0..<compressed.count { damaged(Array(compressed.prefix(length)), size: bytes.count, "cut \(length)") }
    damaged(compressed + [0], size: bytes.count, "longer")
    damaged(compressed + compressed, size: bytes.count, "twice")
    for size in [bytes.count - 1, bytes.count + 1, 1, 0, -1, .min, .max, 1 << 31, 1 << 32] {
      damaged(compressed, size: size, "size \(size)")
    }
    damaged([], size: 1, "nothing")
    #expect(try inflate(compressed, size: bytes.count) == bytes)
  }

  @Test("restores the greatest ratio there is, and refuses a greater one before there is memory for it")
  func ratio() throws {
    let zeros = [UInt8](repeating: 0, count: 1 << 24)
    let compressed = try #require(try Deflater(level: 9).compress(zeros, atMost: 1 << 20))
    #expect(zeros.count / compressed.count > 1000)
    #expect(try inflate(compressed, size: zeros.count) == zeros)
    damaged(compressed, size: 1 << 31, "2 GiB")
  }

  @Test("never crashes on bytes of any kind", arguments: [1, .random(in: 2...1 << 40)])
  func anything(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      var bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        UInt8.random(in: .min ... .max, using: &generator)
      }
      if bytes.count > 2, Bool.random(using: &generator) { bytes[0...1] = [0x78, 0x01] }
      let size = Int.random(in: 1...4000, using: &generator)
      // Chance makes no stream with a right checksum; what matters is that this returns.
      damaged(bytes, size: size, "seed \(seed)")
    }
  }
}
