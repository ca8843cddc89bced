import IDNA
import TestSupport
import Testing

/// What holds for every name, tried with letters of many scripts, signs and what maps, joins and combines.
@Suite struct IDNAPropertyTests {
  private static let ranges: [ClosedRange<UInt32>] = [
    0x21...0x7E, 0xA1...0x17F, 0x370...0x3FF, 0x400...0x4FF, 0x591...0x6FF, 0x900...0x97F, 0xE00...0xE7F,
    0x1100...0x11FF, 0x1E00...0x206F, 0x2100...0x218F, 0x2460...0x27BF, 0x3000...0x30FF, 0x4E00...0x4FFF,
    0xAC00...0xACFF, 0xF900...0xFDFF, 0xFE00...0xFFFD, 0x1_D400...0x1_D7FF, 0x1_F300...0x1_F64F, 0xE_0000...0xE_01EF,
  ]

  private func randomName(_ generator: inout SeededGenerator) -> String {
    var name = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      if Int.random(in: 0..<5, using: &generator) == 0 {
        name.append(
          contentsOf: (["-", ".", "xn--", "ß", "\u{200D}", "\u{308}", "_"].randomElement(using: &generator) ?? ".")
            .unicodeScalars)
      } else if let range = Self.ranges.randomElement(using: &generator),
        let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator))
      {
        name.append(scalar)
      }
    }
    return String(name)
  }

  @Test("the form for DNS is ASCII, and its own form for DNS")
  func idempotent() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("IDNA names: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    var accepted = 0
    for _ in 0..<2000 {
      let name = randomName(&generator)
      guard let ascii = try? IDNA.ascii(name) else { continue }
      accepted += 1
      #expect(ascii.utf8.allSatisfy { $0 < 0x80 }, "seed \(seed): \(name.debugDescription)")
      #expect((try? IDNA.ascii(ascii)) == ascii, "seed \(seed): \(name.debugDescription) → \(ascii)")
      for label in ascii.split(separator: ".") where label.hasPrefix("xn--") {
        #expect(throws: Never.self, "seed \(seed): \(name.debugDescription)") { try IDNA.check(encoded: String(label)) }
      }
    }
    #expect(accepted > 100)
  }

  @Test("random encoded labels never crash, and what passes encodes to itself")
  func noise() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("IDNA labels: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789-")
    for _ in 0..<5000 {
      let count = Int.random(in: 0...59, using: &generator)
      let label = "xn--" + String((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
      if (try? IDNA.check(encoded: label)) != nil {
        #expect((try? IDNA.ascii("ü." + label)) == "xn--tda." + label, "seed \(seed): \(label)")
      }
    }
  }
}
