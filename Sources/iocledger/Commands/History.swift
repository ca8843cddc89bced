import ArgumentParser
import Ledger
import Output

/// `iocledger history`.
struct History: LedgerCommand, PointChoice, RulesChoice {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show how a score moved over time, and what moved it.",
    discussion: """
      As the ledger believed at the time, under the rules of each time; with --rules under those throughout. A change \
      without an event is decay: the score crossed from one verdict into another as evidence aged.

      --output svg draws it: a chart for pages and reports, with the cause of each change as its tooltip.

      Examples:
        iocledger history evil[.]example
        iocledger history 198.51.100.7 --rules opencti --output csv
        iocledger history evil[.]example --output svg > history.svg
      """)

  @Argument(help: .indicator) var ioc: String
  @Option(help: .rules, completion: ScorecardArgument.completion) var rules: String?
  @Option(help: .asAt, transform: Knowledge.init(parsing:)) var asAt: Knowledge?
  @Option(help: .asOf, transform: Moment.init(parsing:)) var asOf: Moment?
  @Option(name: [.customLong("output"), .customShort("o")], help: "The form of the answer.")
  var output = HistoryFormat.table

  @OptionGroup var options: LedgerOptions

  func run() throws {
    let indicator = try IndicatorArgument.indicator(ioc)
    let session = try Session(options, output: output.plain ?? .table)
    let isDrawn = output == .table && session.terminal.isTerminal
    let samples = output == .svg ? HistoryDrawing.samples : isDrawn ? HistoryDisplay.samples(session.terminal) : 0
    let report = try session.ledger.history(
      indicator, at: point(now: session.now), rules: rules(in: session.ledger), samples: samples)
    if output == .svg {
      try DescriptorSink.standardOutput.write(HistoryDrawing.chart(report).svg + "\n")
      return try DescriptorSink.standardOutput.flush()
    }
    if isDrawn { try HistoryDisplay.writeChart(report, session) }
    var writer = session.list(HistoryDisplay.display(report, session))
    for point in report.points { try writer.write(point) }
    try writer.finish()
  }
}

/// The forms of a history.
enum HistoryFormat: String, Choice {
  case table, json, ndjson, csv, svg

  /// The form that other lists have too.
  var plain: OutputFormat? { OutputFormat(rawValue: rawValue) }
}
