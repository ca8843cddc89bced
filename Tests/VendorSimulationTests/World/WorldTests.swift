import Testing

@testable import VendorSimulation

struct WorldTests {
  @Test(
    "an address is read, written canonically, and nothing else is one",
    arguments: [
      ("203.0.113.10", "203.0.113.10"), ("2001:DB8:0::1", "2001:db8::1"), ("1.2.3", nil), ("1.2.3.4.5", nil), ("", nil),
      ("256.1.1.1", nil), ("::g", nil), ("fe80::1%eth0", nil), ("1.2.3.4\u{0}", nil),
      ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ] as [(String, String?)])
  func addresses(text: String, expected: String?) {
    #expect(IPAddress(text)?.text == expected)
  }

  @Test(
    "private is what the internet does not route; documentation ranges are not",
    arguments: [
      ("10.1.2.3", true), ("172.31.0.1", true), ("172.32.0.1", false), ("192.168.0.1", true), ("100.64.0.1", true),
      ("127.0.0.1", true), ("169.254.1.1", true), ("224.0.0.1", true), ("203.0.113.1", false), ("fc00::1", true),
      ("fe80::1", true), ("::1", true), ("2001:db8::1", false),
    ])
  func privacy(text: String, isPrivate: Bool) throws {
    #expect(try #require(IPAddress(text)).isPrivate == isPrivate)
  }

  @Test("of derived indicators about a quarter is bad, a third good, and the rest unknown")
  func shares() {
    let standings = (0..<4000).map { Standing(derivedFrom: Derivation("domain-\($0).example.org"), isAddress: false) }
    let bad = standings.filter { $0 == .malicious || $0 == .suspicious }.count
    let unknown = standings.filter { $0 == .unknown }.count
    #expect((880...1120).contains(bad))
    #expect((1480...1720).contains(unknown))
  }

  @Test("the same indicator has the same facts in every run")
  func determinism() throws {
    let address = try #require(IPAddress("8.8.4.4"))
    #expect("\(HostFacts(derivedFrom: address))" == "\(HostFacts(derivedFrom: address))")
    // Frozen: recorded tests and demonstrations elsewhere rely on what is derived.
    #expect(Derivation("frozen").number("draw", in: 0...999_999) == 351_530)
  }

  @Test("the story is consistent: what resolves one way resolves the other, and files are found by each hash")
  func story() throws {
    let world = World(now: noon)
    for domain in World.storyDomains where domain.standing == .malicious {
      for text in domain.addresses.prefix(1) where text == "203.0.113.10" {
        #expect(world.host(try #require(IPAddress(text))).resolutions.contains(domain.name))
      }
    }
    for hash in [World.loader.md5, World.loader.sha1, World.loader.sha256] {
      #expect(world.file(hash).sha256 == World.loader.sha256)
    }
    #expect(Set(World.story.map(\.value)).count == World.story.count)
  }
}
