/// Why a text is not JSON that we take, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, such as `expected a value`.
  public let message: String
  /// The byte at which it went wrong, from 0.
  public let offset: Int
  /// The line of that byte, from 1.
  public let line: Int

  /// `line 3: expected a value`.
  public var description: String { "line \(line): \(message)" }

  /// Names a fault at a byte of a text.
  public init(_ message: String, offset: Int, line: Int) {
    self.message = message
    self.offset = offset
    self.line = line
  }
}
