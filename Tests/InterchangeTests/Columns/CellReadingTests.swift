import Indicators
import Testing

@testable import Interchange

@Suite("Cells that hold several values, another kind, or none")
struct CellReadingTests {
  private func values(_ cell: String, _ kinds: [IndicatorKind] = []) -> [String] {
    CellReading(cell.trimmed, kinds: kinds).indicators.map(\.value)
  }

  private static let md5 = String(repeating: "c", count: 32)
  private static let sha1 = String(repeating: "d", count: 40)

  @Test(
    "of values that commas, semicolons, bars, blanks or line ends join, each is taken",
    arguments: [
      ("one.example, two.example", ["one.example", "two.example"]),
      ("one.example;192.0.2.9", ["one.example", "192.0.2.9"]),
      ("192.0.2.9\n192.0.2.10", ["192.0.2.9", "192.0.2.10"]), ("192.0.2.9 | 443", ["192.0.2.9"]),
      ("192.0.2.9|8080", ["192.0.2.9"]), ("cdn.example,/updates/check", ["cdn.example"]),
      ("cdn.example,/a,192.0.2.9,/b", ["cdn.example", "192.0.2.9"]), ("\(md5),\(sha1)", [md5, sha1]),
      ("\(md5)  \(sha1)", [md5, sha1]),
      ("http://one.example/a, http://two.example/b", ["http://one.example/a", "http://two.example/b"]),
      ("http://one.example/a;http://two.example/b", ["http://one.example/a", "http://two.example/b"]),
      ("one.example N/A", ["one.example"]), ("one[.]example and two[.]example", ["one.example", "two.example"]),
      ("192.0.2.9 (second stage)", ["192.0.2.9"]), ("Ip:192.0.2.9", ["192.0.2.9"]),
      ("192.0.2.0-192.0.2.3", ["192.0.2.0/30"]),
      ("[domain-name:value = 'one.example']", ["one.example"]),
    ])
  func several(cell: String, found: [String]) {
    #expect(values(cell) == found)
  }

  @Test(
    "what belongs to one URL stays in it",
    arguments: [
      "http://one.example/a,b;c|d", "http://one.example/?to=a@two.example;b=1",
      "https://one.example/x?u=two.example,three",
    ])
  func oneURL(url: String) {
    #expect(values(url, [.url]).count == 1)
  }

  @Test(
    "words that say that there is nothing are nothing, and no fault either",
    arguments: [
      "-", "", "N.A.", "n/a", "Unknown", "[removed]", "none", "TBD", "(redacted)", "Not available", "?", "taken down",
    ])
  func absent(cell: String) {
    let reading = CellReading(cell.trimmed, kinds: IndicatorKind.hosts)
    #expect(reading.indicators.isEmpty && reading.fault == nil)
  }

  @Test("what is certain is believed over its column, and said")
  func surprises() {
    let address = CellReading("192.0.2.9", kinds: [.domain])
    #expect(address.indicators == [Indicator(.ipv4, canonical: "192.0.2.9")] && address.surprise == "ipv4")
    let hash = CellReading(Self.sha1[...], kinds: [.sha256])
    #expect(hash.indicators.map(\.kind) == [.sha1] && hash.surprise == "sha1")
    let url = CellReading("hxxps://one[.]example/gate", kinds: IndicatorKind.hosts)
    #expect(url.indicators.map(\.value) == ["https://one.example/gate"] && url.surprise == "url")
    let host = CellReading("one.example", kinds: [.url])
    #expect(host.indicators.map(\.kind) == [.url] && host.surprise == nil)
  }

  @Test(
    "files, packages, words, versions and shares are no hosts",
    arguments: [
      "loader.sys", "install.ps1", "com.example.app.store", "backdoor", "29/73", "a.b@c", "Trojan.Win32/Agent",
    ])
  func noHosts(cell: String) {
    let reading = CellReading(cell.trimmed, kinds: [])
    #expect(reading.indicators.isEmpty && reading.fault != nil)
  }

  @Test("a name below a top-level domain that files have too is a host among hosts")
  func amongHosts() {
    #expect(CellReading("install.sh", kinds: []).indicators.isEmpty)
    #expect(CellReading("install.sh", kinds: [], isAmongHosts: true).indicators.map(\.value) == ["install.sh"])
    #expect(CellReading("install.sh", kinds: [.domain]).indicators.map(\.value) == ["install.sh"])
  }

  @Test(
    "a hash octet by octet is that hash",
    arguments: ["0A 1B 2C 3D 4E 5F 60 71 82 93 A4 B5 C6 D7 E8 F9", "0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9"])
  func octets(cell: String) {
    #expect(values(cell) == ["0a1b2c3d4e5f60718293a4b5c6d7e8f9"])
  }
}
