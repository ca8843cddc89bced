import TestSupport
import Testing

@testable import Events

@Suite("Facts")
struct FactsTests {
  @Test("are kept in the order of the bytes of their names, of two with one name the last")
  func order() {
    let facts: Facts = ["b": 1, "a.z": 2, "": 3, "é": 4, "Z": 5, "a": 6, "b": 7]
    #expect(facts.entries.map(\.name) == ["", "Z", "a", "a.z", "b", "é"])
    #expect(facts["b"] == 7)
    #expect(facts["c"] == nil)
    #expect(facts.signals.map(\.name) == ["a.z"])
    var other = facts
    other["b"] = nil
    other["none"] = nil
    #expect(other.entries.count == 5)
    other.merge(["a": 8, "c": 9])
    #expect(other["a"] == 8)
    #expect(other.entries.map(\.name) == ["", "Z", "a", "a.z", "c", "é"])
  }

  @Test("of names that differ in bytes only are different facts")
  func spellings() {
    let facts: Facts = ["caf\u{E9}": 1, "cafe\u{301}": 2]
    #expect(facts.entries.count == 2)
    #expect(facts["caf\u{E9}"] == 1)
    #expect(facts["cafe\u{301}"] == 2)
  }

  @Test("come back from the stored form as they were, and its canonical form is theirs", arguments: [UInt64](1...40))
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let facts = randomFacts(&generator)
      var names: [String] = []
      var stored: [UInt8] = []
      facts.appendStored(to: &stored) { name in
        names.append(name)
        return names.count + 200
      }
      let name = { (id: Int) in names.indices.contains(id - 201) ? names[id - 201] : nil }
      try stored.withUnsafeBytes { bytes in
        let read = try Facts(stored: bytes, name: name)
        var canonical: [UInt8] = []
        try Facts.appendCanonical(ofStored: bytes, to: &canonical, name: name)
        #expect(read == facts, "seed \(seed)")
        #expect(canonical == facts.canonicalBytes, "seed \(seed)")
      }
    }
  }

  @Test("in random or damaged bytes are an error or facts, never a crash", arguments: [UInt64](1...40))
  func hostile(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      if Bool.random(using: &generator) {
        randomFacts(&generator).appendStored(to: &bytes) { _ in 5 }
        for _ in 0..<3 where !bytes.isEmpty {
          bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
      } else {
        bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
          Bool.random(using: &generator)
            ? UInt8.random(in: 0...5, using: &generator) : .random(in: 0...255, using: &generator)
        }
      }
      bytes.withUnsafeBytes { walk($0) }
    }
  }

  /// Looks at everything there is to look at.
  private func walk(_ bytes: UnsafeRawBufferPointer) {
    guard let facts = try? Facts(stored: bytes, name: { "name \($0)" }) else { return }
    _ = facts.canonicalBytes
    guard var cursor = try? FactsCursor(bytes) else { return }
    while let fact = try? cursor.next() {
      let value = fact.value
      _ = (value.double, value.bool, value.listCount, value.utf8?.count, try? value.decoded())
      value.forEachElement { element in
        _ = (element.double, element.bool, element.listCount, element.utf8?.count, try? element.decoded())
        element.forEachElement { _ = try? $0.decoded() }
      }
    }
  }

  @Test(
    "have one form only: longer numbers, missing ends and surplus bytes are refused",
    arguments: [
      [], [0x80], [0x80, 0x00], [0x01], [0x01, 0x01], [0x01, 0x01, 0x02], [0x01, 0x01, 0x02, 0x80, 0x00],
      [0x01, 0x81, 0x00, 0x00], [0x00, 0x00], [0x01, 0x01, 0x00, 0x00], [0x01, 0x01, 0x06],
      [0x01, 0x01, 0x04, 0x05, 0x61],
      [0x01, 0x01, 0x05, 0x02, 0x00], [0x01, 0x01, 0x03, 0, 0, 0],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02],
      [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x00],
      [0x01, 0x01, 0x05, 0x01, 0x05, 0x01, 0x05, 0x01, 0x05, 0x01, 0x05, 0x00],
      [0x01, 0x01, 0x05, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    ] as [[UInt8]])
  func oneForm(bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      #expect(throws: FactsError.self) { try Facts(stored: bytes, name: { _ in "a" }) }
      #expect(throws: FactsError.self) {
        var output: [UInt8] = []
        try Facts.appendCanonical(ofStored: bytes, to: &output, name: { _ in "a" })
      }
    }
  }

  @Test(
    "numbers of every size keep their value", arguments: [0, 1, -1, 63, 64, -64, -65, 1 << 31, .max, .min] as [Int64])
  func numbers(value: Int64) throws {
    var bytes: [UInt8] = []
    bytes.appendSignedVarint(value)
    bytes.appendVarint(UInt64(bitPattern: value))
    bytes.appendBigEndian(UInt64(bitPattern: value))
    try bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      let numbers = [
        try reader.signedVarint(), Int64(bitPattern: try reader.varint()), Int64(bitPattern: try reader.bigEndian()),
      ]
      #expect(numbers == [value, value, value])
      #expect(reader.isAtEnd)
    }
  }

  @Test("lists as deep as the encoding allows can be stored, deeper ones cannot")
  func depth() {
    #expect(Facts(dictionaryLiteral: ("a.b", [[[[1]]]])).isEncodable)
    #expect(!Facts(dictionaryLiteral: ("a.b", [[[[[1]]]]])).isEncodable)
  }

  private func randomFacts(_ generator: inout SeededGenerator) -> Facts {
    var facts = Facts()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let name = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        "ab.é日\u{0}".randomElement(using: &generator) ?? "a"
      }
      facts[String(name)] = randomValue(depth: 0, &generator)
    }
    return facts
  }

  private func randomValue(depth: Int, _ generator: inout SeededGenerator) -> SignalValue {
    switch Int.random(in: 0..<(depth < 4 ? 6 : 5), using: &generator) {
    case 0: .bool(.random(using: &generator))
    case 1: .integer(Int64(truncatingIfNeeded: generator.next()))
    case 2: .integer(Int64.random(in: -200...200, using: &generator))
    case 3: SignalValue(Double.random(in: -1...1, using: &generator)) ?? 0
    case 4: .text(String(repeating: "é", count: Int.random(in: 0...80, using: &generator)))
    default:
      .list((0..<Int.random(in: 0...3, using: &generator)).map { _ in randomValue(depth: depth + 1, &generator) })
    }
  }
}
