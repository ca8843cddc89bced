import Events
import Indicators
import Ledger
import Output
import Scoring
import Time

/// What `stats` shows.
enum StatsDisplay {
  static func lines(_ report: StatsReport, now: Timestamp, _ terminal: Terminal) -> [StyledText] {
    var card = Card()
    var summary = [
      Card.Entry("events", StyledText(report.events.grouped)),
      Card.Entry("relationships", StyledText(report.relationships.grouped)),
      Card.Entry("log", StyledText(report.logBytes.byteSize)),
      Card.Entry("views", StyledText(report.viewBytes.byteSize)),
    ]
    if let recorded = report.recorded {
      summary.insert(
        Card.Entry("recorded", StyledText("\(recorded.lowerBound) to \(recorded.upperBound)")), at: 1)
    }
    card.add(.entries(summary))
    card.add(
      .entries(report.verdicts.map { entry($0.verdict.name, $0.count, .verdict($0.verdict.name)) }), under: "Verdicts")
    card.add(.entries(report.kinds.map { entry($0.kind.rawValue, $0.count) }), under: "Indicators")
    card.add(.entries(report.entities.map { entry($0.kind, $0.count) }), under: "Entities")
    card.add(.entries(report.types.map { entry($0.type.rawValue, $0.count) }), under: "Events")
    card.add(.table(sources(report, now: now, terminal)), under: "Sources")
    return card.lines(for: terminal)
  }

  private static func entry(_ name: String, _ count: Int64, _ style: Style = .plain) -> Card.Entry {
    Card.Entry(name, StyledText(count.grouped, style))
  }

  private static func sources(_ report: StatsReport, now: Timestamp, _ terminal: Terminal) -> Table {
    Table(
      report.sources,
      columns: [
        Column("source", minimumWidth: 12) { StyledText($0.source) },
        Column("events", alignment: .trailing) { StyledText($0.events.grouped) },
        Column("found", alignment: .trailing) { StyledText($0.found.grouped) },
        Column("not found", alignment: .trailing, priority: 1) { StyledText($0.notFound.grouped) },
        Column("failed", alignment: .trailing, priority: 2) {
          StyledText($0.failed.grouped, $0.failed > 0 ? .yellow : .plain)
        },
        Column("withheld", alignment: .trailing, priority: 3) { StyledText($0.withheld.grouped) },
        Column("last", style: .dim, priority: 4) { StyledText(terminal.text($0.lastAt, now: now)) },
      ])
  }
}
