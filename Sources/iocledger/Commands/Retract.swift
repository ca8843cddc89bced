import ArgumentParser
import EventLog
import Ledger

/// `iocledger retract`.
struct Retract: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "retract",
    abstract: "Take back an event that should not have been recorded.",
    discussion: """
      From then on the event does not count, though it stays in the log: as at an earlier event it counts still.

      Example:
        iocledger retract 4711 --reason 'the feed listed our own mail server'
      """)

  @Argument(help: ArgumentHelp("The event.", valueName: "seq"))
  var seq: Int64

  @OptionGroup var reason: ReasonOptions
  @OptionGroup var options: AnswerOptions

  func run() throws {
    let session = try Session(options, access: .readWrite)
    let retraction = try session.ledger.retract(seq, reason: reason.reason)
    try DecisionDisplay.write([retraction], "event \(seq) no longer counts", session)
  }
}
