import Testing
import Time

@testable import Events

@Suite("Frozen names and numbers")
struct EventTypeTests {
  @Test("event types keep their names and numbers for ever")
  func types() {
    let names = [
      "indicator.ingested", "observation.recorded", "lookup.started", "lookup.failed", "lookup.withheld",
      "connector.paused", "sighting.recorded", "relationship.asserted", "relationship.retracted", "entity.imported",
      "label.added", "label.removed", "note.added", "tlp.set", "judgement.set", "judgement.cleared",
      "observation.retracted", "scorecard.published", "scorecard.activated", "payload.erased",
      "observation.restored", "marking.stated", "indicator.delisted",
    ]
    #expect(Array(EventType.allCases.map(\.rawValue).prefix(names.count)) == names)
    for (index, name) in names.enumerated() {
      #expect(EventType(rawValue: name)?.code == index + 1)
      #expect(EventType(code: index + 1)?.rawValue == name)
    }
    for code in [0, -1, EventType.allCases.count + 1, .min, .max] { #expect(EventType(code: code) == nil) }
  }

  @Test("event ids are UUIDs of version 7, sort by time and keep their bytes")
  func ids() {
    let early = EventID(at: Timestamp(milliseconds: 0x0193_0000_0000), entropy: (.max, .max))
    let late = EventID(at: Timestamp(milliseconds: 0x0193_0000_0001), entropy: (0, 0))
    #expect(early.description == "01930000-0000-7fff-bfff-ffffffffffff")
    #expect(late.description == "01930000-0001-7000-8000-000000000000")
    #expect(early.bytes.lexicographicallyPrecedes(late.bytes))
    #expect(early.bytes.withUnsafeBytes { EventID(bytes: $0) } == early)
    #expect(Array(early.bytes.dropLast()).withUnsafeBytes { EventID(bytes: $0) } == nil)
  }

  @Test("digests are read and written in hexadecimal")
  func digests() {
    let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let digest = Digest(hashing: Array("abc".utf8))
    #expect(digest.description == text)
    #expect(Digest(hexadecimal: text) == digest)
    #expect(Digest(hexadecimal: text.uppercased()) == digest)
    for wrong in [
      "", String(text.dropLast()), text + "0", String(text.dropLast()) + "g", String(text.dropLast(2)) + "é",
    ] {
      #expect(Digest(hexadecimal: wrong) == nil)
    }
    #expect(Digest(digest.bytes) == digest)
    #expect(Digest([UInt8](repeating: 0, count: 31)) == nil)
    #expect(digest.leadingBits == 0xba78_16bf_8f01_cfea)
    #expect(digest.followingBits == 0x4141_40de_5dae_2223)
  }

  @Test("an observation survives its way through facts")
  func observations() {
    let observation = Observation(
      status: .notFound, signals: ["a.b": 1], labels: ["x", "y"],
      relations: [
        Relation(type: "resolves-to", target: StreamKey(kind: "domain", value: "evil.example")),
        Relation(type: "belongs-to", target: StreamKey(kind: "autonomous-system", value: "AS1"), name: "One"),
      ])
    let facts = observation.facts
    #expect(facts.status == .notFound)
    #expect(facts.labels == observation.labels)
    #expect(facts.relations == observation.relations)
    #expect(Facts().status == .found)
    #expect((["relations": [["too", "short"], 5, ["a", "b", "c"]]] as Facts).relations.count == 1)
  }
}
