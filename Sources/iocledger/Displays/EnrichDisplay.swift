import Connectors
import Indicators
import Ledger
import Output
import Time

/// What `enrich` shows.
enum EnrichDisplay {
  /// The columns in CSV.
  static let fields = [
    "name", "asked", "found", "not_found", "failed", "withheld", "deferred", "fresh", "left", "planned", "due_at",
    "due_reason", "key_refused", "last_failure",
  ]

  static func lines(_ report: EnrichReport, now: Timestamp, _ terminal: Terminal) -> [StyledText] {
    guard !report.connectors.isEmpty else { return [] }
    var card = Card()
    card.add(.table(Table(report.connectors, columns: columns(report))))
    let remarks = report.connectors.flatMap { self.remarks($0, now: now, terminal) }
    if !remarks.isEmpty { card.add(.entries(remarks)) }
    if report.isDryRun {
      for connector in report.connectors where !connector.plannedIndicators.isEmpty {
        var lines = connector.plannedIndicators.map { StyledText($0.value) }
        let rest = connector.planned - Int64(lines.count)
        if rest > 0 { lines.append(StyledText("and \(rest.grouped) more", .dim)) }
        card.add(.lines(lines), under: "\(connector.name) would be asked about")
      }
    }
    return card.lines(for: terminal)
  }

  private static func columns(_ report: EnrichReport) -> [Column<EnrichedConnector>] {
    var columns: [Column<EnrichedConnector>] = [Column("connector") { StyledText($0.name, .bold) }]
    if report.isDryRun {
      columns.append(number("to ask", \.planned))
    } else {
      columns += [
        number("asked", \.asked), number("found", \.found), number("not found", \.notFound),
        number("failed", \.failed, .yellow),
      ]
    }
    columns += [
      number("withheld", \.withheld), number("deferred", \.deferred, .yellow), number("fresh", \.fresh),
      number("left", \.left),
      Column("today", alignment: .trailing, style: .dim, priority: 1) { connector in
        let limit = connector.quota.limits.perDay.map { " of \($0.grouped)" } ?? ""
        return StyledText("\(connector.quota.usedToday.grouped)\(limit)")
      },
    ]
    return columns
  }

  private static func number(
    _ title: String, _ count: any KeyPath<EnrichedConnector, Int64> & Sendable, _ style: Style = .plain
  ) -> Column<EnrichedConnector> {
    Column(title, alignment: .trailing) {
      StyledText($0[keyPath: count].grouped, $0[keyPath: count] == 0 ? .dim : style)
    }
  }

  private static func remarks(
    _ connector: EnrichedConnector, now: Timestamp, _ terminal: Terminal
  ) -> [Card.Entry] {
    var remarks: [StyledText] = []
    if connector.isKeyRefused { remarks.append(StyledText("the key is refused", .red)) }
    if let failure = connector.lastFailure { remarks.append(StyledText("last failure: \(failure)", .yellow)) }
    if connector.deferred > 0, let due = connector.dueAt {
      let reason = connector.dueReason.map { "\($0); " } ?? ""
      remarks.append(StyledText("\(reason)the first deferred lookup is due \(terminal.text(due, now: now))"))
    }
    return remarks.map { Card.Entry(connector.name, $0) }
  }
}
