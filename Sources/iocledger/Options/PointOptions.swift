import ArgumentParser
import Ledger
import Time

/// From where in time a question is asked.
struct PointOptions: PointChoice {
  @Option(help: .asAt, transform: Knowledge.init(parsing:)) var asAt: Knowledge?
  @Option(help: .asOf, transform: Moment.init(parsing:)) var asOf: Moment?
}

/// Options that say from where in time a question is asked.
protocol PointChoice: ParsableArguments {
  var asAt: Knowledge? { get }
  var asOf: Moment? { get }
}

extension ArgumentHelp {
  static let asAt = ArgumentHelp(
    "What was known: up to this event, or up to what was recorded by this time.", valueName: "seq|time")
  static let asOf = ArgumentHelp(
    "Of which moment, by the times that sources state; now unless given.", valueName: "time")
}

extension PointChoice {
  func point(now: Timestamp) throws -> PointInTime {
    var point = PointInTime()
    switch asAt {
    case nil: break
    case .seq(let seq): point.asAt = .seq(seq)
    case .moment(let moment): point.asAt = .time(try moment.time(now: now, lengthsLead: .back))
    }
    point.asOf = try asOf.map { try $0.time(now: now, lengthsLead: .back) }
    return point
  }
}
