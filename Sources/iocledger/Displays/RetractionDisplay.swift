import Ledger
import Output

/// What `retract` shows of a batch or a source, and with `--dry-run`.
enum RetractionDisplay {
  static func lines(_ report: RetractionReport, _ terminal: Terminal) -> [StyledText] {
    var card = Card()
    let arrow = terminal.isUTF8 ? " → " : " -> "
    let kept = report.kept == 0 ? "" : "; \(report.kept.counted("other event")) of it stay as they are"
    card.add(
      .lines([
        StyledText(report.events.count.counted("event"), .bold)
          + StyledText(" about \(report.indicators.counted("indicator")), \(report.changed.grouped) change their score")
          + StyledText(kept, .dim)
      ]))
    card.add(.table(ReplayDisplay.transitions(report.verdicts, arrow)), under: "Verdicts")
    card.add(.table(ReplayDisplay.moves(report.moves, arrow)), under: "Greatest moves")
    return card.lines(for: terminal)
  }
}
