import TestSupport
import Testing

@testable import Events

@Suite("Reading canonical bytes")
struct CanonicalEventTests {
  private static let id = EventID(high: 0x0123_4567_89AB_7DEF, low: 0x8123_4567_89AB_CDEF)
  private static let facts: Facts = [
    "a.flag": true, "b": "text", "c.number": .number(0.25), "d": [["x", false], 7], "e": .integer(.min),
  ]

  private static func bytes(marking: Int64?, isFull: Bool) -> [UInt8] {
    let hasher = LeafHasher()
    let envelope = LeafHasher.Envelope(
      seq: 7, id: id, version: 2, type: "observation.recorded", schemaVersion: 1, source: "abc", actor: "é",
      trafficLight: marking, observedAt: -1, receivedAt: .min, recordedAt: .max, correlationID: isFull ? id : nil,
      causationSeq: isFull ? 6 : nil)
    _ = hasher.leaf(
      of: envelope, stream: StreamKey(kind: "ipv4", value: "192.0.2.1"),
      payloadHash: isFull ? Digest(hashing: [9]) : nil, appendFacts: facts.appendCanonical)
    return hasher.canonicalBytes
  }

  @Test("gives the event that was hashed", arguments: [nil, 3] as [Int64?], [false, true])
  func roundTrip(_ marking: Int64?, _ isFull: Bool) throws {
    let bytes = Self.bytes(marking: marking, isFull: isFull)
    let event = try CanonicalEvent(bytes)
    #expect(
      event.seq == 7 && event.envelope.id == Self.id && event.stream == StreamKey(kind: "ipv4", value: "192.0.2.1"))
    #expect(event.envelope.version == 2 && event.envelope.actor == "é" && event.envelope.trafficLight == marking)
    #expect(event.envelope.observedAt == -1 && event.envelope.recordedAt == .max)
    #expect(event.envelope.causationSeq == (isFull ? 6 : nil))
    #expect(event.envelope.correlationID == (isFull ? Self.id : nil))
    #expect(event.payloadHash == (isFull ? Digest(hashing: [9]) : nil))
    #expect(event.facts == Self.facts)
  }

  @Test("refuses bytes that were cut, lengthened or changed into nonsense, and never crashes")
  func damage() {
    let bytes = Self.bytes(marking: 3, isFull: true)
    for end in bytes.indices {
      #expect(throws: CanonicalEvent.Malformed.self) { try CanonicalEvent(Array(bytes[..<end])) }
    }
    #expect(throws: CanonicalEvent.Malformed.self) { try CanonicalEvent(bytes + [0]) }
    #expect(throws: CanonicalEvent.Malformed.self) { try CanonicalEvent([]) }
    #expect(throws: CanonicalEvent.Malformed.self) { try CanonicalEvent([2] + bytes.dropFirst()) }
    for place in bytes.indices {
      for value in [UInt8(0), 0x7F, 0x80, 0xFF] {
        var changed = bytes
        changed[place] = value
        _ = try? CanonicalEvent(changed)
      }
    }
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      var changed = bytes
      for _ in 0..<4 {
        changed[Int.random(in: changed.indices, using: &generator)] = .random(in: .min ... .max, using: &generator)
      }
      _ = try? CanonicalEvent(changed)
    }
  }

  @Test("refuses facts that are out of order, doubled, too many or too deep")
  func facts() {
    let named = { (name: String) in [UInt8(name.utf8.count)] + Array(name.utf8) + [1] }
    for bytes in [
      [2] + named("b") + named("a"), [2] + named("a") + named("a"), [1] + named("a") + [0], [],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], [1, 1, 0xFF, 1],
      [1, 1, 0x61] + Array(repeating: [5, 1], count: 5).flatMap { $0 } + [1], [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
    ] as [[UInt8]] {
      #expect(throws: FactsError.self) { try bytes.withUnsafeBytes { try Facts(canonical: $0) } }
    }
  }
}
