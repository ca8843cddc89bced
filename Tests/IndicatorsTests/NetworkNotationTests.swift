import Indicators
import TestSupport
import Testing

@Suite struct NetworkNotationTests {
  private func all(_ text: String, as kind: IndicatorKind? = nil, octets: OctetNotation = .refused) throws -> [String] {
    let bytes = Array(text.utf8)
    return try Indicator.all(parsing: bytes[...], as: kind, octets: octets).map(\.value)
  }

  @Test(
    "a network is one block in every notation",
    arguments: [
      ("203.0.113.0/255.255.255.0", "203.0.113.0/24"), ("203.0.113.9/255.255.255.192", "203.0.113.0/26"),
      ("203.0.113.9/255.255.255.255", "203.0.113.9"), ("0.0.0.0/0.0.0.0", "0.0.0.0/0"),
      ("203.0.112.0/0.0.1.255", "203.0.112.0/23"), ("203.0.113.0 255.255.255.128", "203.0.113.0/25"),
      ("203.0.113.0 netmask 255.255.255.0", "203.0.113.0/24"), ("203.0.113.0 0.0.0.63", "203.0.113.0/26"),
      ("2001:db8::5/ffff:ffff:ffff::", "2001:db8::/48"), ("203[.]0[.]113[.]0/255[.]255[.]255[.]0", "203.0.113.0/24"),
      ("203.0.113/24", "203.0.113.0/24"), ("172.16/12", "172.16.0.0/12"), ("203.0.113.*", "203.0.113.0/24"),
      ("203.0.*.*", "203.0.0.0/16"), ("203.0.113.64-203.0.113.127", "203.0.113.64/26"),
      ("203.0.113.0 – 203.0.113.255", "203.0.113.0/24"), ("203.0.113.0 to 203.0.113.3", "203.0.113.0/30"),
      ("203.0.113.4-7", "203.0.113.4/30"), ("2001:db8::-2001:db8::f", "2001:db8::/124"),
      ("203.0.113.7-203.0.113.7", "203.0.113.7"),
    ])
  func networks(text: String, block: String) throws {
    #expect(try all(text) == [block])
    #expect(try Indicator(parsing: text, as: .cidr).value == block)
    #expect(try Indicator(parsing: block).value == block)
  }

  @Test("a range is the fewest blocks that hold it, which one indicator alone cannot be")
  func ranges() throws {
    #expect(try all("203.0.113.5-203.0.113.10") == ["203.0.113.5", "203.0.113.6/31", "203.0.113.8/31", "203.0.113.10"])
    #expect(throws: IndicatorError.self) { try Indicator(parsing: "203.0.113.5-203.0.113.10") }
    #expect(throws: IndicatorError.self) { try all("203.0.113.5-203.0.113.10", as: .domain) }
  }

  @Test("an octet or two are a network only where one is expected")
  func short() throws {
    #expect(try all("10/8", as: .cidr) == ["10.0.0.0/8"])
    #expect(try all("10.1/24", as: .ipv4) == ["10.1.0.0/24"])
    for text in ["10/8", "1/2", "10.1/24", "2.5/3"] { #expect(throws: IndicatorError.self) { try all(text) } }
  }

  @Test(
    "what is no network says so, and becomes neither a URL nor something else",
    arguments: [
      "203.0.113.0/255.0.255.0", "203.0.113.0/0.0.0.0", "203.0.113.1/198.51.100.1", "203.0.113.9-203.0.113.4",
      "203.0.113.0-2001:db8::1", "203.0.113.0/33", "2001:db8::/129", "203.0.113.1 198.51.100.1", "*.*.*.*",
      "203.*.113.0", "203.0.113.*/24", "203.0.113.250-256",
    ])
  func refused(text: String) {
    for kind in [nil, IndicatorKind.cidr, .ipv4] {
      #expect(throws: IndicatorError.self, "\(text)") { try all(text, as: kind) }
    }
  }

  @Test(
    "padded octets are refused by naming the zeros, and read as decimal where that is said",
    arguments: [
      ("203.000.113.007", "203.0.113.7"), ("010.000.000.000/8", "10.0.0.0/8"),
      ("203.000.113.000-203.000.113.255", "203.0.113.0/24"), ("203.000.113.000/255.255.255.000", "203.0.113.0/24"),
      ("203.000.113.007:8080", "203.0.113.7"), ("099.008.009.001", "99.8.9.1"),
    ])
  func padded(text: String, value: String) throws {
    #expect(try all(text, octets: .decimal) == [value])
    #expect(try Indicator(parsing: text, octets: .decimal).value == value)
    let error = #expect(throws: IndicatorError.self) { try all(text) }
    #expect(error?.code == .ambiguous)
    #expect(error?.description.contains("padded with zeros") == true)
    #expect(error?.description.contains("--octets decimal") == true)
  }

  @Test("every mask and its wildcard give the block of their length, whatever the address")
  func masks() throws {
    var generator = SeededGenerator(seed: freshSeed("masks"))
    for length in 1...31 {
      let address = IPv4Address(number: UInt32.random(in: 1...UInt32.max, using: &generator))
      let mask = IPv4Address(number: ~0 << UInt32(32 - length))
      let wildcard = IPv4Address(number: ~mask.number)
      let block = try #require(CIDRBlock(.v4(address), prefixLength: length)).indicator.value
      #expect(try all("\(address)/\(mask)") == [block])
      #expect(try all("\(address)/\(wildcard)") == [block])
      if length >= 8 { #expect(try all("\(address) \(mask)") == [block]) }
    }
  }

  @Test("the blocks of a random range hold exactly its addresses")
  func randomRanges() throws {
    var generator = SeededGenerator(seed: freshSeed("ranges"))
    for _ in 0..<300 {
      let first = UInt32.random(in: 0...UInt32.max - 5000, using: &generator)
      let last = first + UInt32.random(in: 0...5000, using: &generator)
      let blocks = try all("\(IPv4Address(number: first)) - \(IPv4Address(number: last))").compactMap {
        CIDRBlock(parsing: $0)
      }
      let held = blocks.reduce(0) { $0 + (1 << (32 - $1.prefixLength)) }
      #expect(held == Int(last - first) + 1)
      for end in [first, last] { #expect(blocks.contains { $0.contains(.v4(IPv4Address(number: end))) }) }
    }
  }

  @Test("an IPv4-mapped address or block is itself, and names the IPv4 one that it is related to")
  func mapped() throws {
    for (mapped, plain) in [
      ("::ffff:203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.0/120", "203.0.113.0/24"),
      ("::FFFF:CB00:7107", "203.0.113.7"),
    ] {
      let six = try Indicator(parsing: mapped)
      let four = try Indicator(parsing: plain)
      #expect(six != four)
      #expect(six.mappedIPv4 == four)
      #expect(four.mappedIPv6 == six)
    }
    for text in ["2001:db8::1", "::203.0.113.7", "::/90", "evil.example", "203.0.113.7"] {
      #expect(try Indicator(parsing: text).mappedIPv4 == nil)
    }
    for text in ["2001:db8::1", "2001:db8::/32", "evil.example"] {
      #expect(try Indicator(parsing: text).mappedIPv6 == nil)
    }
  }
}
