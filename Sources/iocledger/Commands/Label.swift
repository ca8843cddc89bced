import ArgumentParser
import EventLog
import Indicators
import Ledger

/// `iocledger label`.
struct Label: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Label an indicator, or take labels away.",
    discussion: """
      Examples:
        iocledger label evil[.]example apt29 c2
        iocledger label evil[.]example c2 --remove
      """)

  @OptionGroup var ioc: IndicatorArgument

  @Argument(help: ArgumentHelp("The labels.", valueName: "label"))
  var labels: [String]

  @Flag(help: "Take the labels away.")
  var remove = false

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if labels.contains(where: \.isBlank) { throw ValidationError("a label is empty") }
    if labels.contains(where: { $0.unicodeScalars.count > 200 }) {
      throw ValidationError("a label has at most 200 characters; put longer words into a note")
    }
  }

  func run() throws {
    let indicator = try ioc.indicator()
    let session = try Session(options, access: .readWrite)
    let seqs = try session.ledger.label(indicator, labels, remove: remove)
    let words = labels.joined(separator: ", ")
    try DecisionDisplay.write(
      seqs, "\(indicator.value) \(remove ? "is no longer" : "is") labelled \(words)", session)
  }
}
