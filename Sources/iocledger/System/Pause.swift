import Output

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Waiting for something to happen in a ledger.
enum Pause {
  /// Waits half a second; false where the process was asked to stop or the reader of its output has gone.
  static func untilNextLook() -> Bool {
    for _ in 0..<5 {
      var request = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
      // With nothing asked for, only a reader that has gone ends the wait early.
      if poll(&request, 1, 100) > 0 { BrokenPipe.exitQuietly() }
      if Interruption.request != nil { return false }
    }
    return true
  }
}
