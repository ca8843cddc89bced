import Indicators
import TestSupport
import Testing

@Suite struct IPAddressTests {
  @Test(
    "IPv4 is four decimal octets and nothing else",
    arguments: [
      ("0.0.0.0", true), ("255.255.255.255", true), ("198.51.100.7", true), ("256.0.0.1", false), ("1.2.3", false),
      ("1.2.3.4.5", false), ("1..3.4", false), ("01.2.3.4", false), ("1.2.3.04", false), ("1.2.3.4 ", false),
      ("", false), ("....", false), ("1.2.3.-4", false), ("1.2.3.4a", false), ("999999999999.1.1.1", false),
      ("1.2.3.", false), (".1.2.3", false), ("0.0.0.00", false),
    ])
  func ipv4(text: String, isAddress: Bool) {
    #expect((IPv4Address(parsing: text) != nil) == isAddress)
    if isAddress { #expect(IPv4Address(parsing: text)?.description == text) }
  }

  @Test(
    "IPv6 has the one form of RFC 5952",
    arguments: [
      ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("2001:db8::0:1", "2001:db8::1"), ("::", "::"), ("::1", "::1"),
      ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
      ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
      ("2001:0db8:0001::00aA", "2001:db8:1::aa"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
      ("::ffff:c000:201", "::ffff:192.0.2.1"), ("::192.0.2.1", "::c000:201"),
      ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
      ("fe80::1:0:0:0", "fe80::1:0:0:0"),
    ])
  func ipv6(text: String, canonical: String) {
    #expect(IPv6Address(parsing: text)?.description == canonical)
    #expect(IPv6Address(parsing: canonical)?.description == canonical)
  }

  @Test(
    "what is no IPv6 address is refused",
    arguments: [
      "", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:8::", ":1::2",
      "1::2:", "fe80::1%eth0", "::1.2.3", "::1.2.3.4.5", "1.2.3.4::", "::01.2.3.4", "1:2:3:4:5:6:7:1.2.3.4",
      "::ffff:1.2.3.256",
      "12:34:56", "00:11:22:33:44:55", "1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7:8:192.0.2.1",
    ])
  func noIPv6(text: String) {
    #expect(IPv6Address(parsing: text) == nil)
  }

  @Test("every IPv6 address survives its text form")
  func roundTrip() {
    var generator = SeededGenerator(seed: freshSeed("IPv6 round trip"))
    for _ in 0..<2000 {
      // Many zero groups, so that every shape of the gap occurs.
      var number: UInt128 = 0
      for _ in 0..<8 {
        number =
          number << 16
          | (Bool.random(using: &generator) ? 0 : UInt128(UInt16.random(in: 0...UInt16.max, using: &generator)))
      }
      let address = IPv6Address(number: number)
      #expect(IPv6Address(parsing: address.description) == address)
      let ipv4 = IPv4Address(number: UInt32.random(in: 0...UInt32.max, using: &generator))
      #expect(IPv4Address(parsing: ipv4.description) == ipv4)
    }
  }
}
