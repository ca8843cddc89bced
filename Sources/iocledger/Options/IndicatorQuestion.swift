import Indicators
import Ledger

/// A command that asks about one indicator, from somewhere in time and by some rules.
protocol IndicatorQuestion: LedgerCommand where Options == AnswerOptions {
  var ioc: IndicatorArgument { get }
  var rules: RulesOptions { get }
  var point: PointOptions { get }
}

extension IndicatorQuestion {
  /// Opens the ledger, and reads what the options say.
  func question() throws -> (session: Session, indicator: Indicator, point: PointInTime, rules: Rules) {
    let indicator = try ioc.indicator()
    let session = try Session(options)
    return (session, indicator, try point.point(now: session.now), try rules.rules(in: session.ledger))
  }
}
