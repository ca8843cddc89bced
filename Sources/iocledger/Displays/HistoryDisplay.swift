import Indicators
import JSON
import Ledger
import Output
import Scoring
import Time

/// What `history` shows: the score over time, drawn, and its changes.
enum HistoryDisplay {
  private static let height = 14
  private static let greatestWidth = 110

  /// How many moments a chart is drawn from: two in each of its columns.
  static func samples(_ terminal: Terminal) -> Int { 2 * min(terminal.drawingWidth, greatestWidth) }

  static func writeChart(_ report: HistoryReport, _ session: Session) throws {
    guard let first = report.points.first, first.at < report.asOf else { return }
    let known = (report.points.map { ($0.at, $0.score) } + report.samples.map { ($0.at, $0.score) }).sorted {
      $0.0 < $1.0
    }
    let chart = Chart(
      over: first.at...report.asOf, marks: report.points.map { mark($0.at, $0.score) },
      thresholds: thresholds(report.scorecard.thresholds), score: Chart.steps(known.map { mark($0.0, $0.1) }))
    let terminal = session.terminal
    let lines =
      [StyledText(report.indicator.value, .bold) + StyledText("  \(report.indicator.kind.rawValue)", .dim)]
      + chart.lines(width: min(terminal.drawingWidth, greatestWidth), height: height, for: terminal) + [""]
    try DescriptorSink.standardOutput.write(lines.map { $0.rendered(for: terminal) + "\n" }.joined())
  }

  private static func mark(_ moment: Timestamp, _ score: Score) -> Chart.Mark {
    Chart.Mark(moment, hundredths: Int(score.hundredths))
  }

  /// The bands of the rules that hold at the end.
  private static func thresholds(_ thresholds: VerdictThresholds) -> [Chart.Threshold] {
    [
      Chart.Threshold(hundredths: Int(thresholds.suspicious), style: .verdict(Verdict.suspicious.name)),
      Chart.Threshold(hundredths: Int(thresholds.malicious), style: .verdict(Verdict.malicious.name)),
    ]
  }

  static func display(_ report: HistoryReport, _ session: Session) -> ListDisplay<ChangePoint> {
    let (terminal, now) = (session.terminal, session.now)
    var columns: [Column<ChangePoint>] = [
      Column("at") { StyledText($0.at.rfc3339) },
      Column("score", alignment: .trailing) { $0.score.aligned },
      Column("verdict") { $0.score.verdict.label },
      Column("cause") { StyledText($0.cause.name, .cyan) },
      Column("source", priority: 1, minimumWidth: 8) { StyledText($0.source ?? "") },
      Column("event", alignment: .trailing, style: .dim) { StyledText($0.seq.map(String.init) ?? "") },
    ]
    if !report.superseded.isEmpty {
      columns.append(
        Column("supersedes", style: .dim, priority: 2) { point in
          StyledText(report.superseded(by: point).map(String.init).joined(separator: ", "))
        })
    }
    if Set(report.points.map(\.scorecard)).count > 1 {
      columns.append(Column("rules", style: .dim, priority: 2, minimumWidth: 8) { StyledText($0.scorecardName) })
    }
    if terminal.isTerminal {
      columns.append(Column("", style: .dim, priority: 3) { StyledText(RelativeTime.text($0.at, now: now)) })
    }
    return ListDisplay(
      fields: ["at", "seq", "cause", "source", "score", "verdict", "scorecard", "scorecard_id", "supersedes"],
      payload: { point in
        point.json.adding("supersedes", .array(report.superseded(by: point).map(JSONValue.integer)))
      }, columns: columns)
  }
}
