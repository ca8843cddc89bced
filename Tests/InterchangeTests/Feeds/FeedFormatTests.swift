import Indicators
import TestSupport
import Testing

@testable import Interchange

@Suite("Lists in the formats of the programs that read them")
struct FeedFormatTests {
  private func read(_ text: String, named name: String = "list.txt") throws -> [IntakeItem] {
    let made = try IntakeFormat.auto.reader(fileName: name, source: pieces(text))
    #expect(made.format == .lines)
    return try items(of: made.reader)
  }

  @Test("of a Response Policy Zone what it blocks is taken, not what passes nor what is its own")
  func zone() throws {
    let items = try read(
      """
      $ORIGIN policy.lists.example.
      $TTL 2h
      @ 3600 IN SOA ns.lists.example. admin.lists.example. (
          2026010203 ; serial
          1h 600 7d 60 )
        IN NS ns.lists.example.
      ; Last updated: 2026-01-02 03:04:05 UTC
      one.test 300 IN CNAME . ; see https://lists.example/one
      *.one.test CNAME *.
      two.test.policy.lists.example. IN 60 CNAME rpz-drop.
      three.test A 192.0.2.53
               AAAA 2001:db8::53
      friend.test CNAME rpz-passthru.
      own.test CNAME own.test.
      24.0.113.0.203.rpz-ip CNAME .
      32.9.100.51.198.rpz-nsip CNAME .
      64.zz.db8.2001.rpz-ip CNAME .
      32.1.2.0.192.rpz-client-ip CNAME .
      ns.four.test.rpz-nsdname CNAME .
      """)
    #expect(
      items.indicators == [
        "domain one.test", "domain one.test", "domain two.test", "domain three.test", "domain three.test",
        "cidr 203.0.113.0/24", "ipv4 198.51.100.9", "cidr 2001:db8::/64", "domain ns.four.test",
      ])
    #expect(items.fileDates == ["2026-01-02T03:04:05Z"] && items.rejections.isEmpty)
  }

  @Test("lists of ranges name networks, also behind a name with colons, and a level above 127 lets pass")
  func ranges() throws {
    let named = try read("Some Org: the lab:192.0.2.0-192.0.2.127\nOther:198.51.100.7-198.51.100.7\n", named: "l.p2p")
    #expect(named.indicators == ["cidr 192.0.2.0/25", "ipv4 198.51.100.7"])
    let levels = try read(
      "192.0.2.0 - 192.0.2.127 , 100 , a\n198.51.100.0 - 198.51.100.255 , 200 , b\n", named: "l.dat")
    #expect(levels.indicators == ["cidr 192.0.2.0/25"])
  }

  @Test("what follows a value behind #, ; or | is said of it")
  func remarks() throws {
    let reputation = try read(
      "198.51.100.21#4#2#Scanning Host;Spamming#ZZ#Town#1.0,2.0#11;12\n198.51.100.22#3#2#C&C#ZZ##1.0,2.0#2\n")
    #expect(reputation.indicators == ["ipv4 198.51.100.21", "ipv4 198.51.100.22"])
    #expect(reputation.statements.map(\.labels) == [["Scanning Host", "Spamming"], ["C&C"]])
    #expect(
      try read("192.0.2.1\none.test#seen twice\n192.0.2.2;70\n192.0.2.3|x\n").indicators == [
        "ipv4 192.0.2.1", "domain one.test", "ipv4 192.0.2.2", "ipv4 192.0.2.3",
      ])
    #expect(
      try read("http://one.test/a#top\nhttp://one.test/a;b\n").indicators == [
        "url http://one.test/a#top", "url http://one.test/a;b",
      ])
  }

  @Test("files of checksums name hashes, and the names of files are no hosts")
  func checksums() throws {
    let (md5, sha256) = (String(repeating: "a", count: 32), String(repeating: "b", count: 64))
    #expect(
      try read("\(sha256)  install.com\n\(sha256) *run.me\n\\\(md5)  a\\\\b\n", named: "SHA256SUMS").indicators == [
        "sha256 \(sha256)", "sha256 \(sha256)", "md5 \(md5)",
      ])
    #expect(
      try read("SHA256 (install.com) = \(sha256)\nMD5(run.me)= \(md5)\n", named: "CHECKSUM").indicators == [
        "sha256 \(sha256)", "md5 \(md5)",
      ])
  }

  @Test("unbound and BIND say in their languages what is blocked")
  func nameServers() throws {
    let unbound =
      "server:\nlocal-zone: \"one.test\" always_nxdomain\nlocal-zone: \"ok.test\" transparent\nlocal-zone: \"two.test\" redirect\n"
    #expect(try read(unbound).indicators == ["domain one.test", "domain two.test"])
    #expect(try read("zone \"one.test\" { type master; file \"null\"; };\n").indicators == ["domain one.test"])
  }

  @Test(
    "padded octets are refused as what they are, and read where they are said to be decimal", arguments: [1, 7, 4096])
  func padded(size: Int) throws {
    let text = "198.051.100.007\n001.002.003.004-001.002.003.007\nhost-001.002.003.004.one.test\n192.0.2.1"
    #expect(try read(text).rejections.first?.reason.contains("--octets decimal") == true)
    let made = try IntakeFormat.lines.reader(fileName: nil, source: PaddedOctets.decimal(pieces(text, of: size)))
    #expect(
      try items(of: made.reader).indicators == [
        "ipv4 198.51.100.7", "cidr 1.2.3.4/30", "domain host-001.002.003.004.one.test", "ipv4 192.0.2.1",
      ])
  }
}
