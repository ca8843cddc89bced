import Events
import Indicators
import TestSupport
import Testing
import Time

@testable import Interchange

@Suite("Tables as people publish them")
struct TableTests {
  private func read(_ text: String, _ format: IntakeFormat = .csv) throws -> [IntakeItem] {
    try items(of: DelimitedReader(pieces(text), format: format))
  }

  private static let hash = String(repeating: "e", count: 64)
  private static let other = String(repeating: "f", count: 64)

  @Test("columns of values are read whatever they are called, and what cites is not")
  func allColumns() throws {
    let items = try read(
      """
      Case,Artefact,Host it called,More,Reference
      7,\(Self.hash),one.example,192.0.2.9,https://blog.example.com/report
      8,\(Self.other),two.example,192.0.2.10,https://blog.example.com/report
      """)
    #expect(
      items.indicators == [
        "sha256 \(Self.hash)", "domain one.example", "ipv4 192.0.2.9", "sha256 \(Self.other)", "domain two.example",
        "ipv4 192.0.2.10",
      ])
    #expect(items.rejections.isEmpty)
  }

  @Test("URLs that lead to a page about the row's own value are no values")
  func lookups() throws {
    let items = try read("\(Self.hash),https://scans.example/file/\(Self.hash)/detection\n")
    #expect(items.indicators == ["sha256 \(Self.hash)"])
  }

  @Test("pairs of a type and a value need no header, and types that are no indicators are none")
  func pairs() throws {
    let items = try read(
      """
      Host,one.example
      File name,svchost.com
      SHA256,\(Self.hash)
      Mutex,two.example
      IP,three.example
      Report,https://blog.example.com/a
      """)
    #expect(items.indicators == ["domain one.example", "sha256 \(Self.hash)", "domain three.example"])
    #expect(items.rejections.map(\.line) == [2, 4])
    #expect(items.setAside.map(\.line) == [6])
    #expect(items.ignored.map(\.text) == ["three.example"])
  }

  @Test("a table below another has its own header")
  func secondHeader() throws {
    let items = try read(
      """
      Domain,First Seen
      one.example,2026-01-02

      SHA256,MD5
      \(Self.hash),\(Self.hash.prefix(32))
      """)
    #expect(items.indicators == ["domain one.example", "sha256 \(Self.hash)", "md5 \(Self.hash.prefix(32))"])
    #expect(items.rejections.isEmpty)
  }

  @Test(
    "a row that says that its value is harmless lists nothing",
    arguments: [
      ("verdict", "Clean"), ("classification", "benign"), ("is_malicious", "false"), ("malicious", "0"),
      ("whitelisted", "yes"), ("tags", "cdn,allowlisted"), ("disposition", "Not malicious"), ("category", "whitelist"),
      ("status", "false positive"), ("label", "harmless"),
    ])
  func harmless(column: String, cell: String) throws {
    let items = try read("domain,\(column),confidence\none.example,\"\(cell)\",90\ntwo.example,malware,90\n")
    #expect(items.statements.map(\.signals) == [["feed.listed": false], ["feed.listed": true, "feed.confidence": 90]])
  }

  @Test("a column of shares is on one scale, and nothing but 0 and 1 is on none")
  func scale() throws {
    let shares = try read("ip,confidence\n192.0.2.1,1\n192.0.2.2,0.25\n192.0.2.3,0\n")
    #expect(shares.statements.map { $0.signal("feed.confidence") } == [100, 25, 0])
    let percent = try read("ip,confidence\n192.0.2.1,1\n192.0.2.2,25\n")
    #expect(percent.statements.map { $0.signal("feed.confidence") } == [1, 25])
    let open = try read("ip,confidence\n192.0.2.1,1\n192.0.2.2,0\n")
    #expect(open.statements.map { $0.signal("feed.confidence") } == [nil, nil])
    #expect(open.ignored.map(\.line) == [2])
  }

  @Test("the order of dates is the column's, and a row that settles it late is named")
  func dates() throws {
    let early = try read("ip,first_seen\n192.0.2.1,04/05/2026\n192.0.2.2,21/05/2026\n")
    #expect(early.statements.map { $0.statedAt?.day } == ["2026-05-04", "2026-05-21"] && early.ignored.isEmpty)
    let rows = (1...150).map { "192.0.2.\($0),04/05/2026\n" }.joined()
    let late = try read("ip,first_seen\n" + rows + "198.51.100.1,05/21/2026\n198.51.100.2,04/05/2026\n")
    #expect(late.statements.suffix(2).map { $0.statedAt?.day } == ["2026-05-21", "2026-04-05"])
    #expect(late.statements.first?.statedAt == nil)
    #expect(late.ignored.map(\.line) == [2, 152] && late.ignored[1].reason.contains("the month first"))
  }

  @Test(
    "when a domain was registered is not when it was seen",
    arguments: ["created_date", "creation date", "Registered", "created"])
  func registration(name: String) throws {
    let items = try read("domain,registrar,\(name)\none.example,Example,2004-03-18\n")
    #expect(items.statements.map(\.statedAt) == [nil] && items.ignored.isEmpty)
  }

  @Test("words for what is not held are no types of pairs")
  func noPairs() throws {
    let items = try read("domain,registrar\none.test,Some Registrar\ntwo.test,Other Registrar\n")
    #expect(items.indicators == ["domain one.test", "domain two.test"] && items.rejections.isEmpty)
  }

  @Test("until when a row holds is kept")
  func validUntil() throws {
    let items = try read("IOC,Valid From,Valid Until\none.example,2026-01-02,2026-02-03\n")
    #expect(items.statements.first?.signal("valid_until") == "2026-02-03T00:00:00Z")
    #expect(items.statements.first?.statedAt?.day == "2026-01-02")
  }

  @Test("bytes that are not UTF-8 are read as Windows-1252, and that is said once")
  func legacy() throws {
    let bytes = Array("domain,tags\none.example,na".utf8) + [0xEF] + Array("ve\ntwo.example,".utf8) + [0x80, 0x0A]
    let items = try items(of: DelimitedReader(pieces(bytes), format: .csv))
    #expect(items.statements.map(\.labels) == [["naïve"], ["€"]])
    #expect(items.ignored.map(\.line) == [2])
  }

  @Test("where nothing can be read the message names the obstacle")
  func obstacles() throws {
    let padded = try read("198.051.100.007\t5\n203.000.113.009\t6\n", .tsv)
    #expect(padded.rejections.count == 2 && padded.rejections[0].reason.contains("zero"))
  }
}
