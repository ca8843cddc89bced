import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The signal that came; outside of the type, for a signal handler must not capture anything.
private let received = Atomic<Int32>(0)

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

  /// Listens from now on.
  static func listen() {
    // Made now, for a handler must not.
    received.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      #if canImport(Darwin)
        action.__sigaction_u.__sa_handler = { received.store($0, ordering: .relaxed) }
      #else
        action.__sigaction_handler.sa_handler = { received.store($0, ordering: .relaxed) }
      #endif
      // Reset, so that a second signal is not caught; without SA_RESTART, so that waiting for input ends.
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      sigaction(number, &action, nil)
    }
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
