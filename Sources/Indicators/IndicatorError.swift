/// Why a text is not an indicator.
public struct IndicatorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What sort of fault it is.
  public enum Code: String, Sendable {
    /// There is nothing but blanks and quotes.
    case empty
    /// It is longer than anything of its kind may be.
    case tooLong = "too_long"
    /// It could mean two different things.
    case ambiguous
    /// It is not well formed.
    case malformed
    /// It is well formed, but not of the kind it was said to be.
    case wrongKind = "wrong_kind"
    /// It resembles no kind that is known.
    case unknownKind = "unknown_kind"
  }

  /// What sort of fault it is.
  public let code: Code
  /// What is wrong with the text and what to do about it; does not quote the text.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
