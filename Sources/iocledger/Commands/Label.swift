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

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if labels.contains(where: \.isBlank) { throw ValidationError("a label is empty") }
  }

  func run() throws {
    let indicator = try ioc.indicator()
    let session = try Session(ledger, output, access: .readWrite)
    let seqs = try labels.map { try session.ledger.label(indicator, $0, remove: remove) }
    let words = labels.joined(separator: ", ")
    try DecisionDisplay.write(
      seqs, "\(indicator.value) \(remove ? "is no longer" : "is") labelled \(words)", session)
  }
}
