/// Why a text cannot be used as an allow list.
public struct AllowListError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, such as `entry 17, 'x', is no network`.
  public let message: String
  /// What to do about it.
  public let remedy: String
  /// The line of the list's file, from 1, where it is known.
  public let line: Int?

  init(_ message: String, _ remedy: String, line: Int? = nil) {
    self.message = message
    self.remedy = remedy
    self.line = line
  }

  /// `line 3: expected a value; …`.
  public var description: String { (line.map { "line \($0): " } ?? "") + "\(message); \(remedy)" }
}
