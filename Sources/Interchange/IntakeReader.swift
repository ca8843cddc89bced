/// Reads one format, one item after another.
public protocol IntakeReader {
  /// The next item, or nil at the end of the input.
  ///
  /// Throws ``IntakeError`` where the input as a whole cannot be read as this format; a single bad line is an
  /// ``IntakeItem/rejected(_:)`` and does not stop the rest.
  mutating func next() throws -> IntakeItem?
}

/// Why an input as a whole cannot be read.
public struct IntakeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line at which reading stopped, from 1.
  public let line: Int
  /// What is wrong and what to do.
  public let description: String

  /// Reports a fault of the input as a whole.
  public init(line: Int, _ description: String) {
    self.line = line
    self.description = description
  }
}

/// The input formats of `ingest --format`.
public enum IntakeFormat: String, CaseIterable, Sendable {
  /// Found out from the first bytes and the file's name.
  case auto
  /// Prose in which indicators are looked for, defanged or not.
  case text
  /// One indicator a line, with comments.
  case lines
  /// Comma-separated columns, with or without a header.
  case csv
  /// Tab-separated columns, with comments.
  case tsv
  /// JSON that is a table: a list of objects, objects one a line, or either behind a member.
  case json
  /// A STIX 2.0 or 2.1 bundle.
  case stix
  /// MISP events.
  case misp
}
