import Output

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The word of whoever sits at the terminal that what cannot be undone is meant.
enum Confirmation {
  /// Whether there is somebody to ask.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks on standard error; anything but `y` or `yes` is a no.
  static func ask(_ question: String) -> Bool {
    try? DescriptorSink.standardError.write("\(question) [y/N] ")
    guard let answer = readLine() else { return false }
    return ["y", "yes"].contains(answer.lowercased())
  }
}
