import Indicators
import Interchange
import Testing

@Suite struct ProseReaderTests {
  @Test(
    "an indicator is found in every shape that analysts write",
    arguments: [
      // domains
      ("see evil[.]example.", ["domain evil.example"]),
      ("evil.example, evil.test", ["domain evil.example", "domain evil.test"]),
      ("evil[.]example(.)com{.}test", ["domain evil.example.com.test"]),
      ("(evil[dot]example)", ["domain evil.example"]),
      ("evil [.] example and evil . example", ["domain evil.example", "domain evil.example"]),
      ("evil\\.example evil\\[.\\]example", ["domain evil.example", "domain evil.example"]),
      ("evil[.example] evil.]example", ["domain evil.example", "domain evil.example"]),
      (
        "**evil.example** _evil.example_ `evil.example`",
        ["domain evil.example", "domain evil.example", "domain evil.example"]
      ),
      ("++evil[.]example++", ["domain evil.example"]), ("*.evil.example", ["domain evil.example"]),
      ("EVIL.EXAMPLE", ["domain evil.example"]), ("evil[.]example's", ["domain evil.example"]),
      ("an evil[.]example-based kit", ["domain evil.example"]), ("münchen.example", ["domain xn--mnchen-3ya.example"]),
      ("访问evil.example下载", ["domain evil.example"]), ("“evil.example”", ["domain evil.example"]),
      ("evil.example:443", ["domain evil.example"]),
      ("evil.example/evil.test", ["domain evil.example", "domain evil.test"]),
      ("www.shop.example:80:/wp-content/", ["domain www.shop.example"]),
      ("evil.py.example", ["domain evil.py.example"]),
      (
        "2x6w4a4rpkc4im62qrsomw5cz7sh6xfwue6o2taasnzpj24emp2ytryd.onion",
        ["domain 2x6w4a4rpkc4im62qrsomw5cz7sh6xfwue6o2taasnzpj24emp2ytryd.onion"]
      ),
      // addresses
      ("198.51.100.7.", ["ipv4 198.51.100.7"]), ("198.51.100[.]7:8080", ["ipv4 198.51.100.7"]),
      ("198 [.] 51 [.] 100 [.] 7", ["ipv4 198.51.100.7"]), ("198.51.100.0/24", ["cidr 198.51.100.0/24"]),
      ("198.51.100.8-198.51.100.11", ["cidr 198.51.100.8/30"]),
      ("198.51.100.7:443/tcp", ["ipv4 198.51.100.7"]), ("/dev/tcp/198.51.100.7/443", ["ipv4 198.51.100.7"]),
      ("198.51.100.7,198.51.100.8;198.51.100.9", ["ipv4 198.51.100.7", "ipv4 198.51.100.8", "ipv4 198.51.100.9"]),
      ("[2001:db8::1]:443", ["ipv6 2001:db8::1"]), ("2001[:]db8[:][:]1", ["ipv6 2001:db8::1"]),
      ("2001:db8::1. 2001:db8::2: x", ["ipv6 2001:db8::1", "ipv6 2001:db8::2"]),
      ("2001:db8::/32", ["cidr 2001:db8::/32"]), ("::ffff:198.51.100.7", ["ipv6 ::ffff:198.51.100.7"]),
      // URLs
      ("hxxp://evil[.]example/a.", ["url http://evil.example/a"]),
      ("hXXps[://]evil[.]example", ["url https://evil.example/"]),
      ("hxxp[:]//evil[.]example/a[.]php?x=1", ["url http://evil.example/a.php?x=1"]),
      ("h**p://evil.example hxxp[s]://evil.example", ["url http://evil.example/", "url https://evil.example/"]),
      ("(http://evil.example/a_(b))", ["url http://evil.example/a_(b)"]),
      ("[1](hxxp://evil.example/a)", ["url http://evil.example/a"]),
      ("hxxps://evil.example/a[Title]", ["url https://evil.example/a"]),
      ("<http://evil.example/a>", ["url http://evil.example/a"]),
      ("&lt;http://evil.example/?a=1&amp;b=2&gt;", ["url http://evil.example/?a=1&b=2"]),
      (
        "\"http://evil.example/a\", 'http://evil.example/b'",
        ["url http://evil.example/a", "url http://evil.example/b"]
      ),
      ("http://evil.example/?a[]=1&b[0]=2", ["url http://evil.example/?a%5B%5D=1&b%5B0%5D=2"]),
      ("http://evil.example/a,http://evil.example/b", ["url http://evil.example/a", "url http://evil.example/b"]),
      ("{\"u\":\"http:\\/\\/evil.example\\/a\"}", ["url http://evil.example/a"]),
      ("|http://evil.example/a|x|", ["url http://evil.example/a"]),
      ("**http://evil.example/a**", ["url http://evil.example/a"]),
      ("++http://evil.example/a++", ["url http://evil.example/a"]),
      ("http://[2001:db8::1]/a", ["url http://[2001:db8::1]/a"]),
      ("tcp://198.51.100.7:443", ["url tcp://198.51.100.7:443"]),
      ("http://3325256711/a", ["url http://198.51.100.7/a"]),
      ("http://u:p@evil.example/", ["url http://u:p@evil.example/"]),
      ("evil[.]example/gate.php", ["url http://evil.example/gate.php"]),
      ("http://evil.example/…", ["url http://evil.example/"]),
      ("http://evil.example/ä。", ["url http://evil.example/%C3%A4"]),
      ("hxxp://evil.example:8080", ["url http://evil.example:8080/"]),
      // e-mail
      ("user@evil.example.", ["email user@evil.example"]), ("user[@]evil[.]example", ["email user@evil.example"]),
      ("user [at] evil [dot] example", ["email user@evil.example"]),
      ("first+tag@evil.example", ["email first+tag@evil.example"]),
      ("mailto:user@evil.example?subject=x", ["email user@evil.example"]),
      ("<user(at)evil(dot)example>", ["email user@evil.example"]),
      // hashes
      ("MD5:0cc175b9c0f1b6a831c399e269772661", ["md5 0cc175b9c0f1b6a831c399e269772661"]),
      ("|`86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8`|", ["sha1 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"]),
      (
        "CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB.",
        ["sha256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"]
      ),
    ] as [(String, [String])])
  func finds(text: String, expected: [String]) throws {
    #expect(try foundInProse(text) == expected)
  }

  @Test(
    "nothing is found where nothing is meant",
    arguments: [
      "It ended. The next one began. in the end.It went", "stop . in the end . it is", "evil. example", "evil .example",
      "setup.py run.sh readme.md main.rs lib.so foo.zip evil.exe a.dll b.pl log4j.properties",
      "Win32/Turla.CC JS/Agent.NWB",
      "Trojan.Win32.Agent.gw HEUR:Trojan.Script.Generic", "System.Net System.IO com.apple.finder java.net this.id",
      "time.now() items.map(x)",
      "ASP.NET VB.NET Socket.io", "version 1.2.3.4 v1.2.3.4 Version: 10.0.0.1234 1.2.3.4.5 1.3.6.1.4.1.311",
      "Chrome/120.0.0.0 Safari/537.36",
      "01.02.03.04 256.1.1.1 1.2.3",
      "12:34:56 00:11:22:33:44:55 50:06:01:60:3b:a0:12:34 std::vector dead::beef C::5 fe80::1%eth0",
      "d41d8cd98f00b204e9800998ecf8427 d41d8cd98f00b204e9800998ecf8427ea xd41d8cd98f00b204e9800998ecf8427e",
      "0x19539a179ddf8a02b772557d5036bdd0ac0b0fa7", "8a4bd1c2-1f0e-4b1a-9c1d-2f3e4a5b6c7d",
      "printer.local srv.internal a.onion http://intranet/x",
      "http://localhost:8080/ http:// https://", "C:\\Users\\evil.com /usr/bin/evil.com %TEMP%\\a.com",
      "@handle user@host",
      "my_list.name", "1.2.3.4_5", "", " ", "....", "a.b.c.d", "[.] [.] [.]", "e.g. i.e. U.S.A. Ph.D. No.1",
      "SHA256: see below", "10.1.2 . 3", "\u{0}\u{1}\u{2}",
    ])
  func findsNothing(text: String) throws {
    #expect(try foundInProse(text) == [])
  }

  @Test("every mention is a statement with the number of its line; lines without any are skipped")
  func lines() throws {
    let found = try textItems(ProseReader(textSource("Intro\r\nevil[.]example\r\n\r\nevil[.]example 198.51.100.7\r\n")))
    #expect(found.count == 5)
    #expect(found[0] == .skipped(Skip(line: 1, reason: .prose)) && found[2] == .skipped(Skip(line: 3, reason: .prose)))
    #expect(found.compactMap { if case .statement(let statement) = $0 { statement.line } else { nil } } == [2, 4, 4])
  }

  @Test("one endless line is read in flat memory, and no value is lost at its cuts but those without any blank")
  func endlessLine() throws {
    let text = String(repeating: "{\"url\": \"http://evil.example/a\", \"ip\": \"198.51.100.7\"} ", count: 20_000)
    #expect(try foundInProse(text).count == 40_000)
  }

  @Test(
    "hostile lines take time in proportion to their length",
    arguments: [
      "a.com/", "http://", "http://a.com/", "a . ", "1 . ", "[", "[.]", "a@", "a@b.com", "a+", ":", "a:", "\\.", "a[.b",
      "(", "a_", "访a",
      "a [.] ", ".", "\u{0}", "http://a.com/,", "::", "1.", "h", "-", "http://[", "{(",
    ])
  func hostile(piece: String) throws {
    func seconds(_ count: Int) throws -> Double {
      let text = String(repeating: piece, count: count / piece.utf8.count)
      let clock = ContinuousClock()
      let duration = try clock.measure { _ = try foundInProse(text) }
      return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
    // Quadratic work would take 64 times as long; three attempts keep a busy machine from failing this.
    let limit = try max(seconds(8000), 0.02) * 30
    #expect(try (0..<3).contains { _ in try seconds(64_000) < limit })
  }
}
