import Testing

@testable import VendorSimulation

struct CanonicalURLTests {
  @Test(
    "spellings of one URL are one",
    arguments: [
      ("http://www.google.com", "http://www.google.com/"), ("HTTP://Example.COM:80/A?b#c", "http://example.com/A?b"),
      ("https://example.com:443", "https://example.com/"),
      ("https://example.com:8443?q", "https://example.com:8443/?q"),
      ("example.com/x", "http://example.com/x"), ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
      ("http://u:p@Example.com/", "http://u:p@example.com/"), ("ftp://example.com:/x", "ftp://example.com/x"),
    ])
  func canonical(text: String, expected: String) {
    #expect(CanonicalURL(text)?.text == expected)
  }

  @Test(
    "what is no URL is none",
    arguments: [
      "", "http://", "localhost", "javascript:alert(1)", "http://a b.example/", "http://example.com:99999/",
      "http:///x",
      "http://.example/", "http://a..example/", "mailto:a@b.example", "\u{0}",
    ])
  func refused(text: String) {
    #expect(CanonicalURL(text) == nil)
  }

  @Test("the id is the SHA-256 of the canonical text, as a recorded answer shows")
  func id() {
    #expect(
      CanonicalURL("http://www.google.com")?.id == "dd014af5ed6b38d9130e3f466f850e46d21b951199d53a18ef29ee9341614eaf")
  }

  @Test("a URL comes back from its identifier", arguments: ["http://example.com/", "http://www.google.com/?q=ü&r=~~~"])
  func identifier(text: String) {
    let id = Base64URL.encode(Array(text.utf8))
    #expect(!id.contains("=") && !id.contains("/") && !id.contains("+"))
    #expect(CanonicalURL(urlID: id)?.text == text)
  }

  @Test("the recorded identifier of http://example.com/")
  func recordedIdentifier() {
    #expect(Base64URL.encode(Array("http://example.com/".utf8)) == "aHR0cDovL2V4YW1wbGUuY29tLw")
  }
}
