import ArgumentParser
import Ledger
import Output

/// `iocledger explain`.
struct Explain: IndicatorQuestion {
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

  @OptionGroup var ioc: IndicatorArgument
  @OptionGroup var rules: RulesOptions
  @OptionGroup var point: PointOptions
  @OptionGroup var options: AnswerOptions

  func run() throws {
    let (session, indicator, point, rules) = try question()
    let report = try session.ledger.explain(indicator, at: point, rules: rules)
    try session.object.write(
      report.json, rows: .elements(of: "contributions", fields: ExplanationDisplay.fields)
    ) { terminal in
      ExplanationDisplay.lines(report, now: session.now, terminal)
    }
  }
}
