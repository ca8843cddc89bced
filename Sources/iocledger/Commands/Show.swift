import ArgumentParser
import Ledger
import Output

/// `iocledger show`.
struct Show: LedgerCommand, PointChoice, RulesChoice {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is known about one indicator: score, sources, relations.",
    discussion: """
      Each source counts with its newest word. --as-at shows what the ledger knew at an earlier event or time, --as-of \
      what was true at a time, --rules what other rules make of it.

      Examples:
        iocledger show evil[.]example
        iocledger show 198.51.100.7 --as-at '2d ago'
        iocledger show 198.51.100.7 --rules opencti --output json
      """)

  @Argument(help: .indicator) var ioc: String
  @Option(help: .rules, completion: ScorecardArgument.completion) var rules: String?
  @Option(help: .asAt, transform: Knowledge.init(parsing:)) var asAt: Knowledge?
  @Option(help: .asOf, transform: Moment.init(parsing:)) var asOf: Moment?
  @OptionGroup var options: AnswerOptions

  func run() throws {
    let indicator = try IndicatorArgument.indicator(ioc)
    let session = try Session(options)
    let report = try session.ledger.show(
      indicator, at: point(now: session.now), rules: rules(in: session.ledger))
    try session.object.write(report.json, rows: .fields(IndicatorCard.fields)) { terminal in
      IndicatorCard(report, now: session.now).lines(for: terminal)
    }
  }
}
