import ArgumentParser
import Ledger
import Output

/// `iocledger explain`.
struct Explain: LedgerCommand, PointChoice, RulesChoice {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show what makes up a score, to the last hundredth.",
    discussion: """
      Each line is a part of the score and the event that gave it; the points add up to the score exactly. A source \
      that says the same as a stronger one of its group counts 0.

      Examples:
        iocledger explain evil[.]example
        iocledger explain 198.51.100.7 --rules opencti
        iocledger explain 198.51.100.7 --as-of 2026-01-01 --output json
      """)

  @Argument(help: .indicator) var ioc: String
  @Option(help: .rules, completion: ScorecardArgument.completion) var rules: String?
  @Option(help: .asAt, transform: Knowledge.init(parsing:)) var asAt: Knowledge?
  @Option(help: .asOf, transform: Moment.init(parsing:)) var asOf: Moment?
  @OptionGroup var options: AnswerOptions

  func run() throws {
    let indicator = try IndicatorArgument.indicator(ioc)
    let session = try Session(options)
    let report = try session.ledger.explain(
      indicator, at: point(now: session.now), rules: rules(in: session.ledger))
    try session.object.write(
      report.json, rows: .elements(of: "contributions", fields: ExplanationDisplay.fields)
    ) { terminal in
      ExplanationDisplay.lines(report, now: session.now, terminal)
    }
  }
}
