import Events
import Indicators
import TestSupport
import Testing
import Time

@testable import Interchange

@Suite("Reading columns")
struct DelimitedReaderTests {
  private func read(_ text: String, _ format: IntakeFormat = .csv, of size: Int = 1 << 16) throws -> [IntakeItem] {
    try items(of: DelimitedReader(pieces(text, of: size), format: format))
  }

  @Test(
    "takes every column that a header may name, in any order and spelling",
    arguments: [
      """
      indicator,type,confidence,first_seen,last_seen,tags,tlp,count
      evil.example,domain,85,2026-01-01,2026-02-03T04:05:06Z,"emotet,c2",TLP:AMBER,7
      """,
      """
      Reports;TLP;Labels;Last Seen (UTC);First-Seen;Confidence_Level;IOC Type;IOC_Value
      7;amber;emotet|c2;2026-02-03 04:05:06;1767225600;0.85;hostname;evil[.]example
      """,
      "count\tmarking\ttag\tlast_online\tdateadded\tscore\tkind\tioc\r\n7\ttlp:amber\temotet, c2\t1770091506\t2026-01-01 00:00:00 UTC\t85%\tFQDN\tEVIL.example\r\n",
    ], [1, 5, 1 << 16])
  func columns(text: String, size: Int) throws {
    let format: IntakeFormat = text.contains("\t") ? .tsv : .csv
    let items = try read(text, format, of: size)
    #expect(items.skipped == 1)
    #expect(items.count == 2)
    let statement = try #require(items.statements.first)
    #expect(statement.indicator == Indicator(.domain, canonical: "evil.example"))
    #expect(statement.signals == ["feed.listed": true, "feed.confidence": 85, "feed.count": 7])
    #expect(statement.firstSeen?.rfc3339 == "2026-01-01T00:00:00Z")
    #expect(statement.lastSeen?.rfc3339 == "2026-02-03T04:05:06Z")
    #expect(statement.statedAt == statement.lastSeen)
    #expect(statement.labels == ["emotet", "c2"])
    #expect(statement.trafficLight == .amber)
    #expect(statement.line == 2)
  }

  @Test("gives a statement for each column of indicators, with what the row says")
  func severalIndicators() throws {
    let items = try read(
      """
      first_seen_utc,sha256_hash,md5_hash,dst_ip,domain,url,email,signature
      2026-01-01 00:00:00,\(String(repeating: "a", count: 64)),,192.0.2.7:443,evil.example,http://evil.example/x,a@evil.example,Mozi
      2026-01-02 00:00:00,,not a hash,198.51.100.1,,,,
      """)
    #expect(
      items.indicators == [
        "sha256 \(String(repeating: "a", count: 64))", "ipv4 192.0.2.7", "domain evil.example",
        "url http://evil.example/x",
        "email a@evil.example", "ipv4 198.51.100.1",
      ])
    #expect(items.statements.prefix(5).allSatisfy { $0.labels == ["Mozi"] && $0.line == 2 })
    #expect(items.rejections.map(\.line) == [3])
    #expect(items.rejections.map(\.text) == ["not a hash"])
  }

  @Test("finds the names in the last comment before the rows, as abuse.ch writes them")
  func commentHeader() throws {
    let items = try read(
      """
      ################################################################
      # ThreatFox IOCs: recent additions - CSV format                #
      # Last updated: 2026-08-22 03:00:29 UTC                        #
      # For questions please contact contact@example.org             #
      ################################################################
      #
      # "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","malware_printable","last_seen_utc","confidence_level","tags"
      "2026-08-21 10:00:00", "1", "192.0.2.9:8443", "ip:port", "botnet_cc", "Cobalt Strike", "", "75", "cs,\"\"c2\"\""
      "2026-08-21 11:00:00", "2", "evil.example", "domain", "payload_delivery", "None", "2026-08-21 12:00:00", "100", "None"
      # Number of entries: 2
      """)
    #expect(items.fileDates == ["2026-08-22T03:00:29Z"])
    #expect(items.indicators == ["ipv4 192.0.2.9", "domain evil.example"])
    #expect(items.statements[0].signal("feed.confidence") == 75)
    #expect(items.statements[0].labels.contains("botnet_cc") && items.statements[0].labels.contains("Cobalt Strike"))
    #expect(items.statements[0].statedAt?.rfc3339 == "2026-08-21T10:00:00Z")
    #expect(items.statements[1].labels == ["payload_delivery"])
    #expect(items.statements[1].statedAt?.rfc3339 == "2026-08-21T12:00:00Z")
    #expect(items.skipped == 8)
    #expect(items.rejections.isEmpty)
  }

  @Test("does not take prose in a comment for names")
  func proseComment() throws {
    let items = try read("# IP, domain and URL lists\nevil.example,1\nevil2.example,2\n")
    #expect(items.indicators == ["domain evil.example", "domain evil2.example"])
  }

  @Test("without a header finds the column of indicators, the leftmost of several")
  func noHeader() throws {
    let items = try read("1,evil.example,x\n2,evil2.example,y\n3,bad value,z\n")
    #expect(items.indicators == ["domain evil.example", "domain evil2.example"])
    #expect(items.rejections.map(\.line) == [3])
    #expect(items.statements[0].signal("feed.count") == nil)
  }

  @Test("in tabs, whole numbers in the second column count lists; only if all are whole numbers")
  func countColumn() throws {
    let counted = try read(
      "# Last update: Sat, 22 Aug 2026 03:00:29 +0200\n#\n# IP\tnumber of (black)lists\n#\n192.0.2.1\t10\n", .tsv)
    #expect(counted.fileDates == ["2026-08-22T01:00:29Z"])
    #expect(counted.statements.map { $0.signal("feed.count") } == [10])
    #expect(try read("192.0.2.1\t10\n192.0.2.2\t3\n", .tsv).statements.map { $0.signal("feed.count") } == [10, 3])
    #expect(try read("192.0.2.1\t10\n192.0.2.2\tx\n", .tsv).statements.map { $0.signal("feed.count") } == [nil, nil])
  }

  @Test("keeps the other columns of a header whose name for the values it does not know")
  func unknownValueName() throws {
    let items = try read("date,bad_guy,confidence\n2026-01-01,evil.example,high\n2026-01-02,evil2.example,medium\n")
    #expect(items.indicators == ["domain evil.example", "domain evil2.example"])
    #expect(items.statements.map { $0.signal("feed.confidence") } == [85, 50])
    #expect(items.statements[0].statedAt?.rfc3339 == "2026-01-01T00:00:00Z")
    #expect(items.skipped == 1)
  }

  @Test("believes the type that a row states, also MISP's composite ones")
  func types() throws {
    let items = try read(
      """
      type,value,to_ids
      domain|ip,evil.example|192.0.2.1,1
      filename|sha1,a.exe|\(String(repeating: "0", count: 40)),0
      domain|ip,evil.example,1
      filename,evil.example,1
      Mutex,evil.example,1
      FileHash-MD5,\(String(repeating: "b", count: 32)),
      somebody's own name,evil3.example,
      ip-dst,not an address,
      """)
    #expect(
      items.indicators == [
        "domain evil.example", "ipv4 192.0.2.1", "sha1 \(String(repeating: "0", count: 40))", "domain evil.example",
        "md5 \(String(repeating: "b", count: 32))", "domain evil3.example",
      ])
    #expect(items.statements.map { $0.signal("feed.to_ids") } == [true, true, false, true, nil, nil])
    #expect(items.rejections.map(\.line) == [5, 6, 9])
  }

  @Test("reads quotes as RFC 4180 does, and more leniently")
  func quotes() throws {
    let items = try read(
      "indicator,tags\r\n\"evil.example\",\"two\nlines\"\r\n \"evil2.example\" , \"say \"\"hi\"\"\"\r\nevil3.example,a\"b\r\n\"evil4\".example,\"\"\r\n"
    )
    #expect(
      items.indicators == [
        "domain evil.example", "domain evil2.example", "domain evil3.example", "domain evil4.example",
      ])
    #expect(items.statements.map(\.labels) == [["two\nlines"], ["say \"hi\""], ["a\"b"], []])
    #expect(items.statements.map(\.line) == [2, 4, 5, 6])
  }

  @Test("loses one line to a quote that is never closed")
  func unclosedQuote() throws {
    let items = try read("indicator,tag\nevil1.example,a\nevil2.example,\"b\nevil3.example,c\nevil4.example,d\n")
    #expect(items.indicators == ["domain evil1.example", "domain evil3.example", "domain evil4.example"])
    #expect(items.rejections.map(\.line) == [3])
    #expect(items.rejections[0].reason.contains("never closed"))
  }

  @Test("a bad line does not stop the rest, and a line beyond all bounds is passed over", arguments: [7, 1 << 16])
  func badLines(size: Int) throws {
    let long = String(repeating: "x", count: 200_000)
    let items = try read("indicator,tag\nevil1.example,\(long)\n,\n-,a\nevil2.example,b\n\"\(long)\n", .csv, of: size)
    #expect(items.indicators == ["domain evil2.example"])
    #expect(items.rejections.map(\.line) == [2, 4, 6])
    #expect(items.rejections.allSatisfy { $0.text.unicodeScalars.count <= 200 })
  }

  @Test("takes any line end, a byte order mark and UTF-16")
  func encodings() throws {
    let expected = ["domain evil1.example", "domain evil2.example"]
    for end in ["\n", "\r\n", "\r"] {
      let text = "indicator,tag\(end)evil1.example,a\(end)evil2.example,b"
      #expect(try read(text).indicators == expected)
      #expect(try read("\u{FEFF}" + text).indicators == expected)
      let units = text.utf16.map { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
      let utf16: [UInt8] = [0xFF, 0xFE] + Array(units.joined())
      #expect(try items(of: DelimitedReader(pieces(utf16, of: 3), format: .csv)).indicators == expected)
    }
  }

  @Test("takes the separator that a spreadsheet states")
  func separatorLine() throws {
    let items = try read("sep=;\nindicator;tag\nevil.example;a,b\n")
    #expect(items.indicators == ["domain evil.example"])
    #expect(items.statements[0].labels == ["a", "b"])
    #expect(items.skipped == 2)
  }

  @Test("says what to do where there is no column of indicators")
  func nothing() throws {
    let items = try read("a,b\nc,d\n")
    #expect(items.rejections.count == 2)
    #expect(items.rejections[0].reason.contains("name it in a header"))
    #expect(try read("").isEmpty)
    #expect(try read("indicator,tag\n").skipped == 1)
  }

  @Test("a marking among the labels counts, the strictest of all")
  func labelledMarking() throws {
    let items = try read("indicator,tags,tlp\nevil.example,\"c2,tlp:red\",green\nevil2.example,TLP:AMBER,\n")
    #expect(items.statements.map(\.trafficLight) == [.red, .amber])
    #expect(items.statements.map(\.labels) == [["c2"], []])
  }

  @Test("where no row holds what the header names, each row gets its reason")
  func allBad() throws {
    let items = try read("ip,count\nnot an address,1\n192.0.2.999,2\n")
    #expect(items.skipped == 1)
    #expect(items.rejections.map(\.text) == ["not an address", "192.0.2.999"])
  }

  @Test("a single column is a table too")
  func singleColumn() throws {
    #expect(try read("url\nhttp://evil.example/a,b\nhttp://evil.example/c\n").indicators.count == 2)
    #expect(try read("evil.example\n192.0.2.1\n").indicators == ["domain evil.example", "ipv4 192.0.2.1"])
  }

  @Test("gives the same items whatever the pieces, and never stops on damaged input")
  func fuzz() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let text = """
      # Last update: 2026-08-22
      indicator,type,confidence,first_seen,tags
      evil.example,domain,85,2026-01-01,"a,b"
      "192.0.2.1",ip,"0.5",1767225600,"multi
      line"
      http://evil.example/,url,high,,x|y
      """
    for _ in 0..<300 {
      let bytes = damaged(Array(text.utf8), using: &random)
      // The beginning is known, so that the rows come in these pieces and are not read ahead.
      let whole = try items(of: DelimitedReader(pieces(bytes), format: .csv, beginning: bytes))
      let size = Int.random(in: 1...40, using: &random)
      let split = DelimitedReader(pieces(bytes, of: size), format: .csv, beginning: bytes)
      #expect(try items(of: split) == whole, "seed \(seed)")
    }
  }

  @Test("quotes on different lines that do not belong together are told apart wherever a piece ends", arguments: 1...64)
  func unrelatedQuotes(size: Int) throws {
    // Found by Scripts/fuzz: text behind a closing quote went unnoticed where a piece ended in it.
    let bytes = Array("evil.example,a\nbad.example,b\n\"192.0.2.1,c2\n198.51.100.7,\"x\"y,z\n".utf8)
    let whole = try items(of: DelimitedReader(pieces(bytes), format: .csv))
    #expect(whole.rejections.map(\.reason) == ["a double quote is opened and never closed"])
    #expect(
      whole.indicators == ["domain evil.example", "domain bad.example", "ipv4 198.51.100.7"])
    let known = DelimitedReader(pieces(bytes, of: size), format: .csv, beginning: bytes)
    #expect(try items(of: known) == whole)
  }

  @Test("quotes that never close do not make reading slow")
  func hostileQuotes() throws {
    // Read from the start of any line, each line leaves a quote open.
    let text = "indicator,tag\n" + String(repeating: "a\",\"\n", count: 50_000)
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try read(text).rejections.count == 50_000)
    #expect(clock.now - start < .seconds(20))
  }

  @Test("a record that only quotes make too long is given up like a quote that never closes")
  func endlessRecord() throws {
    // Found by Scripts/fuzz: the longest record ends outside of a quote, so that looking for its end was never given up.
    let line = "a\",\(String(repeating: "c", count: 4000)),\"b\n"
    let items = try read("indicator,tag\n" + String(repeating: line, count: 50))
    #expect(
      items.rejections.map(\.reason) == Array(repeating: "a double quote is opened and never closed", count: 50))
  }

  @Test("reads the whole of a recorded feed", .enabled(if: SharedData.isThere))
  func ipsum() throws {
    let items = try items(of: DelimitedReader(pieces(SharedData.bytes("feeds/ipsum.txt")), format: .tsv))
    #expect(items.fileDates == ["2026-08-22T01:00:29Z"])
    #expect(items.statements.count == 120_430)
    #expect(items.rejections.isEmpty)
    #expect(items.statements.allSatisfy { ($0.signal("feed.count")?.integer ?? 0) > 0 })
    #expect(items.statements.first?.indicator.short == "ipv4 77.90.185.20")
  }

  @Test(
    "the first and the last address of a row are a network, and whom to write to is no indicator",
    arguments: [
      """
      # DShield
      Start\tEnd\tNetmask\tAttacks\tName\tCountry\tEmail
      192.0.2.0\t192.0.2.255\t24\t5000\tTEST\tUS\tabuse@test.example
      """,
      "192.0.2.0\t192.0.2.255\t24\t5000\tTEST\tUS\tabuse@test.example\n",
      "ip_from;ip_to;contact_email\n192.0.2.0;192.0.2.255;abuse@test.example\n",
    ])
  func ranges(text: String) throws {
    #expect(try read(text, text.contains("\t") ? .tsv : .csv).indicators == ["cidr 192.0.2.0/24"])
  }

  @Test("columns named like the ends of a range, but of times, are none")
  func notRanges() throws {
    let items = try read("ip,start,end\n192.0.2.1,2026-01-01,2026-02-01\n")
    #expect(items.indicators == ["ipv4 192.0.2.1"] && items.rejections.isEmpty)
  }

  @Test("where a row has its value, a column for anything may hold a remark")
  func remarks() throws {
    let items = try read("#ip,ioc\n192.0.2.1,Possible C2 server\n192.0.2.2,evil.example\n")
    #expect(items.indicators == ["ipv4 192.0.2.1", "ipv4 192.0.2.2", "domain evil.example"])
    #expect(items.rejections.isEmpty)
    #expect(try read("ip,ioc\n192.0.2.1,x\n,no value here\n").rejections.map(\.line) == [3])
  }

  @Test("a quote that closes in the middle of a later line costs its own line only")
  func spanningQuote() throws {
    let items = try read("ip,tags\n\"192.0.2.1,c2\n192.0.2.2,c2\n192.0.2.3,\"x\"y\n")
    #expect(items.indicators == ["ipv4 192.0.2.2", "ipv4 192.0.2.3"])
    #expect(items.rejections.map(\.line) == [2])
  }

  @Test("a slow input gives its first rows when they come, and is read the same", arguments: [true, false])
  func slowInput(hasHeader: Bool) throws {
    let rows = (1...150).map { "\($0),192.0.2.\($0),x\n" }
    var waiting = hasHeader ? ["number,ip,remark\n" + rows[0]] + rows.dropFirst() : rows
    var given = 0
    let made = try IntakeFormat.csv.reader(fileName: nil) {
      // An input pauses once, while its format is found out.
      if given == 1 {
        given = 2
        return []
      }
      given += 1
      return waiting.isEmpty ? [] : Array(waiting.removeFirst().utf8)
    }
    var reader = made.reader
    var first: IntakeItem?
    while first.map({ if case .skipped = $0 { true } else { false } }) ?? true { first = try reader.next() }
    #expect([first].compactMap(\.self).indicators == ["ipv4 192.0.2.1"])
    #expect(waiting.count == 149)
    #expect(try items(of: reader).indicators == (2...150).map { "ipv4 192.0.2.\($0)" })
  }
}
