import Indicators
import Testing

@Suite struct CIDRBlockTests {
  @Test(
    "host bits are cleared",
    arguments: [
      ("198.51.100.77/24", "198.51.100.0/24"), ("198.51.100.77/0", "0.0.0.0/0"),
      ("198.51.100.77/31", "198.51.100.76/31"),
      ("2001:db8::ff/32", "2001:db8::/32"), ("2001:db8::ff/0", "::/0"), ("2001:db8::ff/127", "2001:db8::fe/127"),
    ])
  func network(text: String, canonical: String) {
    #expect(CIDRBlock(parsing: text)?.description == canonical)
  }

  @Test("a block of one address is that address", arguments: ["198.51.100.7/32", "198.51.100.7"])
  func single(text: String) {
    #expect(CIDRBlock(parsing: text)?.indicator == Indicator(.ipv4, canonical: "198.51.100.7"))
  }

  @Test(
    "lengths that the family does not have are refused",
    arguments: [
      "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/08", "1.2.3.4/1x", "::/129", "::/1000", "/8", "1.2.3/8",
    ])
  func badLengths(text: String) {
    #expect(CIDRBlock(parsing: text) == nil)
  }

  @Test(
    "a block contains its addresses and no others",
    arguments: [
      ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "255.255.255.255", true),
      ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("10.0.0.0/8", "::10.1.2.3", false), ("::/0", "10.0.0.1", false),
      ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false), ("fc00::/7", "fdff::", true),
    ])
  func contains(block: String, address: String, isInside: Bool) throws {
    let block = try #require(CIDRBlock(parsing: block))
    let address = try #require(IPAddress(parsing: address))
    #expect(block.contains(address) == isInside)
  }

  @Test("a block contains smaller blocks and itself, not larger ones")
  func containsBlock() throws {
    let block = try #require(CIDRBlock(parsing: "10.0.0.0/8"))
    let inner = try #require(CIDRBlock(parsing: "10.20.0.0/16"))
    let outer = try #require(CIDRBlock(parsing: "8.0.0.0/6"))
    #expect(block.contains(inner) && block.contains(block))
    #expect(!block.contains(outer) && !inner.contains(block))
  }
}
