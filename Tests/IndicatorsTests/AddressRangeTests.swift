import Indicators
import Testing

@Suite("Ranges of addresses")
struct AddressRangeTests {
  @Test(
    "are the fewest blocks that hold exactly their addresses",
    arguments: [
      ("192.0.2.0-192.0.2.255", ["192.0.2.0/24"]),
      ("192.0.2.0 - 192.0.2.255", ["192.0.2.0/24"]),
      ("192.0.2.7-192.0.2.7", ["192.0.2.7/32"]),
      ("192.0.2.1-192.0.2.4", ["192.0.2.1/32", "192.0.2.2/31", "192.0.2.4/32"]),
      ("192.0.2.0-192.0.3.127", ["192.0.2.0/24", "192.0.3.0/25"]),
      ("0.0.0.0-255.255.255.255", ["0.0.0.0/0"]),
      ("255.255.255.255-255.255.255.255", ["255.255.255.255/32"]),
      ("2001:db8::-2001:db8::ffff", ["2001:db8::/112"]),
      ("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ["::/0"]),
    ])
  func blocks(text: String, blocks: [String]) throws {
    #expect(try #require(AddressRange(parsing: text)).blocks.map(\.description) == blocks)
  }

  @Test("have at most two blocks a bit, and lose and add no address")
  func bounds() throws {
    let worst = try #require(AddressRange(parsing: "0.0.0.1-255.255.255.254"))
    #expect(worst.blocks.count == 62)
    let sizes = worst.blocks.map { UInt64(1) << UInt64(32 - $0.prefixLength) }
    #expect(sizes.reduce(0, +) == (1 << 32) - 2)
    #expect(AddressRange(parsing: "::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe")?.blocks.count == 254)
  }

  @Test(
    "are nothing else",
    arguments: [
      "", "-", "192.0.2.1", "192.0.2.1-", "-192.0.2.1", "192.0.2.9-192.0.2.1", "192.0.2.1-2001:db8::1",
      "192.0.2.1-192.0.2.2-192.0.2.3", "192.0.2.0/24-192.0.3.0/24", "evil-site.example", "192.0.2.1-192.0.2.999",
    ])
  func refusals(text: String) {
    #expect(AddressRange(parsing: text) == nil)
  }
}
