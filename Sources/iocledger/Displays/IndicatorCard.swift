import Events
import Indicators
import Ledger
import Output
import Scoring
import Time

/// What `show` shows.
struct IndicatorCard {
  private let report: IndicatorReport
  private let now: Timestamp

  /// The columns in CSV.
  static let fields = [
    "indicator.kind", "indicator.value", "indicator.first_seen", "indicator.last_seen", "indicator.labels",
    "indicator.tlp", "indicator.pap", "indicator.tags", "score.value", "score.verdict", "score.as_of", "score.as_at",
    "score.scorecard",
    "sources", "relationships", "judgement", "notes",
  ]

  init(_ report: IndicatorReport, now: Timestamp) {
    self.report = report
    self.now = now
  }

  func lines(for terminal: Terminal) -> [StyledText] {
    var card = Card()
    card.add(
      .lines([StyledText(report.indicator.value, .bold) + StyledText("  \(report.indicator.kind.rawValue)", .dim)]))
    card.add(.entries(summary(terminal)))
    card.add(.entries(report.sources.flatMap { entries($0, terminal) }), under: "Sources")
    card.add(.table(relationships(terminal)), under: "Relations")
    card.add(.entries(report.notes.map { entry($0, terminal) }), under: "Notes")
    return card.lines(for: terminal)
  }

  private func summary(_ terminal: Terminal) -> [Card.Entry] {
    var entries = [Card.Entry("score", report.score.line(for: terminal))]
    if let judgement = report.judgement {
      let until = judgement.expires.map { " until \($0)" } ?? ""
      entries.append(
        Card.Entry("judged", judgement.verdict.label + StyledText("\(until), event \(judgement.seq)")))
    }
    if let seen = report.firstSeen { entries.append(Card.Entry("first seen", moment(seen, terminal))) }
    if let seen = report.lastSeen { entries.append(Card.Entry("last seen", moment(seen, terminal))) }
    if !report.labels.isEmpty { entries.append(Card.Entry("labels", list(report.labels))) }
    if !report.tags.isEmpty { entries.append(Card.Entry("tags", list(report.tags))) }
    if let marking = report.trafficLight { entries.append(Card.Entry("tlp", StyledText(marking.name))) }
    if let marking = report.permissibleActions { entries.append(Card.Entry("pap", StyledText(marking.name))) }
    let point = " as at event \(report.asAt), as of \(terminal.text(report.asOf, now: now))"
    entries.append(
      Card.Entry(
        "rules", StyledText(report.scorecard.name) + StyledText(" \(report.scorecard.id.prefix(12))\(point)", .dim)))
    return entries
  }

  private func entries(_ source: SourceReport, _ terminal: Terminal) -> [Card.Entry] {
    let style: Style =
      switch source.status {
      case .found: .plain
      case .notFound, .withheld: .dim
      case .failed: .yellow
      }
    let status = source.status.rawValue.split(separator: "_").joined(separator: " ")
    var reason = source.reason.map { ": \($0)" } ?? ""
    if let detail = source.detail { reason += ", \(detail)" }
    if source.isUndated { reason += ", without a date: counts from when it came" }
    let place = " \(terminal.text(source.observedAt, now: now)), event \(source.seq)"
    let first = Card.Entry(
      source.source, ending(of: source, terminal) ?? StyledText(status + reason, style) + StyledText(place, .dim))
    guard !source.signals.isEmpty else { return [first] }
    let signals = source.signals.map { signal in
      let name =
        signal.name.hasPrefix(source.source + ".") ? signal.name.dropFirst(source.source.count + 1) : signal.name[...]
      let value = signal.value.list?.isEmpty == true ? "none" : signal.value.plainText
      return StyledText("\(name) ", .dim) + StyledText(value)
    }
    return [first, Card.Entry("", StyledText(signals, separator: StyledText(", ", .dim)))]
  }

  /// `listed since …, last …, delisted …` of a source whose word has ended.
  private func ending(of source: SourceReport, _ terminal: Terminal) -> StyledText? {
    guard let end = source.end else { return nil }
    let listed = source.listed.map { listed in
      "listed since \(terminal.text(listed.lowerBound, now: now)), last \(terminal.text(listed.upperBound, now: now)), "
    }
    return StyledText("\(listed ?? "")delisted \(terminal.text(end.at, now: now))", .dim)
      + StyledText(" (\(end.reason.rawValue))", .yellow) + StyledText(", event \(end.seq)", .dim)
  }

  private func relationships(_ terminal: Terminal) -> Table {
    let (outgoing, incoming) = terminal.isUTF8 ? ("→", "←") : ("->", "<-")
    return Table(
      report.relationships,
      columns: [
        Column("relation") { StyledText("\($0.isOutgoing ? outgoing : incoming) \($0.type)", .dim) },
        Column("kind", priority: 2) { StyledText($0.target.kind, .dim) },
        Column("name", minimumWidth: 12) { StyledText($0.name) },
        Column("source", priority: 1, minimumWidth: 8) { StyledText($0.source) },
        Column("event", alignment: .trailing, priority: 3) { StyledText("\($0.seq)", .dim) },
      ])
  }

  private func entry(_ note: NoteReport, _ terminal: Terminal) -> Card.Entry {
    Card.Entry(
      note.actor,
      (note.text.map { StyledText($0) } ?? StyledText("erased", .dim))
        + StyledText("  \(terminal.text(note.recordedAt, now: now)), event \(note.seq)", .dim))
  }

  private func moment(_ time: Timestamp, _ terminal: Terminal) -> StyledText {
    guard terminal.isTerminal else { return StyledText(time.rfc3339) }
    return StyledText(time.rfc3339) + StyledText("  \(RelativeTime.text(time, now: now))", .dim)
  }

  private func list(_ texts: [String]) -> StyledText {
    StyledText(texts.map { StyledText($0, .cyan) }, separator: ", ")
  }
}
