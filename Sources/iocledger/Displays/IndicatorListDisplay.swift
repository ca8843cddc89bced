import Indicators
import Ledger
import Output
import Scoring

/// What `list` shows.
enum IndicatorListDisplay {
  static func display(_ session: Session) -> ListDisplay<ListRow> {
    let (terminal, now) = (session.terminal, session.now)
    var columns: [Column<ListRow>] = [Column("score", alignment: .trailing) { $0.score.aligned }]
    if terminal.isTerminal {
      columns.append(
        Column("", priority: 5) { Bar(hundredths: Int($0.score.hundredths), style: $0.score.style).text(for: terminal) }
      )
    }
    columns += [
      Column("verdict") { $0.score.verdict.label },
      Column("kind", style: .dim, priority: 2) { StyledText($0.indicator.kind.rawValue) },
      Column("value", minimumWidth: 24) { StyledText($0.indicator.value) },
      Column("labels", priority: 3, minimumWidth: 8) { StyledText($0.labels.joined(separator: ", "), .cyan) },
      Column("sources", priority: 4, minimumWidth: 8) { StyledText($0.sources.joined(separator: ", ")) },
      Column("last seen", style: .dim, priority: 1) { row in
        StyledText(row.lastSeen.map { terminal.text($0, now: now) } ?? "")
      },
    ]
    return ListDisplay(
      fields: ["kind", "value", "score", "verdict", "labels", "sources", "first_seen", "last_seen"],
      payload: { $0.json }, columns: columns)
  }
}
