import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The wish of whoever runs a long command to end it, by Ctrl-C or a request to terminate.
///
/// The first signal asks; a second one ends the process at once.
enum Interruption {
  /// Thrown where a command stops because it was asked to.
  struct Request: Error {
    let signal: Int32

    /// What a shell would show for a process that was ended by the signal.
    var status: Failure.Status { signal == SIGTERM ? .terminated : .interrupted }
  }

  private static let received = Atomic<Int32>(0)

  /// Runs work in a task that a signal cancels, and that looks for itself where it can stop in order.
  static func cancelling(_ work: sending @escaping () async throws -> Void) async throws {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        received.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
        task.cancel()
      }
      // The source hears of the signal, and the process does not end.
      signal(number, SIG_IGN)
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    try await task.value
  }

  /// Throws if a signal came.
  static func check() throws(Request) {
    if let request { throw request }
  }

  /// The signal that came.
  static var request: Request? {
    let signal = received.load(ordering: .relaxed)
    return signal == 0 ? nil : Request(signal: signal)
  }
}
