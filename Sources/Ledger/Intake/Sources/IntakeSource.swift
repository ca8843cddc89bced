import Time

/// Who says what an input says, as the ledger knows it before the input is read.
public struct IntakeSource: Hashable, Sendable {
  /// The name, in normal form C.
  public var name: String
  /// When the first of its events was recorded; nil where there is none.
  public var knownSince: Timestamp?
  /// What should be known about the name, with what to do.
  public var warnings: [String]

  /// States what is known of a source.
  public init(name: String, knownSince: Timestamp? = nil, warnings: [String] = []) {
    self.name = name
    self.knownSince = knownSince
    self.warnings = warnings
  }
}
