import ArgumentParser
import EventLog
import Indicators
import Ledger

/// `iocledger tlp`.
struct SetTLP: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "tlp",
    abstract: "Set the TLP marking of an indicator.",
    discussion: """
      Beats what sources state. An indicator is never sent to a vendor whose max_tlp is below its marking.

      Examples:
        iocledger tlp evil[.]example amber
        iocledger tlp evil[.]example TLP:CLEAR
      """)

  @OptionGroup var ioc: IndicatorArgument

  @Argument(
    help: "clear, green, amber, amber+strict or red.", completion: MarkingArgument.completion,
    transform: MarkingArgument.parse)
  var marking: TrafficLight

  @OptionGroup var options: AnswerOptions

  func run() throws {
    let indicator = try ioc.indicator()
    let session = try Session(options, access: .readWrite)
    let seq = try session.ledger.setTrafficLight(indicator, marking)
    try DecisionDisplay.write([seq], "\(indicator.value) is marked TLP:\(marking.name.uppercased())", session)
  }
}
