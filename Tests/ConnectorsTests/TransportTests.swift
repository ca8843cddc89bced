import Connectors
import Testing

@Suite("Transport")
struct TransportTests {
  private let body = Array("{\"ok\":true}".utf8)

  private func send(
    _ url: String, environment: [String: String] = [:], within limit: Duration = .seconds(20)
  ) async throws -> Result<HTTPResponse, TransportError> {
    let transport = try AsyncHTTPTransport(userAgent: "iocledger/test", environment: environment)
    let request = HTTPRequest(
      at: try BaseURL(parsing: url), path: ["p"], query: [("key", testKey)], headers: [HTTPHeader("Key", testKey)])
    let result: Result<HTTPResponse, TransportError>
    do {
      result = .success(try await transport.send(request, within: limit))
    } catch {
      result = .failure(error)
    }
    await transport.shutdown()
    return result
  }

  @Test("reaches IPv6 addresses")
  func version6() async throws {
    guard let server = try? await LoopbackServer(host: "::1", { _, _ in .json(Array("{}".utf8)) }) else { return }
    let response = try await send("http://[::1]:\(server.port)/x/").get()
    #expect(response.status == 200)
    #expect(server.requests.first?.hasPrefix("GET /x/p?key=") == true)
    #expect(server.requests.first?.lowercased().contains("host: [::1]:\(server.port)") == true)
    await server.close()
  }

  @Test("goes through the proxy of the environment, and past it where NO_PROXY says so")
  func proxy() async throws {
    let body = body
    try await LoopbackServer.with({ request, _ in
      request.hasPrefix("CONNECT ") ? .respond(status: 200, body: []) : .json(body)
    }) { proxy in
      let environment = ["http_proxy": "http://user:p%40ss@127.0.0.1:\(proxy.port)/", "NO_PROXY": "other.example"]
      let response = try await send("http://vendor.invalid:81", environment: environment).get()
      #expect(response.body == body)
      #expect(proxy.requests.first?.hasPrefix("CONNECT vendor.invalid:81 ") == true)
      #expect(proxy.requests.first?.contains("Basic dXNlcjpwQHNz") == true)
      #expect(proxy.requests.first?.contains(testKey) == false)
      #expect(proxy.requests.count == 2)
      try await LoopbackServer.with({ _, _ in .json(body) }) { server in
        let past = environment.merging(["NO_PROXY": "example.org, 127.0.0.0/8"]) { $1 }
        _ = try await send("http://127.0.0.1:\(server.port)", environment: past).get()
        #expect(server.requests.count == 1)
        #expect(proxy.requests.count == 2)
      }
    }
  }

  @Test("asks the HTTPS proxy for a tunnel, and says so when it refuses")
  func secureProxy() async throws {
    try await LoopbackServer.with({ _, _ in .respond(status: 403, body: []) }) { proxy in
      let environment = ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"]
      let result = try await send("https://api.vendor.invalid/x", environment: environment)
      #expect(proxy.requests.first?.hasPrefix("CONNECT api.vendor.invalid:443 ") == true)
      #expect(proxy.requests.first?.contains(testKey) == false)
      guard case .failure(let error) = result else {
        Issue.record("a refused tunnel is no answer")
        return
      }
      #expect(error.code == .unreachable)
      #expect(error.detail.contains("proxy"))
    }
  }

  @Test(
    "refuses proxies that it cannot use",
    arguments: ["https://proxy.example:3128", "ftp://proxy", "http://", "socks5://u:p@h:1", "http://host:port"])
  func badProxy(_ proxy: String) {
    #expect(throws: SettingsError.self) {
      try AsyncHTTPTransport(userAgent: "x", environment: ["HTTPS_PROXY": proxy])
    }
  }

  @Test("refuses certificates that it cannot read")
  func badCertificates() {
    #expect(throws: SettingsError.self) {
      try AsyncHTTPTransport(userAgent: "x", environment: ["SSL_CERT_FILE": "/nowhere/certificates.pem"])
    }
  }

  @Test("names the host, and never the key, when there is no connection")
  func unreachable() async throws {
    let server = try await LoopbackServer { _, _ in .silence }
    let port = server.port
    await server.close()
    for url in ["http://127.0.0.1:\(port)", "https://127.0.0.1:\(port)"] {
      guard case .failure(let error) = try await send(url) else {
        Issue.record("nobody listens at \(url)")
        continue
      }
      // The client tries again until its time is up, and on a busy machine forgets meanwhile why it had to.
      #expect([.unreachable, .connectTimedOut].contains(error.code))
      #expect(!error.detail.contains(testKey))
      #expect(error.detail.contains(try BaseURL(parsing: url).host))
      #expect(error.detail.utf8.count < 200)
    }
  }

  @Test("does not take a server without TLS for one with it")
  func noTLS() async throws {
    try await LoopbackServer.with({ _, _ in .silence }) { server in
      let result = try await send("https://127.0.0.1:\(server.port)", within: .seconds(1))
      guard case .failure(let error) = result else {
        Issue.record("there is no TLS")
        return
      }
      #expect([.untrusted, .connectTimedOut, .timedOut].contains(error.code))
    }
  }

  @Test("what is no HTTP is malformed")
  func noHTTP() async throws {
    try await LoopbackServer.with({ _, _ in .raw(Array("SSH-2.0-OpenSSH_9.6\r\n\r\n".utf8)) }) { server in
      guard case .failure(let error) = try await send("http://127.0.0.1:\(server.port)") else {
        Issue.record("that is no HTTP")
        return
      }
      #expect(error.code == .malformed)
    }
  }

  @Test("a body in chunks, without a length, or of a bare 204 is read whole")
  func framing() async throws {
    let replies: [(String, String)] = [
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n5\r\n\": 1}\r\n0\r\n\r\n", "{\"a\": 1}"),
      ("HTTP/1.0 200 OK\r\n\r\n{\"a\": 1}", "{\"a\": 1}"), ("HTTP/1.1 204 No Content\r\n\r\n", ""),
    ]
    for (raw, text) in replies {
      try await LoopbackServer.with({ _, _ in .raw(Array(raw.utf8)) }) { server in
        let response = try await send("http://127.0.0.1:\(server.port)").get()
        #expect(String(decoding: response.body, as: UTF8.self) == text)
      }
    }
  }
}
