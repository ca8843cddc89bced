import ArgumentParser
import Ledger
import Output

/// `iocledger rules list`.
struct RulesList: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the scorecards that were published, and the one that rules.",
    discussion: """
      Examples:
        iocledger rules list
        iocledger rules list --output json | jq -r '.[] | select(.active).id'
      """)

  @OptionGroup var options: AnswerOptions

  func run() throws {
    let session = try Session(options)
    let (terminal, now) = (session.terminal, session.now)
    var writer = session.list(
      ListDisplay<ScorecardRecord>(
        fields: ["id", "name", "active", "seq", "published_at", "activations"], payload: { $0.json },
        columns: [
          Column("") { StyledText($0.isActive ? "*" : "", .green) },
          Column("name") { StyledText($0.name, $0.isActive ? .bold : .plain) },
          Column("id") { StyledText(terminal.isTerminal ? String($0.id.prefix(12)) : $0.id, .dim) },
          Column("published", priority: 1) { StyledText(terminal.text($0.publishedAt, now: now)) },
          Column("event", alignment: .trailing, style: .dim) { StyledText("\($0.seq)") },
          Column("activated by events", style: .dim, priority: 2, minimumWidth: 8) {
            StyledText($0.activations.map(String.init).joined(separator: ", "))
          },
        ]))
    for record in try session.ledger.scorecards() { try writer.write(record) }
    try writer.finish()
  }
}
