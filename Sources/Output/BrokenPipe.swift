#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What to do when the reader of our output goes away, as in `iocledger list | head`.
public enum BrokenPipe {
  /// Turns the signal into ``OutputError/Code/readerGone``, so that a command unwinds and lets go of its locks.
  ///
  /// Sockets need it too: a vendor that hangs up must not end the process.
  public static func throwInsteadOfDying() {
    signal(SIGPIPE, SIG_IGN)
  }

  /// Ends the process silently and the way other Unix tools end, by the signal: shells report it as 141.
  public static func exitQuietly() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    // Reached only where the signal is blocked; the status is the one that a shell would have shown.
    exit(128 + SIGPIPE)
  }
}
