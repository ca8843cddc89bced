import Connectors
import Indicators
import Testing

@Suite("Secrets")
struct SecretTests {
  @Test("show themselves in no way of printing")
  func printing() throws {
    let secret = try #require(Secret(testKey))
    var dumped = ""
    dump(secret, to: &dumped)
    dump([secret], to: &dumped)
    dump((secret, Optional(secret)), to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), "\([secret])", "\(Optional(secret) as Any)", dumped] {
      #expect(!text.contains(testKey))
    }
    let request = try #require(
      ConnectorCatalog.connector(named: "shodan")?.request(
        for: .init(.ipv4, canonical: "192.0.2.1"), at: try BaseURL(parsing: "https://api.shodan.io"), key: secret))
    #expect(request.url.contains(testKey))
    dump(request, to: &dumped)
    #expect(!"\(request) \(String(reflecting: request)) \([request]) \(dumped)".contains(testKey))
  }

  @Test("lose the white space around them and must fit into a header")
  func shape() {
    for bad in ["", "  \n", "two words", "a\r\nb: c", "schlüssel", "a\u{0}b"] { #expect(Secret(bad) == nil) }
    #expect(Secret("\t abc \r\n") != nil)
  }

  @Test("are taken out of texts, wherever and however often")
  func redaction() throws {
    let secret = try #require(Secret("abcabcabd"))
    #expect(secret.redacted(from: "abcabcabcabd") == "abc•••")
    #expect(secret.redacted(from: "abcabcabdabcabcabd!") == "••••••!")
    #expect(secret.redacted(from: "abcabcab") == "abcabcab")
    let short = try #require(Secret("abc"))
    #expect(short.redacted(from: "abcdef") == "abcdef")
  }
}
