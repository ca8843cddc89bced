import ArgumentParser
import EventLog
import JSON
import Ledger
import Output
import Scoring

/// `iocledger init`.
struct Initialize: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a ledger.",
    discussion: """
      Makes the folder with an empty log, publishes the built-in scorecards, activates 'default', and writes config.yml, \
      scorecards/ and lists/ to edit. A ledger that is there already stays as it is.

      Examples:
        iocledger init
        iocledger init --ledger /srv/iocledger
      """)

  @OptionGroup var options: AnswerOptions

  func run() throws {
    let folder = try options.folder()
    let (made, isNew) = try Ledger.create(at: folder.path, context: .system(forWriting: true))
    let scorecard = try made.activeScorecard()
    let answer: JSONValue = [
      "ledger": .string(made.folder.path), "id": .string(try made.identity()), "created": .bool(isNew),
      "events": .integer(try made.head()), "scorecard": .string(scorecard.name),
    ]
    let messages = options.messages
    let writer = ObjectWriter(
      format: options.output, terminal: .standardOutput(color: options.color), to: DescriptorSink.standardOutput)
    try writer.write(answer) { _ in
      [
        isNew
          ? StyledText("made a ledger in ") + StyledText(made.folder.path, .bold)
          : StyledText("there is a ledger in ") + StyledText(made.folder.path, .bold)
      ]
    }
    if isNew {
      messages.note(
        "take in indicators with 'iocledger ingest FILE', and give keys to connectors in \(folder.configuration)")
    }
  }
}
