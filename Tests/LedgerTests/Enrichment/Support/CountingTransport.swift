import Connectors
import Synchronization

/// Another transport, of which it is known whether anything is on its way.
final class CountingTransport: HTTPTransport {
  private let inner: any HTTPTransport
  private let onTheWay = Mutex(0)

  init(_ inner: any HTTPTransport) { self.inner = inner }

  var isBusy: Bool { onTheWay.withLock { $0 > 0 } }

  func send(_ request: HTTPRequest, within limit: Duration) async throws(TransportError) -> HTTPResponse {
    onTheWay.withLock { $0 += 1 }
    defer { onTheWay.withLock { $0 -= 1 } }
    return try await inner.send(request, within: limit)
  }
}
