import ArgumentParser
import Indicators
import Ledger
import Output
import Scoring

extension IndicatorKind: Choice {}
extension ListQuery.Order: Choice {}

/// `iocledger list`.
struct List: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List indicators with their scores, the highest first.",
    discussion: """
      On a terminal the first 100 are listed, elsewhere all. Filters add up; --kind and --verdict may be repeated, and \
      then any of them will do, while every --label and --source must be there.

      Examples:
        iocledger list --verdict malicious --kind ipv4
        iocledger list --min-score 40 --since 7d --sort last-seen --limit 20
        iocledger list --label apt29 --as-at 2026-01-01 --output csv > january.csv
      """)

  @Option(name: .customLong("kind"), help: ArgumentHelp("Only this kind; repeatable.", valueName: "kind"))
  var kinds: [IndicatorKind] = []

  @Option(
    name: .customLong("verdict"), help: ArgumentHelp("Only this verdict; repeatable.", valueName: "verdict"),
    completion: VerdictArgument.completion, transform: VerdictArgument.parse)
  var verdicts: [Verdict] = []

  @Option(
    help: ArgumentHelp("Only scores from this one on.", valueName: "score"), transform: ScoreArgument.init(parsing:))
  var minScore: ScoreArgument?

  @Option(
    help: ArgumentHelp("Only scores up to this one.", valueName: "score"), transform: ScoreArgument.init(parsing:))
  var maxScore: ScoreArgument?

  @Option(name: .customLong("label"), help: ArgumentHelp("Only with this label; repeatable.", valueName: "label"))
  var labels: [String] = []

  @Option(
    name: .customLong("source"),
    help: ArgumentHelp("Only where this source has said something; repeatable.", valueName: "name"))
  var sources: [String] = []

  @Option(
    help: ArgumentHelp("Only those last seen since then.", valueName: "time"), transform: Moment.init(parsing:))
  var since: Moment?

  @Option(help: "The order.")
  var sort = ListQuery.Order.score

  @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
  var limit: Int?

  @OptionGroup var rules: RulesOptions
  @OptionGroup var point: PointOptions
  @OptionGroup var options: AnswerOptions

  private static let terminalLimit = 100

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit must not be negative") }
  }

  func run() throws {
    let session = try Session(options)
    var query = ListQuery()
    query.kinds = kinds
    query.verdicts = verdicts
    query.minimumScore = minScore?.hundredths
    query.maximumScore = maxScore?.hundredths
    query.labels = labels.map(\.inNormalForm)
    query.sources = sources.map(\.inNormalForm)
    query.since = try since?.time(now: session.now, lengthsLead: .back)
    query.order = sort
    // One more than is shown, to know whether there are more.
    let shown = limit ?? (session.output == .table && session.terminal.isTerminal ? Self.terminalLimit : nil)
    let isCutByUs = limit == nil && shown != nil
    query.limit = isCutByUs ? Self.terminalLimit + 1 : limit
    var writer = session.list(IndicatorListDisplay.display(session))
    var count = 0
    try session.ledger.list(
      query, at: point.point(now: session.now), rules: rules.rules(in: session.ledger)
    ) { row in
      count += 1
      if !isCutByUs || count <= Self.terminalLimit { try writer.write(row) }
    }
    try writer.finish()
    if isCutByUs, count > Self.terminalLimit {
      session.messages.note("these are the first \(Self.terminalLimit); --limit shows more, and a pipe gets all")
    }
  }
}
