import Events
import Indicators
import Ledger
import Output
import Scoring
import Time

/// What `explain` shows: parts that visibly add up.
enum ExplanationDisplay {
  /// The columns in CSV.
  static let fields = [
    "source", "signal", "value", "belief", "weight", "decay", "age_days", "group", "seq", "points",
  ]

  /// A contribution, or the line under all of them.
  private enum Row: Sendable {
    case part(Contribution)
    case sum(Score)
  }

  static func lines(_ report: ExplanationReport, now: Timestamp, _ terminal: Terminal) -> [StyledText] {
    let score = report.explanation.score
    let title =
      StyledText(report.indicator.value, .bold) + StyledText("  \(report.indicator.kind.rawValue)", .dim) + "  "
      + score.line(for: terminal)
    let rules = StyledText(
      "under \(report.scorecard.name), as at event \(report.asAt), as of \(terminal.text(report.asOf, now: now))", .dim)
    guard !report.explanation.contributions.isEmpty else {
      return [title, rules, StyledText("no source says anything that these rules weigh")]
    }
    let rows = report.explanation.contributions.map(Row.part) + [.sum(score)]
    return [title, rules, ""] + Table(rows, columns: columns).lines(for: terminal)
  }

  private static let columns: [Column<Row>] = [
    Column("points", alignment: .trailing) { row in
      switch row {
      case .part(let part): points(part.points)
      case .sum(let score): StyledText(ScoreText(hundredths: Int(score.hundredths)).aligned, score.style.bold)
      }
    },
    Column("source", minimumWidth: 12) { row in
      switch row {
      case .part(let part): StyledText(part.source)
      case .sum(let score): StyledText("= score", score.style.bold)
      }
    },
    Column("signal", minimumWidth: 12) { row in
      switch row {
      case .part(let part): StyledText(name(part), .cyan)
      case .sum(let score): StyledText(score.verdict.name, score.style.bold)
      }
    },
    Column("value", minimumWidth: 8) { row in part(row) { StyledText($0.value.plainText) } },
    Column("belief", alignment: .trailing) { row in part(row) { StyledText(number($0.belief, 3)) } },
    Column("weight", alignment: .trailing, style: .dim, priority: 2) { row in
      part(row) { StyledText(number($0.weight, 2)) }
    },
    Column("decay", alignment: .trailing, priority: 1) { row in part(row) { StyledText(number($0.decay, 3)) } },
    Column("age", alignment: .trailing, style: .dim, priority: 3) { row in part(row) { StyledText(days($0.ageDays)) } },
    Column("group", style: .dim, priority: 4, minimumWidth: 8) { row in
      part(row) { StyledText($0.group == $0.source ? "" : $0.group) }
    },
    Column("event", alignment: .trailing, style: .dim) { row in part(row) { StyledText($0.seq.map(String.init) ?? "") }
    },
  ]

  private static func part(_ row: Row, _ cell: (Contribution) -> StyledText) -> StyledText {
    if case .part(let part) = row { cell(part) } else { "" }
  }

  /// The signal without the source's name before it.
  private static func name(_ part: Contribution) -> Substring {
    part.signal.hasPrefix(part.source + ".") ? part.signal.dropFirst(part.source.count + 1) : part.signal[...]
  }

  private static func points(_ points: Int32) -> StyledText {
    let sign = points > 0 ? "+" : ""
    let style: Style = points > 0 ? .red : points < 0 ? .green : .dim
    return StyledText(sign + ScoreText(hundredths: Int(points)).aligned, style)
  }

  private static func days(_ days: Double?) -> String {
    days.map { DurationText.text(milliseconds: Int64(($0 * 86_400_000).rounded())) } ?? ""
  }

  /// A number with so many decimals, none of them lost to the locale.
  private static func number(_ value: Double?, _ decimals: Int) -> String {
    guard let value else { return "" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let digits = String(Int64((abs(value) * scale).rounded()))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let isNegative = value < 0 && digits.contains { $0 != "0" }
    return (isNegative ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
