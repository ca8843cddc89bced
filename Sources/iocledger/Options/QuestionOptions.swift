import ArgumentParser
import Indicators

/// A question about one indicator, from somewhere in time and by some rules; one group for the reason of
/// ``AnswerOptions``.
struct QuestionOptions: PointChoice, RulesChoice {
  @Argument(help: .indicator) var ioc: String
  @Option(help: .rules, completion: ScorecardArgument.completion) var rules: String?
  @Option(help: .asAt, transform: Knowledge.init(parsing:)) var asAt: Knowledge?
  @Option(help: .asOf, transform: Moment.init(parsing:)) var asOf: Moment?

  func indicator() throws -> Indicator { try IndicatorArgument.indicator(ioc) }
}
