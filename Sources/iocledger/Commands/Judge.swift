import ArgumentParser
import EventLog
import Indicators
import Ledger
import Output
import Scoring

/// `iocledger judge`.
struct Judge: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Decide what an indicator is; beats every score until cleared or expired.",
    discussion: """
      The score is 100 for malicious, the scorecard's threshold for suspicious and 0 for benign, or what --score says. \
      'clear' takes the judgement back.

      Examples:
        iocledger judge evil[.]example malicious --reason 'seen in incident 4711'
        iocledger judge 198.51.100.7 benign --reason 'our own scanner' --expires 30d
        iocledger judge 198.51.100.7 clear --reason 'no longer ours'
      """)

  /// What an analyst may decide.
  enum Decision: String, Choice {
    case malicious, suspicious, benign, clear

    var verdict: Verdict? { Verdict(name: rawValue) }
  }

  @OptionGroup var ioc: IndicatorArgument

  @Argument(help: "What it is.")
  var decision: Decision

  @Option(help: ArgumentHelp("The score, from 0 to 100.", valueName: "score"), transform: ScoreArgument.init(parsing:))
  var score: ScoreArgument?

  @Option(
    help: ArgumentHelp("Until when it holds: a time, or a length of time from now.", valueName: "time"),
    transform: Moment.init(parsing:))
  var expires: Moment?

  @OptionGroup var reason: ReasonOptions
  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if decision == .clear, score != nil || expires != nil {
      throw ValidationError("'clear' takes a judgement back; --score and --expires have no meaning for it")
    }
  }

  func run() throws {
    let indicator = try ioc.indicator()
    let session = try Session(options, access: .readWrite)
    guard let verdict = decision.verdict else {
      guard try session.ledger.show(indicator).judgement != nil else {
        throw Failure(.usage, "no judgement on \(indicator.value) is in force, so there is nothing to clear")
      }
      let seq = try session.ledger.clearJudgement(indicator, reason: reason.reason)
      return try DecisionDisplay.write([seq], "the judgement on \(indicator.value) is cleared", session)
    }
    let expires = try expires?.time(now: session.now, lengthsLead: .ahead)
    if let expires, expires <= session.now {
      throw Failure(.usage, "--expires \(expires) is in the past; the judgement would never count")
    }
    let seq = try session.ledger.judge(
      indicator, verdict, hundredths: score?.hundredths, reason: reason.reason, expires: expires)
    let until = expires.map { " until \($0)" } ?? ""
    try DecisionDisplay.write([seq], "\(indicator.value) is judged \(verdict.name)\(until)", session)
  }
}
