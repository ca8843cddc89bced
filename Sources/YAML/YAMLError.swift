/// Why a YAML text cannot be used.
public struct YAMLError: Error, Hashable, Sendable {
  /// The line it is on, from 1.
  public let line: Int
  /// What is wrong, such as `there is a YAML alias`; it repeats nothing of the text, which may hold a secret.
  public let problem: String
  /// What to do about it, such as `write the value out`.
  public let remedy: String
  /// The name that is written twice in one mapping, where that is the problem.
  public let duplicate: String?

  init(line: Int, problem: String, remedy: String, duplicate: String? = nil) {
    self.line = line
    self.problem = problem
    self.remedy = remedy
    self.duplicate = duplicate
  }
}
