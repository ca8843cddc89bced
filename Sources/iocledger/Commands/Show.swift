import ArgumentParser
import Ledger
import Output

/// `iocledger show`.
struct Show: IndicatorQuestion {
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

  @OptionGroup var ioc: IndicatorArgument
  @OptionGroup var rules: RulesOptions
  @OptionGroup var point: PointOptions
  @OptionGroup var options: AnswerOptions

  func run() throws {
    let (session, indicator, point, rules) = try question()
    let report = try session.ledger.show(indicator, at: point, rules: rules)
    try session.object.write(report.json, rows: .fields(IndicatorCard.fields)) { terminal in
      IndicatorCard(report, now: session.now).lines(for: terminal)
    }
  }
}
