import Indicators
import Testing

@Suite struct IndicatorInternalTests {
  @Test(
    "what lies inside a network is kept from vendors",
    arguments: [
      "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "169.254.1.1", "100.64.0.1", "0.0.0.0",
      "255.255.255.255", "224.0.0.1", "::1", "::", "fe80::1", "fd00::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
      "10.0.0.0/8", "192.168.0.0/24", "fd00::/8", "printer.local", "srv.internal", "a.localhost", "nas.lan",
      "router.home.arpa", "http://10.0.0.1/a", "http://[fd00::1]/", "http://localhost/", "http://intranet:8080/a",
      "http://srv.internal/", "root@srv.local", "http://3232235777/", "file:///etc/passwd",
    ])
  func isInternal(text: String) throws {
    #expect(try Indicator(parsing: text).isInternal)
  }

  @Test(
    "everything else is ordinary, documentation ranges included",
    arguments: [
      "198.51.100.7", "192.0.2.1", "203.0.113.1", "2001:db8::1", "172.32.0.1", "172.15.255.255", "100.128.0.1",
      "11.0.0.0",
      "8.8.8.8", "8.0.0.0/6", "192.0.0.0/8", "::ffff:8.8.8.8", "evil.example", "evil.test", "evil.invalid",
      "local.example",
      "http://evil.example/10.0.0.1", "user@evil.example", "d41d8cd98f00b204e9800998ecf8427e", "abc.onion",
    ])
  func isOrdinary(text: String) throws {
    #expect(try !Indicator(parsing: text).isInternal)
  }

  @Test(
    "the host of a URL or an e-mail address",
    arguments: [
      ("http://u@evil.example:81/a@b", "evil.example"), ("http://[2001:db8::1]:81/", "2001:db8::1"),
      ("a@evil.example", "evil.example"), ("evil.example", nil), ("198.51.100.7", nil),
    ] as [(String, String?)])
  func host(text: String, host: String?) throws {
    #expect(try Indicator(parsing: text).host == host)
  }
}
