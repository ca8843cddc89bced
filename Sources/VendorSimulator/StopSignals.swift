import Dispatch
import Foundation

/// Waits for SIGINT or SIGTERM.
final class StopSignals {
  private let stream: AsyncStream<Void>
  // Sources stop to work when they are released.
  private let sources: [any DispatchSourceSignal]

  init() {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
  }

  /// Returns when the first of the signals has come.
  func wait() async {
    for await _ in stream { return }
  }
}
