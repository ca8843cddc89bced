/// Why an answer could not be written.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: Hashable, Sendable {
    /// The reader closed the pipe, as `head` does: nothing to report, see ``BrokenPipe``.
    case readerGone
    /// Any other failure, such as a full disk, with the system's error number.
    case failed(Int32)
  }

  /// What kind of failure it is.
  public let code: Code
  /// What happened and what to do.
  public let description: String

  /// Names a failure and what to do about it.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
