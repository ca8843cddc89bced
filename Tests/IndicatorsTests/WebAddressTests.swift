import Indicators
import Testing

@Suite struct WebAddressTests {
  @Test(
    "a URL is read as browsers read it",
    arguments: [
      // slashes
      ("http:\\\\evil.example\\kit\\a.zip", "http://evil.example/kit/a.zip"),
      ("https:/evil.example/a", "https://evil.example/a"), ("https:////evil.example/a", "https://evil.example/a"),
      ("ftp:evil.example/a", "ftp://evil.example/a"), ("http://evil.example\\a?b\\c", "http://evil.example/a?b%5Cc"),
      // addresses
      ("http://0306.063.0144.7/a", "http://198.51.100.7/a"), ("http://0xC6336407/", "http://198.51.100.7/"),
      ("http://198.51.25607/", "http://198.51.100.7/"), ("http://198.3367943/", "http://198.51.100.7/"),
      ("http://198.51.100.7./a", "http://198.51.100.7/a"), ("http://①⑨⑧.51.100.⑦/", "http://198.51.100.7/"),
      ("http://198%2E51.100.7/", "http://198.51.100.7/"), ("http://0/", "http://0.0.0.0/"),
      ("http://[2001:DB8::0:7]:80/", "http://[2001:db8::7]/"),
      // user information
      ("http://@evil.example/", "http://evil.example/"), ("http://:@evil.example/", "http://evil.example/"),
      ("http://me:@evil.example/", "http://me@evil.example/"),
      ("http://:key@evil.example/", "http://:key@evil.example/"),
      ("http://a@b@evil.example/", "http://a%40b@evil.example/"),
      ("http://bank.example:443@evil.example/", "http://bank.example:443@evil.example/"),
      // ports
      ("http://evil.example:00080/", "http://evil.example/"), ("https://evil.example:/", "https://evil.example/"),
      ("wss://evil.example:443/", "wss://evil.example/"), ("https://evil.example:80/", "https://evil.example:80/"),
      // a final dot before a path is the host's, at the end it is the sentence's
      ("http://evil.example./a", "http://evil.example./a"), ("http://evil.example.:8080", "http://evil.example.:8080/"),
      ("http://evil.example.", "http://evil.example/"),
      // Windows' servers
      ("file://198.51.100.7@8080/DavWWWRoot/a.exe", "file://198.51.100.7@8080/DavWWWRoot/a.exe"),
      ("file://Evil.example@ssl@443\\share", "file://evil.example@SSL@443/share"),
      ("\\\\evil.example\\share\\a.lnk", "file://evil.example/share/a.lnk"),
      ("\\\\198[.]51[.]100[.]7@80\\a.exe", "file://198.51.100.7@80/a.exe"),
      // references of HTML
      ("http://evil.example/?a=1&amp;b=2", "http://evil.example/?a=1&b=2"),
      ("http://evil.example/?a&#x26;b&#38;c", "http://evil.example/?a&b&c"),
      ("http://evil.example/?a&amp;amp;amp;b", "http://evil.example/?a&b"),
      ("http://evil&period;example&sol;a", "http://evil.example/a"),
      ("http://evil.example/a&#10;b", "http://evil.example/ab"),
      ("http://evil.example/?a&b;c&nothing;&#0;", "http://evil.example/?a&b;c&nothing;&#0;"),
      ("http://evil.example/%26amp;", "http://evil.example/%26amp;"),
    ])
  func browsers(text: String, url: String) throws {
    let expected = Indicator(.url, canonical: url)
    #expect(try Indicator(parsing: text) == expected)
    #expect(try Indicator(parsing: text, as: .url) == expected)
    #expect(try Indicator(parsing: url) == expected, "canonical values are canonical")
    #expect(try Indicator(parsing: expected.defanged) == expected, "\(expected.defanged)")
  }

  @Test(
    "a disguised scheme is the one that it disguises",
    arguments: [
      ("h00p", "http"), ("h00ps", "https"), ("hXXp", "http"), ("HXXPS", "https"), ("hxxp[s]", "https"),
      ("htxp", "http"),
      ("h**p", "http"), ("h__ps", "https"), ("h-p", "http"), ("meow", "http"), ("meows", "https"), ("fxp", "ftp"),
      ("fxps", "ftps"), ("f*p", "ftp"), ("tcp", "tcp"), ("HTTP", "http"), ("help", "help"), ("hop", "hop"),
    ])
  func schemes(disguised: String, live: String) throws {
    let path = live.hasPrefix("http") || live == "ftp" ? "/" : ""
    #expect(try Indicator(parsing: disguised + "://evil.example", as: .url).value == "\(live)://evil.example\(path)")
  }

  @Test(
    "what programs read in two ways, or not at all, is refused",
    arguments: [
      ("http://one.example\\@two.example/", IndicatorError.Code.ambiguous), ("http:443", .unknownKind),
      ("http:evil", .unknownKind),
      ("198.51/a", .ambiguous), ("0x7f.1/a", .ambiguous), ("3325256711/a", .ambiguous),
      ("http://evil.example:65536/", .malformed), ("http://[fe80::1%25eth0]/", .malformed),
      ("http://198.51.100.300/", .malformed),
      ("http://1.2.3.4.5/", .malformed), ("http://evil.example\tb/", .malformed),
      ("http://evil.example/a\nb", .malformed),
      ("file://evil.example@user@8080/a", .malformed), ("file://evil.example@/a", .malformed),
      ("\\\\server\\share", .unknownKind), ("\\\\?\\C:\\a", .unknownKind), ("http://ev%00il.example/", .malformed),
      ("http://a;b.example/", .malformed),
    ])
  func refused(text: String, code: IndicatorError.Code) {
    let error = #expect(throws: IndicatorError.self) { try Indicator(parsing: text) }
    #expect(error?.code == code, "\(text): \(String(describing: error))")
  }

  @Test("a scheme without slashes in front of a number is not taken for a host of a URL")
  func noSlashes() {
    for text in ["http:8080", "https:u@evil", "ftp:256/a"] {
      #expect(throws: IndicatorError.self) { try Indicator(parsing: text, as: .url) }
    }
  }

  @Test(
    "brackets behind the host are defanging only where scheme or host was defanged",
    arguments: [
      ("http://evil.example/a[.]b?c[at]d", "http://evil.example/a%5B.%5Db?c%5Bat%5Dd"),
      ("http:\\/\\/evil.example\\/a[.]b", "http://evil.example/a%5B.%5Db"),
      ("hxxp://evil.example/a[.]b", "http://evil.example/a.b"),
      ("h00p://evil.example/a[.]b", "http://evil.example/a.b"),
      ("http[:]//evil.example/a[.]b", "http://evil.example/a.b"),
      ("http://evil[.]example/a[.]b", "http://evil.example/a.b"),
      ("http://evil(.)example/a(.)b", "http://evil.example/a.b"),
      ("http://evil[.]example/a(.)b", "http://evil.example/a(.)b"),
      ("evil[.]example/a[.]b", "http://evil.example/a.b"), ("evil.example/a[.]b", "http://evil.example/a%5B.%5Db"),
      ("http://evil.example?a[.]b", "http://evil.example/?a%5B.%5Db"),
    ])
  func brackets(text: String, url: String) throws {
    #expect(try Indicator(parsing: text).value == url)
  }

  @Test("the host of a URL is named without port, brackets and final dot")
  func hosts() throws {
    for (text, host) in [
      ("http://evil.example.:8080/", "evil.example"), ("http://u:p@[2001:db8::1]:8080/", "2001:db8::1"),
      ("file://198.51.100.7@8080/a", "198.51.100.7"), ("http://0xc6.51.100.7/", "198.51.100.7"),
    ] {
      #expect(try Indicator(parsing: text).host == host)
    }
  }
}
