import ArgumentParser
import Connectors
import Indicators
import Ledger
import Output
import Views

/// `iocledger connectors list`.
struct ConnectorsList: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the connectors: on or off, limits and what is used of them, health.",
    discussion: """
      Examples:
        iocledger connectors list
        iocledger connectors list --output json | jq '.[] | select(.enabled).name'
      """)

  @OptionGroup var options: AnswerOptions

  func run() throws {
    let session = try Session(options)
    let (terminal, now) = (session.terminal, session.now)
    var writer = session.list(
      ListDisplay<ConnectorStatus>(
        fields: [
          "name", "enabled", "state", "key", "kinds", "base_url", "max_tlp", "ttl_seconds", "quota.per_minute",
          "quota.used_in_minute", "quota.per_day", "quota.used_today", "paused.until", "paused.reason",
        ],
        payload: { $0.json },
        columns: [
          Column("connector") { StyledText($0.name, .bold) },
          Column("state", minimumWidth: 12) { status in
            if let pause = status.pause {
              return StyledText("paused until \(terminal.text(pause.until, now: now)): \(pause.reason)", .yellow)
            }
            return StyledText(status.state.description, status.state == .on ? .green : .dim)
          },
          Column("today", alignment: .trailing, priority: 2) { status in
            StyledText("\(status.quota.usedToday.grouped)/\(status.quota.limits.perDay?.grouped ?? "–")")
          },
          Column("minute", alignment: .trailing, priority: 3) { status in
            StyledText("\(status.quota.usedInMinute.grouped)/\(status.quota.limits.perMinute?.grouped ?? "–")")
          },
          Column("max tlp", priority: 4) { StyledText($0.maximumTLP.name) },
          Column("answers", style: .dim, priority: 5) { StyledText($0.kinds.map(\.rawValue).joined(separator: ", ")) },
          Column("last failure", style: .yellow, priority: 6, minimumWidth: 12) {
            StyledText($0.health?.lastFailure ?? "")
          },
        ]))
    for status in try session.ledger.connectorList() { try writer.write(status) }
    try writer.finish()
  }
}
