import ArgumentParser
import Ledger
import Time

/// From where in time a question is asked.
struct PointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What was known: up to this event, or up to what was recorded by this time.", valueName: "seq|time"),
    transform: Knowledge.init(parsing:))
  var asAt: Knowledge?

  @Option(
    help: ArgumentHelp("Of which moment, by the times that sources state; now unless given.", valueName: "time"),
    transform: Moment.init(parsing:))
  var asOf: Moment?

  /// What `--as-at` takes.
  enum Knowledge {
    case seq(Int64)
    case moment(Moment)

    init(parsing text: String) throws {
      if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let seq = Int64(text) {
        self = .seq(seq)
      } else {
        guard let moment = try? Moment(parsing: text) else {
          throw ValidationError(
            "write the number of an event, or a time such as 2026-11-24T13:09:33Z, 2026-11-24 or 2d")
        }
        self = .moment(moment)
      }
    }
  }

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
