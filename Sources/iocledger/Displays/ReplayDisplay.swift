import Indicators
import Ledger
import Output
import Scoring
import Time

/// What `replay` shows.
enum ReplayDisplay {
  /// The columns in CSV.
  static let fields = ["kind", "value", "from.score", "from.verdict", "to.score", "to.verdict", "cause"]

  static func lines(_ report: ReplayReport, now: Timestamp, _ terminal: Terminal) -> [StyledText] {
    var card = Card()
    let arrow = terminal.isUTF8 ? " → " : " -> "
    let name = { (scorecard: Scorecard) in
      StyledText(scorecard.name, .bold) + StyledText(" \(scorecard.id.prefix(12))", .dim)
    }
    card.add(
      .lines([
        name(report.from) + StyledText(arrow) + name(report.to),
        StyledText("\(report.changed.grouped) of \(report.indicators.counted("indicator")) change their score")
          + StyledText(
            ", as of \(terminal.text(report.asOf, now: now)); \(report.events.counted("event")) in "
              + DurationText.text(milliseconds: Int64(report.seconds * 1000)), .dim),
      ]))
    card.add(.table(transitions(report.verdicts, arrow)), under: "Verdicts")
    card.add(.table(moves(report.moves, arrow)), under: "Greatest moves")
    return card.lines(for: terminal)
  }

  static func transitions(_ verdicts: [VerdictMove], _ arrow: String) -> Table {
    Table(
      verdicts,
      columns: [
        Column("indicators", alignment: .trailing) { StyledText($0.count.grouped) },
        Column("from") { $0.from.label },
        Column("to") { StyledText(String(arrow.dropFirst()), .dim) + $0.to.label },
      ])
  }

  static func moves(_ moves: [ScoreMove], _ arrow: String) -> Table {
    Table(
      moves,
      columns: [
        Column("change", alignment: .trailing) { move in
          let difference = Int(move.to.hundredths) - Int(move.from.hundredths)
          return StyledText(
            (difference > 0 ? "+" : "") + ScoreText(hundredths: difference).aligned, difference > 0 ? .red : .green)
        },
        Column("from", alignment: .trailing) { $0.from.aligned },
        Column("to", alignment: .trailing) { $0.to.aligned },
        Column("value", minimumWidth: 20) { StyledText($0.indicator.value) },
        Column("kind", style: .dim, priority: 2) { StyledText($0.indicator.kind.rawValue) },
        Column("verdict", priority: 1) { move in
          move.from.verdict == move.to.verdict
            ? move.to.verdict.label : move.from.verdict.label + StyledText(arrow, .dim) + move.to.verdict.label
        },
        Column("cause", style: .cyan, minimumWidth: 12) { StyledText($0.cause) },
      ])
  }
}
