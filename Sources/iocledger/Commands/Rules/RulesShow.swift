import ArgumentParser
import JSON
import Ledger
import Output
import Scoring

/// `iocledger rules show`.
struct RulesShow: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the text of a scorecard; of the one that rules, unless another is named.",
    discussion: """
      Examples:
        iocledger rules show
        iocledger rules show opencti > mine.yml
        iocledger rules show 1a2b3c4d5e6f
      """)

  @Argument(
    help: ArgumentHelp(
      "A file, a name in the scorecards folder, or the id of a published one.", valueName: "scorecard"),
    completion: ScorecardArgument.completion)
  var name: String?

  @OptionGroup var options: AnswerOptions

  func run() throws {
    let session = try Session(options)
    let scorecard =
      try name.map { try ScorecardArgument.scorecard($0, in: session.ledger) } ?? session.ledger.activeScorecard()
    if session.output == .table {
      // Word for word, so that it can be sent into a file; on a terminal made harmless.
      let text =
        session.terminal.isTerminal
        ? scorecard.text.split(separator: "\n", omittingEmptySubsequences: false).map(\.neutralised).joined(
          separator: "\n")
        : scorecard.text
      try DescriptorSink.standardOutput.write(text.hasSuffix("\n") ? text : text + "\n")
      return try DescriptorSink.standardOutput.flush()
    }
    try session.object.write(
      [
        "id": .string(scorecard.id), "name": .string(scorecard.name), "text": .string(scorecard.text),
        "lists": .array(scorecard.lists.map { .string($0.name) }),
      ]
    ) { _ in [] }
  }
}
