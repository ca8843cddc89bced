import Interchange
import Ledger
import Testing

@Suite("Sources of an intake")
struct SourceTests {
  @Test("two days of one list are one source, known since the first of them")
  func days() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    #expect(try ledger.sourceOfFile("bad-ips-2026-11-23.txt") == IntakeSource(name: "bad-ips"))
    let first = temporary.clock.now
    try ledger.take("192.0.2.1\n", format: .lines, source: "bad-ips")
    temporary.clock.advance(days: 1)
    try ledger.take("192.0.2.2\n", format: .lines, source: "bad-ips")
    #expect(try ledger.sourceOfFile("bad-ips-2026-11-24.txt") == IntakeSource(name: "bad-ips", knownSince: first))
  }

  @Test("a new name that differs from a known one by digits alone is warned about")
  func digits() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("192.0.2.1\n", format: .lines, source: "tier3-list")
    let source = try temporary.ledger.sourceNamed("tier4-list")
    #expect(source.name == "tier4-list" && source.warnings.count == 1)
    #expect(source.warnings.first?.contains("--source 'tier3-list'") == true)
    #expect(try temporary.ledger.sourceNamed("other-list").warnings == [])
    #expect(try temporary.ledger.sourceNamed("tier3-list").warnings == [])
  }

  @Test("names that one run begins are compared as well, and each is told once")
  func oneRun() throws {
    let temporary = try TemporaryLedger()
    var book = try temporary.ledger.sourceBook()
    #expect(book.source(named: "east1").warnings.isEmpty)
    #expect(book.source(named: "east2").warnings.count == 1)
    #expect(book.source(named: "east2") == IntakeSource(name: "east2"))
  }

  @Test("a connector's name is the connector's: a feed of that name is renamed, in any letter case")
  func reserved() throws {
    let temporary = try TemporaryLedger()
    for name in ["shodan", "AbuseIPDB"] {
      let source = try temporary.ledger.sourceNamed(name)
      #expect(source.name == name + "-feed" && source.warnings.count == 1)
    }
    #expect(try temporary.ledger.sourceOfFile("greynoise-2026-11-24.csv").name == "greynoise-feed")
  }

  @Test("a ledger that knows a file's full name from before keeps it")
  func before() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("192.0.2.1\n", format: .lines, source: "old.txt")
    #expect(try temporary.ledger.sourceOfFile("lists/old.txt").name == "old.txt")
    #expect(try temporary.ledger.sourceOfFile("lists/older.txt").name == "older")
    #expect(try temporary.ledger.sourceOfFile("-").name == "stdin")
  }

  @Test("labels are kept in one normal form, whichever way they came")
  func labels() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    try ledger.take("indicator,labels\n192.0.2.1,cafe\u{301}\n", format: .csv, labels: ["re\u{301}seau"])
    _ = try ledger.label(ioc("192.0.2.1"), ["cafe\u{301}", "caf\u{E9}"], remove: false)
    let labels = try ledger.show(ioc("192.0.2.1")).labels.map { Array($0.utf8) }
    #expect(labels == [Array("caf\u{E9}".utf8), Array("r\u{E9}seau".utf8)])
  }
}

extension Ledger {
  fileprivate func sourceNamed(_ name: String) throws -> IntakeSource {
    var book = try sourceBook()
    return book.source(named: name)
  }

  fileprivate func sourceOfFile(_ path: String) throws -> IntakeSource {
    var book = try sourceBook()
    return book.source(ofFile: path)
  }
}
