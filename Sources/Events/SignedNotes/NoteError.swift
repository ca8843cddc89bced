/// Why bytes are not a signed note, a checkpoint or a key.
public struct NoteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of trouble.
  public enum Code: String, Sendable {
    /// It is not a signed note.
    case malformedNote
    /// It is a signed note, but its text is not a checkpoint.
    case malformedCheckpoint
    /// It is not a key that this program knows.
    case malformedKey
  }

  /// What sort of trouble.
  public let code: Code
  /// What is wrong, and where.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
