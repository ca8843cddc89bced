/// Why a request to a ledger was not carried out.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of trouble.
  public enum Code: String, Sendable {
    /// No event is about that indicator.
    case noSuchIndicator
    /// The request itself makes no sense.
    case usage
    /// A file that was named cannot be used.
    case badFile
    /// It would work later.
    case tryLater
  }

  /// What sort of trouble.
  public let code: Code
  /// What happened, where, and what to do.
  public let description: String

  /// Reports a trouble.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
