#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Terminal {
  /// What the system says about standard output.
  public static func standardOutput(color: ColorChoice) -> Terminal {
    asking(STDOUT_FILENO, color: color)
  }

  /// What the system says about standard error.
  public static func standardError(color: ColorChoice) -> Terminal {
    asking(STDERR_FILENO, color: color)
  }

  private static func asking(_ descriptor: Int32, color: ColorChoice) -> Terminal {
    let isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let knowsSize = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    return Terminal(
      isTerminal: isTerminal, reportedWidth: knowsSize ? Int(size.ws_col) : nil, color: color,
      environment: { name in getenv(name).map { String(cString: $0) } })
  }
}
