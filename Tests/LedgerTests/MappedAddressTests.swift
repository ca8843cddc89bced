import Events
import Indicators
import Interchange
import Ledger
import Testing

@Suite struct MappedAddressTests {
  @Test("an IPv4-mapped address is an indicator of its own, and related to its IPv4 address once both are held")
  func related() throws {
    let temporary = try TemporaryLedger(now: "2026-11-01T08:00:00Z")
    let ledger = temporary.ledger
    try ledger.take("203.0.113.7\n", format: .lines, source: "four")
    let four = try ioc("203.0.113.7")
    let six = try ioc("::ffff:203.0.113.7")
    let before = try ledger.head()
    #expect(try ledger.show(four).relationships.isEmpty)
    try ledger.take("::FFFF:CB00:7107\n", format: .lines, source: "six")

    let seen = try #require(try ledger.show(six).relationships.first)
    #expect(seen.type == "related-to")
    #expect(seen.isOutgoing)
    #expect(seen.target == StreamKey(four))
    #expect(seen.source == "iocledger")
    let back = try #require(try ledger.show(four).relationships.first)
    #expect(!back.isOutgoing)
    #expect(back.target == StreamKey(six))
    #expect(try ledger.show(four, at: PointInTime(asAt: .seq(before))).relationships.isEmpty, "as at before")

    let graph = try ledger.related(four)
    #expect(graph.nodes.map(\.name) == [four.value, six.value])
    #expect(graph.edges.map(\.from) == [StreamKey(six)])
    #expect(try ledger.related(six).edges.map(\.to) == [StreamKey(four)])
    #expect(try ledger.show(six).sources.map(\.source) == ["six"], "nobody's word is taken for the other")
  }
}
