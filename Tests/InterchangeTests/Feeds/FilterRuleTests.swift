import Interchange
import Testing

@Suite("Lists for ad blockers and name servers")
struct FilterRuleTests {
  private func read(_ text: String) throws -> [IntakeItem] { try items(of: LineReader(pieces(text))) }

  @Test("of an Adblock list what is blocked is taken, exceptions and rules about parts of pages are not")
  func adblock() throws {
    let items = try read(
      """
      [Adblock Plus 2.0]
      ! Title: bad hosts
      ! Last modified: 2026-11-20
      ||evil.example^
      ||evil2.example^$third-party
      ||evil3.example/path/x.js|
      @@||good.example^
      good.example##.banner
      good.example#@#.banner
      ##.banner
      ||evil4.example^path
      ||evil*.example^
      """)
    #expect(items.indicators == ["domain evil.example", "domain evil2.example", "url http://evil3.example/path/x.js"])
    #expect(items.rejections.map(\.line) == [11, 12])
    #expect(items.skipped == 7)
    #expect(items.fileDates == ["2026-11-20T00:00:00Z"])
  }

  @Test("of a file for dnsmasq the names that go nowhere are taken, and no address")
  func dnsmasq() throws {
    let items = try read(
      """
      # dnsmasq
      address=/evil.example/0.0.0.0
      address=/evil2.example/evil3.example/#
      server=/evil4.example/
      local=/evil5.example/
      address=/intranet.example/192.0.2.10
      """)
    #expect(items.indicators == (["", "2", "3", "4", "5"]).map { "domain evil\($0).example" })
    #expect(items.rejections.map(\.line) == [6])
  }

  @Test("the fragment of a URL is no rule")
  func fragment() throws {
    #expect(try read("http://evil.example/##x\n").indicators == ["url http://evil.example/##x"])
    #expect(try read("http://evil.example/a#b\n").indicators == ["url http://evil.example/a#b"])
  }

  @Test("a range is the blocks that it consists of")
  func ranges() throws {
    #expect(try read("192.0.2.0-192.0.2.255 # a network\n").indicators == ["cidr 192.0.2.0/24"])
    #expect(try read("192.0.2.1 - 192.0.2.2\n").indicators == ["ipv4 192.0.2.1", "ipv4 192.0.2.2"])
  }

  @Test("both are found out to be lists")
  func detection() throws {
    for text in ["||evil.example^\n@@||good.example^\n", "address=/evil.example/0.0.0.0\n", "192.0.2.0-192.0.2.255\n"] {
      #expect(try IntakeFormat.auto.reader(fileName: nil, source: pieces(text)).format == .lines)
    }
  }
}
