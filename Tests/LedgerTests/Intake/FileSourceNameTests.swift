import Ledger
import Testing

@Suite("Source names from file names")
struct FileSourceNameTests {
  @Test(
    "dates, in whatever order and spelling, are no part of the name",
    arguments: [
      "botlist-2026-11-24.txt", "botlist_20261124.csv", "20261124-botlist.txt", "botlist.2026.11.24.json",
      "botlist-24112026", "botlist-11242026.txt", "botlist_24-11-2026.txt", "botlist 24 Nov 2026.txt",
      "botlist-nov-24-2026.md", "botlist-24nov2026.csv", "botlist-2026-11.txt", "botlist-202611.txt",
      "november-2026-botlist.txt", "botlist-2026-W48.txt", "botlist-2026w48.txt", "botlist-week-48.txt",
      "botlist_kw48.txt", "botlist-2026-q4.csv", "botlist-2026-11-24T08:00:00Z.json", "botlist-20261124T080000Z.json",
      "botlist-20261124-0800.txt", "botlist-2026-11-24_08-15-30.txt", "botlist-20261124080000.txt",
      "botlist-1764000000.json", "botlist-1764000000123.json", "botlist_261124.txt", "botlist20261124.txt",
      "2026/11/24/botlist.txt", "/var/feeds/botlist-2026-11-24.txt.gz", "botlist.txt-20261124",
      "botlist.csv.2026-11-24",
    ])
  func dates(file: String) { #expect(FileSourceName.source(ofFile: file) == "botlist") }

  @Test(
    "counters and marks of a copy are no part of the name",
    arguments: [
      "mail hosts (1).csv", "mail hosts(12).csv", "mail hosts - Copy.csv", "mail hosts - Copy (2).csv",
      "mail hosts copy 3.csv", "Copy of mail hosts.csv", "mail hosts - Kopie.txt", "mail hosts-2.txt",
      "mail hosts_003.txt", "mail hosts.csv.1", "0007_mail hosts.txt", "mail hosts part 2.txt", "mail hosts.bak",
      "mail hosts-2026-11-24 (1).txt", "mail hosts [4].txt", "mail hosts-2026-11-24-1.txt",
    ])
  func counters(file: String) { #expect(FileSourceName.source(ofFile: file) == "mail hosts") }

  @Test(
    "what a number tells apart stays",
    arguments: [
      ("apt31.txt", "apt31"), ("apt-31.txt", "apt-31"), ("ja4.csv", "ja4"), ("ipv6.txt", "ipv6"), ("x509.csv", "x509"),
      ("top1m.csv", "top1m"), ("top-1000.csv", "top-1000"), ("sha-256.txt", "sha-256"), ("list-v4.txt", "list-v4"),
      ("feed_v3.txt", "feed_v3"), ("level-3.txt", "level-3"), ("c2-2024-report.md", "c2-2024-report"),
      ("cve-2024-3094.json", "cve-2024-3094"), ("case-17.csv", "case-17"), ("w32-worm.txt", "w32-worm"),
      ("abuse_30d.netset", "abuse_30d"), ("feed.example", "feed.example"),
      ("lists.example.net.txt", "lists.example.net"),
      ("192.0.2.7", "192.0.2.7"), ("port-8443", "port-8443"), ("march.txt", "march"), ("week.txt", "week"),
    ])
  func names(file: String, name: String) { #expect(FileSourceName.source(ofFile: file) == name) }

  @Test(
    "a name of which nothing would be left stays",
    arguments: [
      ("2026-11-24.txt", "2026-11-24"), ("(1).txt", "(1)"), ("7.csv", "7"), (".txt", "txt"), ("copy", "copy"),
    ])
  func nothingLeft(file: String, name: String) { #expect(FileSourceName.source(ofFile: file) == name) }

  @Test("a date in the middle goes with what stands before it")
  func middle() {
    #expect(FileSourceName.source(ofFile: "hosts-2026-11-24-full.txt") == "hosts-full")
    #expect(FileSourceName.source(ofFile: "20261124_hosts_eu.txt") == "hosts_eu")
  }

  @Test("a name is in normal form C, so that one name in two spellings is one source")
  func normalForm() {
    let name = FileSourceName.source(ofFile: "cafe\u{301}.txt")
    #expect(Array(name.utf8) == Array("caf\u{E9}".utf8))
  }

  @Test("every name gives a name, and that gives itself")
  func stable() {
    let pieces = [
      "feed", "2026", "11", "24", "-", "_", ".", " ", "(", ")", "1", "003", "copy", "txt", "w", "nov", "é", "T",
    ]
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<5000 {
      let file = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? "feed"
      }.joined()
      let name = FileSourceName.source(ofFile: file)
      #expect(!name.isEmpty && FileSourceName.source(ofFile: name) == name, "\(file)")
    }
  }
}
