import Events
import Indicators
import TestSupport
import Testing
import Time

@testable import Interchange

@Suite("JSON that is a table")
struct JSONTableTests {
  private func read(_ text: String, of size: Int = 1 << 16) throws -> [IntakeItem] {
    let made = try IntakeFormat.auto.reader(fileName: "feed.json", source: pieces(text, of: size))
    #expect(made.format == .json)
    return try items(of: made.reader)
  }

  private static let hash = String(repeating: "1", count: 64)

  @Test("objects in a list, one a line, or behind a member are rows", arguments: [3, 1 << 16])
  func notations(size: Int) throws {
    let rows = [
      #"{"kind": "domain", "ioc": "one[.]example", "seen": null, "labels": ["a", "b"], "link": "https://blog.example.com/x"}"#,
      #"{"kind": "sha256", "ioc": "\#(Self.hash)", "labels": []}"#, #"{"kind": "filename", "ioc": "setup.com"}"#,
    ]
    let texts = [
      "[\(rows.joined(separator: ",\n"))]", rows.joined(separator: "\n") + "\n",
      "{\"total\": 3, \"next\": \"https://api.example.com/2\", \"data\": [\(rows.joined(separator: ","))]}",
    ]
    for text in texts {
      let items = try read(text, of: size)
      #expect(items.indicators == ["domain one.example", "sha256 \(Self.hash)"])
      #expect(items.statements.first?.labels == ["a", "b"])
      #expect(items.rejections.map(\.text) == ["setup.com"])
    }
  }

  @Test("members of objects inside count by the names that lead to them")
  func nested() throws {
    let items = try read(
      """
      {"@timestamp": "2026-05-06T00:00:00Z", "threat": {"indicator": {"ip": "192.0.2.8", "last_seen": "2026-01-02", "confidence": "High", "geo": {"ip": "192.0.2.99"}}}}
      {"threat": {"indicator": {"file": {"name": "a.com", "hash": {"sha256": "\(Self.hash)", "imphash": "\(Self.hash.prefix(32))"}}, "reference": "https://blog.example.com/x"}}}
      {"threat": {"indicator": {"url": {"full": "https://two.example/a", "domain": "two.example"}, "provider": "three.example"}}}
      """)
    #expect(items.indicators == ["ipv4 192.0.2.8", "sha256 \(Self.hash)", "url https://two.example/a"])
    #expect(items.statements.first?.statedAt?.day == "2026-01-02")
    #expect(items.statements.first?.signal("feed.confidence") == 85)
    #expect(items.statements.map(\.line) == [1, 2, 3])
  }

  @Test("names of members that are values, lists of values, and objects by their ids")
  func maps() throws {
    #expect(
      try read(#"{"192.0.2.8": {"score": 5}, "one.example": {"score": 6}}"#).indicators == [
        "ipv4 192.0.2.8", "domain one.example",
      ])
    #expect(
      try read(#"["192.0.2.8", "http://one.example/a"]"#).indicators == ["ipv4 192.0.2.8", "url http://one.example/a"])
    let byID = try read(
      #"{"7": [{"ioc_value": "192.0.2.8:80", "first_seen": "2026-01-02"}], "8": [{"ioc_value": "one.example"}]}"#)
    #expect(byID.indicators == ["ipv4 192.0.2.8", "domain one.example"])
    #expect(byID.statements.map { $0.statedAt?.day } == ["2026-01-02", nil])
  }

  @Test("what describes the list, and what was taken off it, is passed over")
  func metadata() throws {
    let drop = try read(
      """
      {"cidr": "198.51.100.0/25", "rir": "zz"}
      {"cidr": "2001:db8::/40", "rir": "zz"}
      {"type": "metadata", "timestamp": 1790000000, "terms": "https://lists.example.com/terms"}
      """)
    #expect(drop.indicators == ["cidr 198.51.100.0/25", "cidr 2001:db8::/40"] && drop.skipped == 1)
    let decisions = try read(
      #"{"new": [{"scope": "Ip", "value": "192.0.2.8", "type": "ban"}], "deleted": [{"scope": "Ip", "value": "192.0.2.9"}]}"#
    )
    #expect(decisions.indicators == ["ipv4 192.0.2.8"])
    let networks = try read(
      #"{"asn": 64500, "domain": "isp.example", "asname": "EXAMPLE"}"# + "\n{\"type\": \"metadata\"}\n")
    #expect(networks.statements.isEmpty && networks.setAside.map(\.text) == ["isp.example"])
  }

  @Test("a line that is no JSON costs itself only")
  func damagedLine() throws {
    let items = try read("{\"ip\": \"192.0.2.8\"}\n{\"ip\": \n{\"ip\": \"192.0.2.9\"}\n")
    #expect(items.indicators == ["ipv4 192.0.2.8", "ipv4 192.0.2.9"] && items.rejections.map(\.line) == [2])
  }

  @Test("JSON that ends too early gives what it had, and then says so")
  func cutOff() throws {
    var reader = try JSONTableReader(pieces("[{\"ip\": \"192.0.2.8\"}, {\"ip\": \"192.0.2.9\""))
    guard case .statement = try reader.next() else { return #expect(Bool(false), "the first object is whole") }
    #expect(throws: IntakeError.self) { try reader.next() }
  }

  @Test("members that come first in a later object are columns too")
  func lateColumns() throws {
    let rows = (0..<150).map { "{\"ip\": \"192.0.2.\($0)\"}\n" }.joined()
    let items = try read(
      rows + "{\"md5\": \"\(Self.hash.prefix(32))\", \"more\": \"http://one.example/a\", \"name\": \"x.com\"}\n")
    #expect(items.indicators.suffix(2) == ["md5 \(Self.hash.prefix(32))", "url http://one.example/a"])
  }

  @Test("other JSON is read as text, which is said, and its escapes are undone", arguments: [1, 1 << 16])
  func text(size: Int) throws {
    let text = #"{"notes": {"body": "beacons to https:\/\/one.example\/a\nand \u0068xxp://two[.]example/b"}}"#
    let made = try IntakeFormat.auto.reader(fileName: "x.json", source: pieces(text, of: size))
    let items = try items(of: made.reader)
    #expect(made.format == .text && items.ignored.count == 1)
    #expect(items.ignored[0].reason.contains("read as text"))
    #expect(items.indicators == ["url https://one.example/a", "url http://two.example/b"])
  }
}
