import Indicators
import Testing
import Time

@testable import Events

/// The canonical bytes are frozen: these tests write them out by hand, and must never be changed to pass.
@Suite("Canonical bytes")
struct LeafHasherTests {
  private let id = EventID(high: 0x0123_4567_89AB_7DEF, low: 0x8123_4567_89AB_CDEF)

  private func envelope() -> LeafHasher.Envelope<String> {
    LeafHasher.Envelope(
      seq: 7, id: id, version: 2, type: "observation.recorded", schemaVersion: 1, source: "abc", actor: "é",
      trafficLight: nil, observedAt: -1, receivedAt: 256, recordedAt: 257, correlationID: nil, causationSeq: nil)
  }

  private let stream = StreamKey(kind: "ipv4", value: "192.0.2.1")

  private static let head: [UInt8] =
    [0x00, 0x01] + [0, 0, 0, 0, 0, 0, 0, 7]
    + [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0x7D, 0xEF, 0x81, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF]
    + [0, 0, 0, 4] + Array("ipv4".utf8) + [0, 0, 0, 9] + Array("192.0.2.1".utf8) + [0, 0, 0, 0, 0, 0, 0, 2]
    + [0, 0, 0, 20] + Array("observation.recorded".utf8) + [0, 0, 0, 0, 0, 0, 0, 1]
    + [0, 0, 0, 3] + Array("abc".utf8) + [0, 0, 0, 2, 0xC3, 0xA9]

  private static let facts: [UInt8] =
    [0x05] + [1] + Array("a".utf8) + [0x01] + [3] + Array("b.x".utf8) + [0x02, 0xC8, 0x01]
    + [3] + Array("c.y".utf8) + [0x03, 0x3F, 0xE0, 0, 0, 0, 0, 0, 0] + [1] + Array("d".utf8) + [0x04, 2]
    + Array("hi".utf8)
    + [1] + Array("e".utf8) + [0x05, 2, 0x00, 0x05, 1, 0x02, 0x01]

  private let someFacts: Facts = ["e": [false, [-1]], "d": "hi", "a": true, "b.x": 100, "c.y": .number(0.5)]

  @Test("of an event with nothing optional are these")
  func least() {
    let hasher = LeafHasher()
    let leaf = hasher.leaf(of: envelope(), stream: stream, payloadHash: nil, appendFacts: Facts().appendCanonical)
    let bytes =
      Self.head + [0xFF] + Array(repeating: 0xFF, count: 8) + [0, 0, 0, 0, 0, 0, 1, 0] + [0, 0, 0, 0, 0, 0, 1, 1]
      + [0] + [0, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 1, 0] + [0]
    #expect(leaf == Digest(hashing: bytes))
    // Computed by another program.
    #expect(leaf.description == "0ed5551d45d49ffbe7d9dec5b5471b512d971f7e4824caab33a2618c2f2fc7ea")
  }

  @Test("of an event with everything are these, also when the buffer held another before")
  func most() {
    let hasher = LeafHasher()
    _ = hasher.leaf(of: envelope(), stream: stream, payloadHash: nil, appendFacts: someFacts.appendCanonical)
    var envelope = envelope()
    envelope.trafficLight = 3
    envelope.correlationID = id
    envelope.causationSeq = 6
    let payload = Array(UInt8(0)..<32)
    let leaf = hasher.leaf(
      of: envelope, stream: stream, payloadHash: Digest(payload), appendFacts: someFacts.appendCanonical)
    let bytes =
      Self.head + [3] + Array(repeating: 0xFF, count: 8) + [0, 0, 0, 0, 0, 0, 1, 0] + [0, 0, 0, 0, 0, 0, 1, 1]
      + [1] + id.bytes + [0, 0, 0, 0, 0, 0, 0, 6] + [0, 0, 0, UInt8(Self.facts.count)] + Self.facts + [1] + payload
    #expect(leaf == Digest(hashing: bytes))
    #expect(leaf.description == "5ec1bd9cde9ddbc760c541f3da37f58fba9c89140658831ae13447df58a9b0fb")
  }

  @Test("of facts are these, in the order of the names' bytes")
  func facts() {
    #expect(someFacts.canonicalBytes == Self.facts)
  }

  @Test("have another hash for every other field")
  func sensitivity() {
    let hasher = LeafHasher()
    let changes: [(inout LeafHasher.Envelope<String>) -> Void] = [
      { $0.seq += 1 }, { $0.id = EventID(high: 1, low: 2) }, { $0.version += 1 }, { $0.type = "note.added" },
      { $0.schemaVersion += 1 }, { $0.source += "c" }, { $0.actor += "b" }, { $0.trafficLight = 0 },
      { $0.observedAt += 1 }, { $0.receivedAt += 1 }, { $0.recordedAt += 1 },
      { $0.correlationID = EventID(high: 0, low: 0) }, { $0.causationSeq = 1 },
      // A letter that moves from one text to the next.
      {
        $0.source = "ab"
        $0.actor = "cé"
      },
    ]
    func leaf(_ envelope: LeafHasher.Envelope<String>, _ stream: StreamKey) -> Digest {
      hasher.leaf(of: envelope, stream: stream, payloadHash: nil, appendFacts: someFacts.appendCanonical)
    }
    // The last one's kind took over a letter of the value.
    let streams = ["ipv6 192.0.2.1", "ipv4 192.0.2.10", "ipv41 92.0.2.1"].map { text in
      let parts = text.split(separator: " ").map(String.init)
      return StreamKey(kind: parts[0], value: parts[1])
    }
    var leaves = Set(streams.map { leaf(envelope(), $0) } + [leaf(envelope(), stream)])
    for change in changes {
      var changed = envelope()
      change(&changed)
      leaves.insert(leaf(changed, stream))
    }
    #expect(leaves.count == changes.count + streams.count + 1)
  }
}
