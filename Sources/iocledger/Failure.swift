import ArgumentParser
import Connectors
import EventLog
import Indicators
import Interchange
import JSON
import Ledger
import Output
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

  init(_ status: Status, _ message: String = "", at place: String? = nil, remedy: String? = nil) {
    self.status = status
    self.message = message
    self.place = place
    self.remedy = remedy
  }

  /// The one place where errors become exit codes and words.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as LedgerError: self.init(Self.status(of: error.code), error.description)
    case let error as EventLogError: self.init(Self.status(of: error.code), error.description)
    case let error as IndicatorError: self.init(.usage, error.description)
    case let error as ScorecardError: self.init(.failed, error.description)
    case let error as IntakeError: self.init(.failed, error.description)
    case let error as SettingsError: self.init(.failed, error.description)
    case let error as JSONError: self.init(.failed, error.description)
    case let error as OutputError: self.init(.failed, error.description)
    default:
      self.init(
        .failed, "\(error)", remedy: "this error was not foreseen: 'iocledger verify' tells whether the ledger is sound"
      )
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
  static func exit(for error: any Error, talk: TalkOptions?) -> Never {
    if error is CleanExit || error is ExitCode || error is ValidationError {
      IOCLedgerCommand.exit(withError: error)
    }
    if let error = error as? OutputError, error.code == .readerGone { BrokenPipe.exitQuietly() }
    // What was answered before the failure is worth having.
    try? DescriptorSink.standardOutput.flush()
    let failure = Failure(error)
    if !failure.message.isEmpty {
      let messages = Messages(
        terminal: .standardError(color: talk?.color ?? .auto), isQuiet: talk?.isQuiet ?? false)
      messages.error(failure.message, at: failure.place, remedy: failure.remedy)
    }
    IOCLedgerCommand.exit(withError: ExitCode(failure.status.rawValue))
  }
}
