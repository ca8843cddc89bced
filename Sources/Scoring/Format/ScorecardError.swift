/// Why a scorecard or a list it names cannot be used: every problem found, each with its place and its remedy.
public struct ScorecardError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file that was read, as the caller named it.
  public let file: String
  /// What is wrong, in the order of the lines; never empty.
  public let problems: [Problem]

  /// One thing that is wrong.
  public struct Problem: Error, Hashable, Sendable {
    /// The line it is on, from 1.
    public let line: Int
    /// What is wrong, such as `weight is 1.5`.
    public let message: String
    /// What to do about it, such as `write a number from 0 to 1`.
    public let remedy: String

    /// Names a problem.
    public init(line: Int, message: String, remedy: String) {
      self.line = line
      self.message = message
      self.remedy = remedy
    }
  }

  /// Reports problems of a file.
  public init(file: String, problems: [Problem]) {
    self.file = file
    self.problems = problems.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  /// One line a problem: `default.yml:12: weight is 1.5; write a number from 0 to 1`.
  public var description: String {
    problems.map { "\(file):\($0.line): \($0.message); \($0.remedy)" }.joined(separator: "\n")
  }
}
