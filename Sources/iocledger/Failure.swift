import ArgumentParser
import Connectors
import EventLog
import Events
import Indicators
import Interchange
import JSON
import Ledger
import Output
import SQLite
import Scoring

/// Why a command did not do what it was asked for, and with which exit code that ends.
struct Failure: Error {
  /// The exit codes there are; they are promises.
  enum Status: Int32 {
    case failed = 1
    case noSuchIndicator = 3
    case integrityBroken = 4
    case usage = 64
    case tryLater = 75
    case interrupted = 130
    case terminated = 143
  }

  var status: Status
  /// What happened; empty where it was said already.
  var message: String
  /// The file and line.
  var place: String?
  /// What to do.
  var remedy: String?
  /// Whether nothing is wrong, and the message only says what is left to do.
  var isNotice = false

  init(_ status: Status, _ message: String = "", at place: String? = nil, remedy: String? = nil) {
    self.status = status
    self.message = message
    self.place = place
    self.remedy = remedy
  }

  /// The one place where errors become exit codes and words.
  init(_ error: any Error) {
    self = Self.known(error) ?? Failure(.failed, "\(error)")
  }

  /// What an error of ours means; nil for others, such as those of the argument parser.
  private static func known(_ error: any Error) -> Failure? {
    switch error {
    case let failure as Failure: failure
    case let error as LedgerError: Failure(status(of: error.code), error.description)
    case let error as EventLogError: Failure(status(of: error.code), error.description)
    // Where nobody nearer knew which ledger.
    case let error as SQLiteError: Failure(EventLogError(error, ledger: "the ledger"))
    case let error as IndicatorError: Failure(.usage, error.description)
    case let error as ScorecardError: Failure(.failed, error.description)
    case let error as IntakeError: Failure(.failed, error.description)
    case let error as NoteError: Failure(.failed, error.description)
    case let error as SettingsError: Failure(.failed, error.description)
    case let error as JSONError: Failure(.failed, error.description)
    case let error as OutputError: Failure(.failed, error.description)
    case let request as Interruption.Request: Failure(request.status)
    default: nil
    }
  }

  private static func status(of code: LedgerError.Code) -> Status {
    switch code {
    case .noSuchIndicator: .noSuchIndicator
    case .usage: .usage
    case .badFile: .failed
    case .tryLater: .tryLater
    }
  }

  private static func status(of code: EventLogError.Code) -> Status {
    switch code {
    case .locked: .tryLater
    case .damaged: .integrityBroken
    case .notALedger, .newerFormat, .editedMigration, .readOnly, .diskFull, .inputOutput, .permission, .notDurable,
      .refused:
      .failed
    }
  }

  /// Ends the process.
  static func exit(for error: any Error, options: (any SharedOptions)?) -> Never {
    if let error = error as? OutputError, error.code == .readerGone { BrokenPipe.exitQuietly() }
    // What was answered before the failure is worth having.
    try? DescriptorSink.standardOutput.flush()
    // The argument parser prints help, versions and usage itself.
    guard let failure = known(error) else { IOCLedgerCommand.exit(withError: error) }
    if !failure.message.isEmpty {
      let messages = Messages(
        terminal: .standardError(color: options?.color ?? .auto), isQuiet: options?.isQuiet ?? false)
      if failure.isNotice {
        messages.note(failure.message)
      } else {
        messages.error(failure.message, at: failure.place, remedy: failure.remedy)
      }
    }
    IOCLedgerCommand.exit(withError: ExitCode(failure.status.rawValue))
  }
}
