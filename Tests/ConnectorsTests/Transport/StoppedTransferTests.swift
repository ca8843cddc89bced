import Connectors
import TestSupport
import Testing

@Suite("Stopped transfers")
struct StoppedTransferTests {
  private func request(_ server: LoopbackServer, _ path: String) throws -> HTTPRequest {
    HTTPRequest(at: try BaseURL(parsing: "http://127.0.0.1:\(server.port)"), path: [path])
  }

  private func code(
    _ transport: CurlTransport, _ request: HTTPRequest
  ) async -> Result<Int, TransportError> {
    do {
      return .success(try await transport.send(request, within: .seconds(600)).status)
    } catch {
      return .failure(error)
    }
  }

  @Test("a cancelled task lets go of its connection at once, and of no other's", .timeLimit(.minutes(10)))
  func cancelled() async throws {
    let transport = try CurlTransport(userAgent: "iocledger/test", environment: [:])
    try await LoopbackServer.with({ head, _ in head.contains("/slow") ? .drip() : .json(Array("{}".utf8)) }) { server in
      let request = try request(server, "slow")
      let tasks = (0..<3).map { _ in Task { await code(transport, request) } }
      try await until { server.requests.count == 3 }
      tasks[0].cancel()
      #expect(await tasks[0].value.failure?.code == .cancelled)
      try await until { server.openConnections == 2 }
      #expect(await code(transport, try self.request(server, "quick")) == .success(200))
      tasks[1].cancel()
      #expect(await tasks[1].value.failure?.code == .cancelled)
      // The third goes down with the transport.
      await transport.shutdown()
      #expect(await tasks[2].value.failure?.code == .cancelled)
      try await until { server.openConnections == 0 }
    }
  }

  @Test("nothing is sent for a task that is cancelled already, nor by a transport that is shut down")
  func never() async throws {
    let transport = try CurlTransport(userAgent: "iocledger/test", environment: [:])
    try await LoopbackServer.with({ _, _ in .json(Array("{}".utf8)) }) { server in
      let request = try request(server, "quick")
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await code(transport, request)
      }
      #expect(await task.value.failure?.code == .cancelled)
      await transport.shutdown()
      #expect(await code(transport, request).failure?.code == .cancelled)
      #expect(server.requests.isEmpty)
      await transport.shutdown()
    }
  }

  @Test("many at once each get their own answer, over connections that are used again")
  func many() async throws {
    let transport = try CurlTransport(userAgent: "iocledger/test", environment: [:])
    let path: @Sendable (String) -> String = { String($0.dropFirst(5).prefix { $0 != " " }) }
    try await LoopbackServer.with({ head, _ in .json(Array(path(head).utf8)) }) { server in
      let bodies = try await withThrowingTaskGroup(of: (Int, String).self) { group in
        for number in 0..<200 {
          let request = try request(server, "n\(number)")
          group.addTask {
            let response = try await transport.send(request, within: .seconds(60))
            return (number, String(decoding: response.body, as: UTF8.self))
          }
        }
        return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
      }
      #expect(bodies == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, "n\($0)") }))
      #expect(server.openConnections <= 200)
      await transport.shutdown()
    }
  }
}
