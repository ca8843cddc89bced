import ArgumentParser
import Ledger
import Scoring

/// By which rules a question is answered.
struct RulesOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Other rules than the ones in force: a file, a name in the ledger's scorecards folder, or the id of a published one.",
      valueName: "scorecard"),
    completion: ScorecardArgument.completion)
  var rules: String?

  func rules(in ledger: Ledger) throws -> Rules {
    guard let rules else { return .active }
    return .given(try ScorecardArgument.scorecard(rules, in: ledger))
  }
}
