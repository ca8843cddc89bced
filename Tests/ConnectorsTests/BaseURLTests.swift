import Connectors
import Indicators
import Testing

@Suite("Base URLs")
struct BaseURLTests {
  @Test(
    "keep host, port and path, and lose slashes at the end",
    arguments: [
      ("https://api.shodan.io", "https://api.shodan.io"), ("HTTPS://API.Shodan.io/", "https://api.shodan.io"),
      ("http://127.0.0.1:8080/vt/api/v3///", "http://127.0.0.1:8080/vt/api/v3"),
      ("http://[::1]:8080/x", "http://[::1]:8080/x"), ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
      ("http://my_host:1/", "http://my_host:1"), ("http://host:", "http://host"),
    ])
  func accepted(_ text: String, _ description: String) throws {
    #expect(try BaseURL(parsing: text).description == description)
  }

  @Test(
    "refuse what is no base",
    arguments: [
      "", "api.shodan.io", "ftp://x", "https://", "https:///path", "https://a b", "https://ü.example", "https://x?q=1",
      "https://x#f", "https://user@x", "https://x:0", "https://x:65536", "https://x:99999999999999999999",
      "https://x:-1", "https://[::1", "https://[::1]x", "https://[nonsense]", "https://::1/", "https://x%2f",
      "https://\u{0}",
    ])
  func refused(_ text: String) {
    #expect(throws: BaseURL.Problem.self) { try BaseURL(parsing: text) }
  }

  @Test("values cannot break out of their place in the URL")
  func escaping() throws {
    let base = try BaseURL(parsing: "https://x.example/v")
    let request = HTTPRequest(at: base, path: ["a/b", "?k=#é", "2001:db8::1"], query: [("key", "a&b=c d")])
    #expect(request.url == "https://x.example/v/a%2Fb/%3Fk%3D%23%C3%A9/2001:db8::1?key=a%26b%3Dc%20d")
  }
}
