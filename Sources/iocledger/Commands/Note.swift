import ArgumentParser
import EventLog
import Indicators
import Ledger

/// `iocledger note`.
struct Note: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "note",
    abstract: "Add a note to an indicator.",
    discussion: """
      The text is kept apart from the log's proof, so that it can be erased one day. '-' reads it from standard input.

      Examples:
        iocledger note evil[.]example 'registered together with bad[.]example'
        iocledger note evil[.]example - < analysis.txt
      """)

  @OptionGroup var ioc: IndicatorArgument

  @Argument(help: "The text, or '-'.")
  var note: String

  @OptionGroup var options: AnswerOptions

  private static let greatestLength = 1 << 20

  func run() throws {
    let indicator = try ioc.indicator()
    var text = note
    if note == "-" {
      let bytes = try InputFile("-").contents(limit: Self.greatestLength)
      guard let read = String(validating: bytes, as: UTF8.self) else {
        throw Failure(.failed, "the note on standard input is not UTF-8", remedy: "save it as UTF-8")
      }
      text = read
      while text.last?.isNewline == true { text.removeLast() }
    }
    guard !text.isBlank else { throw Failure(.usage, "the note is empty") }
    let session = try Session(options, access: .readWrite)
    let seq = try session.ledger.note(indicator, text: text)
    try DecisionDisplay.write([seq], "noted on \(indicator.value)", session)
  }
}
