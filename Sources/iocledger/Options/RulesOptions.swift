import ArgumentParser
import Ledger
import Scoring

/// By which rules a question is answered.
struct RulesOptions: RulesChoice {
  @Option(help: .rules, completion: ScorecardArgument.completion) var rules: String?
}

/// Options that say by which rules a question is answered.
protocol RulesChoice: ParsableArguments {
  var rules: String? { get }
}

extension ArgumentHelp {
  static let rules = ArgumentHelp(
    "Other rules than the ones in force: a file, a name in the ledger's scorecards folder, or the id of a published one.",
    valueName: "scorecard")
}

extension RulesChoice {
  func rules(in ledger: Ledger) throws -> Rules {
    guard let rules else { return .active }
    return .given(try ScorecardArgument.scorecard(rules, in: ledger))
  }
}
