import TestSupport
import Testing

@testable import EventLog

@Suite("Packed payloads")
struct PackedPayloadTests {
  private func unpack(_ bytes: [UInt8], _ size: Int64?) -> [UInt8]? {
    bytes.withUnsafeBytes { PackedPayload.unpack($0, size: size) }
  }

  @Test("come back as they were, whatever they hold", arguments: UInt64(1)...40)
  func roundTrip(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let length = Int.random(in: 0...(seed % 3 == 0 ? 200_000 : 3000), using: &generator)
    let letters = UInt8.random(in: 0...255, using: &generator)
    let original = (0..<length).map { _ in UInt8.random(in: 0...letters, using: &generator) }
    let packed = PackedPayload(original)
    #expect(unpack(packed.bytes, packed.size) == original, "seed \(seed)")
    #expect(packed.bytes.count <= original.count, "seed \(seed)")
  }

  @Test("are kept as they are where they are short or would hardly shrink")
  func asTheyAre() {
    let short = Array(repeating: UInt8(7), count: PackedPayload.leastCompressed - 1)
    #expect(PackedPayload(short).size == nil)
    #expect(PackedPayload(short).bytes == short)
    #expect(PackedPayload(short + [7]).size == 512)
    var generator = SeededGenerator(seed: 1)
    let noise = (0..<5000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    #expect(PackedPayload(noise).size == nil)
    #expect(PackedPayload([]).bytes == [])
  }

  @Test("that are cut, changed, longer than they should be or of an impossible size are nothing")
  func damaged() {
    let original = Array(repeating: Array("{\"engine\":\"clean\"},".utf8), count: 200).flatMap { $0 }
    let packed = PackedPayload(original)
    let size = packed.size ?? 0
    #expect(size == original.count)
    for length in 0..<packed.bytes.count { #expect(unpack(Array(packed.bytes.prefix(length)), size) == nil) }
    #expect(unpack(packed.bytes + [0], size) == nil)
    for wrong in [size - 1, size + 1, 0, -1, .min, .max, 1 << 40] { #expect(unpack(packed.bytes, wrong) == nil) }
    for index in packed.bytes.indices {
      var changed = packed.bytes
      changed[index] ^= 0x10
      // The stream ends with a checksum; a header may differ in how it was made.
      if index > 1 { #expect(unpack(changed, size) == nil, "byte \(index)") }
    }
  }
}
