import Connectors
import Testing

@Suite("Transport")
struct TransportTests {
  private let body = Array("{\"ok\":true}".utf8)

  private func send(
    _ url: String, environment: [String: String] = [:], within limit: Duration = .seconds(20)
  ) async throws -> Result<HTTPResponse, TransportError> {
    let transport = try CurlTransport(userAgent: "iocledger/test", environment: environment)
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
    try await LoopbackServer.with({ _, _ in .json(body) }) { proxy in
      let environment = ["http_proxy": "http://user:p%40ss@127.0.0.1:\(proxy.port)/", "NO_PROXY": "other.example"]
      let response = try await send("http://vendor.invalid:81", environment: environment).get()
      #expect(response.body == body)
      #expect(proxy.requests.first?.hasPrefix("GET http://vendor.invalid:81/p?") == true)
      #expect(proxy.requests.first?.contains("Basic dXNlcjpwQHNz") == true)
      for exception in ["vendor.invalid", "other.example, .invalid", "*"] {
        let past = environment.merging(["NO_PROXY": exception]) { $1 }
        let result = try await send("http://vendor.invalid:81", environment: past)
        #expect(result.failure?.code == .unreachable, "\(exception)")
      }
      #expect(proxy.requests.count == 1)
    }
  }

  @Test("reaches this machine past every proxy, by name and by address, whatever NO_PROXY says")
  func loopback() async throws {
    let body = body
    try await LoopbackServer.with({ _, _ in .respond(status: 500, body: []) }) { proxy in
      let named = "http://127.0.0.1:\(proxy.port)"
      for exceptions in ["", "other.example"] {
        let environment = ["HTTP_PROXY": named, "ALL_PROXY": named, "no_proxy": exceptions]
        try await LoopbackServer.with({ _, _ in .json(body) }) { server in
          for host in ["127.0.0.1", "localhost", "LOCALHOST", "[::ffff:127.0.0.1]"] {
            let response = try await send("http://\(host):\(server.port)", environment: environment).get()
            #expect(response.status == 200, "\(host)")
          }
        }
      }
      #expect(proxy.requests.isEmpty)
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
    "refuses proxies that it cannot use, and repeats nothing of their addresses",
    arguments: [
      "ftp://s3cret", "http://", "http://user:s3cret@", "http://s3cret:port", "gopher://s3cret:1", "http://[s3cret]",
    ])
  func badProxy(_ proxy: String) {
    let error = #expect(throws: SettingsError.self) {
      try CurlTransport(userAgent: "x", environment: ["HTTPS_PROXY": proxy])
    }
    #expect(error?.description.hasPrefix("HTTPS_PROXY: ") == true)
    #expect(error?.description.contains("s3cret") == false)
  }

  @Test("refuses certificates that it cannot read")
  func badCertificates() {
    #expect(throws: SettingsError.self) {
      try CurlTransport(userAgent: "x", environment: ["SSL_CERT_FILE": "/nowhere/certificates.pem"])
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
      #expect(error.code == .unreachable)
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
}

extension Result {
  var failure: Failure? {
    guard case .failure(let error) = self else { return nil }
    return error
  }
}
