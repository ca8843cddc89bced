import SQLite

/// What went wrong with a ledger's files, and what to do about it.
public struct EventLogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of trouble, so that callers need not read the message.
  public enum Code: String, Sendable {
    case notALedger, newerFormat, editedMigration, locked, readOnly, diskFull, damaged, inputOutput, permission
    case notDurable, refused
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

  /// The same trouble with a few words more.
  func adding(_ words: String) -> EventLogError { EventLogError(code, description + words) }

  /// Puts an error of SQLite into the words of somebody who wants to go on working.
  public init(_ error: SQLiteError, ledger: String) {
    switch error {
    case _ where error.isBusy:
      self.init(.locked, "another program holds the database of \(ledger); try again when it is done")
    case _ where error.isDiskFull:
      self.init(.diskFull, "the disk that holds \(ledger) is full; free some space and run the command again")
    case _ where error.isCorrupt && error.context.hasPrefix("views"):
      self.init(.damaged, "the views of \(ledger) are damaged (\(error.message)); run 'iocledger rebuild'")
    case _ where error.isCorrupt:
      self.init(
        .damaged,
        "a database file in \(ledger) is damaged (\(error.message)); run 'iocledger verify', then restore a backup")
    case _ where error.isReadOnly:
      self.init(.readOnly, "\(ledger) cannot be written; check its permissions or choose another with --ledger")
    case _ where error.isCannotOpen:
      self.init(.permission, "a database file in \(ledger) cannot be opened; check that it exists and its permissions")
    case _ where error.isInputOutput:
      self.init(
        .inputOutput,
        "reading or writing \(ledger) failed (\(error)); nothing more was written, check the disk and run 'iocledger verify'"
      )
    default:
      self.init(.refused, "the database of \(ledger) refused: \(error)")
    }
  }
}
