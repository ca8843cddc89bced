import Connectors
import Events
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

  @Test(
    "are taken out however a vendor writes them",
    arguments: [
      "k3y/with+signs=&%", "K3Y/With+Signs=&%", #"k3y\/with+signs=&%"#, #"\u006b3y/with\u002Bsigns\u003D\u0026%"#,
      "k3y%2Fwith%2Bsigns%3D%26%25", "k3y%2fwith%2bsigns%3d%26%25", "%6B%33%79%2F%77ith%2Bsigns%3D%26%25",
      "k3y/with+signs=&#38;&#x25;", "k3y%252Fwith%252Bsigns%253D%2526%2525", #"k3y\\u002fwith\\u002bsigns=&%"#,
      #"\x6b3y/with+signs=&%"#,
    ])
  func escapedRedaction(_ written: String) throws {
    let secret = try #require(Secret("k3y/with+signs=&%"))
    #expect(secret.redacted(from: "no \(written) here") == "no ••• here")
    #expect(secret.redacted(from: written) == "•••")
    #expect(secret.redacted(from: String(written.dropLast())) != "•••")
  }

  @Test("are taken out of Base64, whoever's name stands before them and in both alphabets")
  func encodedRedaction() throws {
    let secret = try #require(Secret("s3cr?t-key>99"))
    for user in ["", ":", "u:", "us:", "usr:", "user:", "api-key:"] {
      for suffix in ["", ":", ":x", "\n"] {
        let plain = Base64.encode((user + "s3cr?t-key>99" + suffix).utf8)
        for encoded in [plain, plain.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")] {
          #expect(secret.redacted(from: "Basic \(encoded), denied") == "Basic •••, denied", "\(user) \(suffix)")
        }
      }
    }
    #expect(secret.redacted(from: Base64.encode("s3cr?t-kex>99".utf8)) == Base64.encode("s3cr?t-kex>99".utf8))
  }

  @Test("leave everything else of any bytes as it is")
  func untouched() throws {
    let secret = try #require(Secret("abcdef"))
    for text in [
      "", "%", "%6", "\\", "\\u", "\\u00", "&#", "&#x", "&#99", "abcde", "%61bcde", "\u{0}ab\u{FFFD}cdef",
      "&#999999999;",
    ] {
      #expect(secret.redacted(from: text) == text)
    }
    let bytes = (0...255).map { UInt8($0) }
    #expect(try #require(Secret("zyxwvu")).redacted(from: bytes) == bytes)
  }
}
