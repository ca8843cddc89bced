import Indicators
import Testing

@Suite struct IndicatorParsingTests {
  @Test(
    "one indicator, however it is spelled",
    arguments: [
      // addresses
      ("198.51.100.7", IndicatorKind.ipv4, "198.51.100.7"), ("198[.]51[.]100[.]7", .ipv4, "198.51.100.7"),
      ("198.51.100[.7", .ipv4, "198.51.100.7"), ("198(dot)51 [.] 100 . 7", .ipv4, "198.51.100.7"),
      ("198.51.100.7:8080", .ipv4, "198.51.100.7"), ("  \"198.51.100.7\",", .ipv4, "198.51.100.7"),
      ("\u{FEFF}198.51.100.7\u{A0}", .ipv4, "198.51.100.7"), ("[198.51.100.7]", .ipv4, "198.51.100.7"),
      ("2001:DB8:0:0::1", .ipv6, "2001:db8::1"), ("[2001:db8::1]", .ipv6, "2001:db8::1"),
      ("[2001:db8::1]:443", .ipv6, "2001:db8::1"), ("2001[:]db8[:][:]1", .ipv6, "2001:db8::1"),
      ("::FFFF:192.0.2.1", .ipv6, "::ffff:192.0.2.1"), ("198.51.100.77/24", .cidr, "198.51.100.0/24"),
      ("198[.]51[.]100[.]77/24", .cidr, "198.51.100.0/24"), ("198.51.100.7/32", .ipv4, "198.51.100.7"),
      ("2001:db8::1/128", .ipv6, "2001:db8::1"), ("2001:db8:f::/32", .cidr, "2001:db8::/32"),
      // domains
      ("EVIL.Example.", .domain, "evil.example"), ("evil[.]example", .domain, "evil.example"),
      ("evil(.)example", .domain, "evil.example"), ("evil{.}example", .domain, "evil.example"),
      ("evil[dot]example", .domain, "evil.example"), ("evil(DOT)example", .domain, "evil.example"),
      ("evil\\.example", .domain, "evil.example"), ("evil[[.]]example", .domain, "evil.example"),
      ("evil[(.)]example", .domain, "evil.example"), ("evil\\[.\\]example", .domain, "evil.example"),
      ("evil [.] example", .domain, "evil.example"), ("evil . example", .domain, "evil.example"),
      ("evil[ . ]example", .domain, "evil.example"), ("a[.]b(.)c{.}evil[dot]example", .domain, "a.b.c.evil.example"),
      ("evil[.example", .domain, "evil.example"), ("evil.]example", .domain, "evil.example"),
      ("*.evil.example", .domain, "evil.example"), (".evil.example", .domain, "evil.example"),
      ("evil.example:443", .domain, "evil.example"), ("_dmarc.evil.example", .domain, "_dmarc.evil.example"),
      ("printer.local", .domain, "printer.local"), ("abc.onion", .domain, "abc.onion"),
      ("MÜNCHEN.example", .domain, "xn--mnchen-3ya.example"),
      ("mu\u{308}nchen.example", .domain, "xn--mnchen-3ya.example"),
      ("xn--mnchen-3ya.EXAMPLE", .domain, "xn--mnchen-3ya.example"), ("пример。рф", .domain, "xn--e1afmkfd.xn--p1ai"),
      ("ｅｖｉｌ．example", .domain, "evil.example"), ("ev\u{AD}il\u{200B}.example", .domain, "evil.example"),
      ("“evil.example”", .domain, "evil.example"), ("`evil.example`", .domain, "evil.example"),
      // URLs
      ("HTTP://Evil.Example", .url, "http://evil.example/"), ("hxxp://evil[.]example/a", .url, "http://evil.example/a"),
      ("hXXps[://]evil[.]example:443/A", .url, "https://evil.example/A"),
      ("hxxp[:]//evil.example", .url, "http://evil.example/"),
      ("h[tt]p[:]//evil[.]example[/]a", .url, "http://evil.example/a"),
      ("hxxp[s]://evil.example", .url, "https://evil.example/"),
      ("h**p://evil.example", .url, "http://evil.example/"),
      ("hxxp:\\\\evil.example\\a", .url, "http://evil.example/a"),
      ("http:\\/\\/evil.example\\/a", .url, "http://evil.example/a"),
      ("fxp://evil.example/a", .url, "ftp://evil.example/a"),
      ("hxxp://evil[.]example/a[.]php", .url, "http://evil.example/a.php"),
      ("hxxp://evil(.)example/a(.)php", .url, "http://evil.example/a.php"),
      ("http://evil.example:80/%7euser/%3a", .url, "http://evil.example/~user/%3A"),
      ("http://evil.example?q", .url, "http://evil.example/?q"),
      ("http://evil.example#f", .url, "http://evil.example/#f"),
      ("http://u:p@evil.example:8080/", .url, "http://u:p@evil.example:8080/"),
      ("http://[2001:DB8::0:1]:80/", .url, "http://[2001:db8::1]/"),
      ("http://münchen.example/ü", .url, "http://xn--mnchen-3ya.example/%C3%BC"),
      ("http://evil.example/a b", .url, "http://evil.example/a%20b"),
      ("http://3325256711/", .url, "http://198.51.100.7/"),
      ("http://0xc6.0x33.0x64.7/", .url, "http://198.51.100.7/"),
      ("http://198.0x33.", .url, "http://198.0.0.51/"),
      ("http://\u{FF11}98.0x33/", .url, "http://198.0.0.51/"),
      ("http://%65vil.example/", .url, "http://evil.example/"),
      ("tcp://198.51.100.7:443", .url, "tcp://198.51.100.7:443"), ("evil.example/a", .url, "http://evil.example/a"),
      ("198.51.100.7:80/a", .url, "http://198.51.100.7/a"), ("<http://evil.example/>", .url, "http://evil.example/"),
      ("http://localhost:8080/", .url, "http://localhost:8080/"), ("file:///etc/passwd", .url, "file:///etc/passwd"),
      // e-mail
      ("User.Name@EVIL.example", .email, "User.Name@evil.example"),
      ("user[@]evil[.]example", .email, "user@evil.example"),
      ("user(at)evil(dot)example", .email, "user@evil.example"),
      ("user [at] evil [dot] example", .email, "user@evil.example"),
      ("mailto:user@evil.example", .email, "user@evil.example"), ("<user@evil.example>", .email, "user@evil.example"),
      ("a+b@evil.example", .email, "a+b@evil.example"), ("user@münchen.example", .email, "user@xn--mnchen-3ya.example"),
      // hashes
      ("D41D8CD98F00B204E9800998ECF8427E", .md5, "d41d8cd98f00b204e9800998ecf8427e"),
      ("MD5=d41d8cd98f00b204e9800998ecf8427e", .md5, "d41d8cd98f00b204e9800998ecf8427e"),
      ("DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", .sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      (
        "SHA-256: E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", .sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      ),
    ])
  func parses(text: String, kind: IndicatorKind, value: String) throws {
    let expected = Indicator(kind, canonical: value)
    #expect(try Indicator(parsing: text) == expected)
    #expect(try Indicator(parsing: text, as: kind == .ipv4 && text.contains("/") ? .cidr : kind) == expected)
    #expect(try Indicator(parsing: value) == expected, "canonical values are canonical")
    #expect(try Indicator(parsing: expected.defanged, as: kind) == expected, "\(expected.defanged)")
  }

  @Test(
    "what is no indicator is refused with its reason",
    arguments: [
      ("", IndicatorError.Code.empty), ("  \"\" ", .empty), ("foo", .unknownKind), ("foo bar", .unknownKind),
      ("010.001.002.003", .ambiguous), ("300.1.1.1", .malformed), ("1.2.3.4/33", .malformed), ("::/129", .malformed),
      ("fe80::1%eth0", .malformed), ("1.2.3.4.5", .malformed), ("evil..example", .malformed),
      ("a.example-.-", .malformed), ("evil.ex ample", .unknownKind), ("evil .example", .unknownKind),
      ("evil. example", .unknownKind),
      ("evil!.example", .malformed), ("evil\u{0}.example", .malformed), ("xn--99999999.example", .malformed),
      ("http://", .malformed), ("http:///", .malformed), ("http://evil.example:99999/", .malformed),
      ("http://evil.example:a/", .malformed),
      ("http://198.51.100.08/", .malformed), ("http://a b/", .malformed), ("http://[::1/", .malformed),
      ("http://evil\u{7}.example/", .malformed),
      ("@evil.example", .malformed), ("user@", .malformed), ("a b@evil.example", .malformed),
      ("a@b@evil.example", .malformed),
      ("d41d8cd98f00b204e9800998ecf8427", .unknownKind), ("sha256:d41d8cd98f00b204e9800998ecf8427e", .malformed),
      ("\u{202E}evil.example", .malformed), ("evil\u{FFFD}.example", .malformed),
    ])
  func refuses(text: String, code: IndicatorError.Code) {
    #expect(throws: IndicatorError.self) { try Indicator(parsing: text) }
    do throws(IndicatorError) {
      let indicator = try Indicator(parsing: text)
      Issue.record("read \(indicator)")
    } catch {
      #expect(error.code == code, "\(error)")
      #expect(!error.description.isEmpty)
    }
  }

  @Test("names longer than DNS allows are refused")
  func tooLong() {
    let label = String(repeating: "a", count: 63)
    #expect(throws: Never.self) { try Indicator(parsing: label + ".example") }
    #expect(throws: IndicatorError.self) { try Indicator(parsing: label + "a.example") }
    let long = Array(repeating: "abcdefg", count: 32).joined(separator: ".") + ".example"
    #expect(throws: IndicatorError.self) { try Indicator(parsing: long) }
    #expect(throws: IndicatorError.self) {
      try Indicator(parsing: "http://evil.example/" + String(repeating: "a", count: 8200))
    }
    #expect(throws: IndicatorError.self) { try Indicator(parsing: String(repeating: "[", count: 1_000_000)) }
  }

  @Test("a stated kind is believed where the shape allows it and refused where not")
  func statedKind() throws {
    #expect(try Indicator(parsing: "localhost", as: .domain).value == "localhost")
    #expect(try Indicator(parsing: "evil.example", as: .url).value == "http://evil.example/")
    #expect(try Indicator(parsing: "evil.example:8080", as: .url).value == "http://evil.example:8080/")
    #expect(try Indicator(parsing: "198.51.100.0/24", as: .ipv4).kind == .cidr)
    #expect(throws: IndicatorError.self) { try Indicator(parsing: "198.51.100.7", as: .domain) }
    #expect(throws: IndicatorError.self) { try Indicator(parsing: "2001:db8::/32", as: .ipv4) }
    #expect(throws: IndicatorError.self) { try Indicator(parsing: "http://evil.example/", as: .domain) }
    #expect(throws: IndicatorError.self) { try Indicator(parsing: "d41d8cd98f00b204e9800998ecf8427e", as: .sha1) }
  }

  @Test(
    "different URLs stay different",
    arguments: [
      ("http://evil.example/a", "http://evil.example/A"), ("http://evil.example/a", "https://evil.example/a"),
      ("http://evil.example/a", "http://evil.example/a/"), ("http://evil.example/a", "http://evil.example/a?"),
      ("http://evil.example/a", "http://evil.example/a#"), ("http://evil.example/?a&b", "http://evil.example/?b&a"),
      ("http://evil.example/a/../b", "http://evil.example/b"),
      ("http://evil.example/%2e%2e/b", "http://evil.example/../b"),
      ("http://evil.example//a", "http://evil.example/a"), ("http://evil.example/%2Fa", "http://evil.example//a"),
      ("http://evil.example/%25zz", "http://evil.example/%zz"),
      ("http://evil.example/?q=(.)", "http://evil.example/?q=."),
      ("http://evil.example/?x[at]=1", "http://evil.example/?x@=1"),
      ("http://evil.example/?x[.]=1", "http://evil.example/?x.=1"),
      ("http://evil.example/a[.]b", "http://evil.example/a.b"),
      ("http://evil.example./a", "http://evil.example/a"),
      ("http://evil.example/a+b", "http://evil.example/a%20b"),
      ("http://u@evil.example/", "http://evil.example/"), ("http://evil.example:8080/", "http://evil.example/"),
      ("http://evil.example/'", "http://evil.example/"), ("http://evil.example/%%41", "http://evil.example/%A"),
    ])
  func differentURLs(first: String, second: String) throws {
    #expect(try Indicator(parsing: first) != Indicator(parsing: second))
  }

  @Test("an address book's two spellings of a local part stay different")
  func localPart() throws {
    #expect(try Indicator(parsing: "Info@evil.example") != Indicator(parsing: "info@evil.example"))
  }

  @Test("bytes of a URL that are no UTF-8 are kept apart")
  func rawBytes() throws {
    let start = Array("http://evil.example/".utf8)
    let latin = try Indicator(parsing: (start + [0xFC])[...])
    let other = try Indicator(parsing: (start + [0xE4])[...])
    #expect(latin.value == "http://evil.example/%FC")
    #expect(other != latin)
  }
}
