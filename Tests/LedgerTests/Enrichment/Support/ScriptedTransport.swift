import Connectors
import JSON
import Synchronization

/// A transport that answers as a test says, and remembers what it was asked.
final class ScriptedTransport: HTTPTransport {
  private let answer: @Sendable (HTTPRequest) async throws(TransportError) -> HTTPResponse
  private let asked = Mutex<[String]>([])

  init(_ answer: @escaping @Sendable (HTTPRequest) async throws(TransportError) -> HTTPResponse) {
    self.answer = answer
  }

  var urls: [String] { asked.withLock { $0 } }

  func send(_ request: HTTPRequest, within limit: Duration) async throws(TransportError) -> HTTPResponse {
    asked.withLock { $0.append(request.url) }
    return try await answer(request)
  }

  /// A vendor that never answers; only stopping the task ends the wait.
  static func hanging() -> ScriptedTransport {
    ScriptedTransport { _ throws(TransportError) in
      try? await Task.sleep(for: .seconds(3600), clock: .continuous)
      throw TransportError(.cancelled, "stopped")
    }
  }
}

extension HTTPResponse {
  static func json(_ value: JSONValue, status: Int = 200, headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers, body: Array(value.text().utf8))
  }
}
