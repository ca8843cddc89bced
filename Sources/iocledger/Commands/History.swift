import ArgumentParser
import Ledger
import Output

/// `iocledger history`.
struct History: IndicatorQuestion {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show how a score moved over time, and what moved it.",
    discussion: """
      As the ledger believed at the time, under the rules of each time; with --rules under those throughout. A change \
      without an event is decay: the score crossed from one verdict into another as evidence aged.

      Examples:
        iocledger history evil[.]example
        iocledger history 198.51.100.7 --rules opencti --output csv
      """)

  @OptionGroup var ioc: IndicatorArgument
  @OptionGroup var rules: RulesOptions
  @OptionGroup var point: PointOptions
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let (session, indicator, point, rules) = try question()
    let isDrawn = session.output == .table && session.terminal.isTerminal
    let report = try session.ledger.history(
      indicator, at: point, rules: rules,
      samples: isDrawn ? HistoryDisplay.samples(session.terminal) : 0)
    if isDrawn { try HistoryDisplay.writeChart(report, rules: rules, session) }
    var writer = session.list(HistoryDisplay.display(report, session))
    for point in report.points { try writer.write(point) }
    try writer.finish()
  }
}
