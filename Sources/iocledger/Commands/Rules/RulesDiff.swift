import ArgumentParser
import Ledger
import Output
import Scoring

/// `iocledger rules diff`.
struct RulesDiff: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two scorecards setting by setting.",
    discussion: """
      With one name, compares the scorecard that rules with it. Layout and comments do not count.

      Examples:
        iocledger rules diff mine.yml
        iocledger rules diff default opencti
      """)

  @Argument(
    help: ArgumentHelp("Files, names in the scorecards folder, or ids of published ones.", valueName: "scorecard"),
    completion: ScorecardArgument.completion)
  var names: [String]

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    guard (1...2).contains(names.count) else { throw ValidationError("name one scorecard or two") }
  }

  func run() throws {
    let session = try Session(options)
    let named = try names.map { try ScorecardArgument.scorecard($0, in: session.ledger) }
    let to = named[named.count - 1]
    let from = named.count == 2 ? named[0] : try session.ledger.activeScorecard()
    var writer = session.list(
      ListDisplay<ScorecardChange>(
        fields: ["path", "from", "to"], payload: { $0.json },
        columns: [
          Column("setting", minimumWidth: 20) { StyledText($0.path, .cyan) },
          Column(from.name, minimumWidth: 12) { StyledText($0.from ?? "–", .red) },
          Column(to.name, minimumWidth: 12) { StyledText($0.to ?? "–", .green) },
        ]))
    let changes = from.changes(to: to)
    for change in changes { try writer.write(change) }
    try writer.finish()
    if changes.isEmpty { session.messages.note("\(from.name) and \(to.name) have the same settings") }
  }
}
