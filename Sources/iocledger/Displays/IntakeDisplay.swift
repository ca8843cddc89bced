import JSON
import Ledger
import Output

/// What `ingest` tells at its end.
enum IntakeDisplay {
  private static let shownRejections = 20

  static func write(_ report: IntakeReport, _ enriched: EnrichReport?, _ session: Session) throws {
    if session.output == .table || session.output == .csv { report.ignored.forEach { warn($0, session) } }
    if session.output == .table { showRejections(report, session) }
    let json = enriched.map { report.json.adding("enrich", $0.json) } ?? report.json
    try session.object.write(json, rows: .elements(of: "rejected", fields: ["file", "line", "text", "reason"])) {
      terminal in
      lines(report) + (enriched.map { [""] + EnrichDisplay.lines($0, now: session.now, terminal) } ?? [])
    }
    // In CSV there is room for the rejected lines only.
    if session.output == .csv { session.messages.note(lines(report).map(\.plain).joined(separator: "\n")) }
  }

  private static func lines(_ report: IntakeReport) -> [StyledText] {
    var parts: [StyledText] = [
      StyledText("\(report.read.counted("statement")) read"), StyledText("\(report.new.grouped) new", .bold),
      StyledText("\(report.known.grouped) known"), StyledText("\(report.events.counted("event")) recorded"),
    ]
    if report.skipped > 0 {
      parts.append(StyledText("\(report.skipped.counted("comment or blank", "comments and blanks")) skipped", .dim))
    }
    if report.rejectedTotal > 0 { parts.append(StyledText("\(report.rejectedTotal.grouped) rejected", .yellow)) }
    return [StyledText(parts, separator: ", ")]
  }

  private static func showRejections(_ report: IntakeReport, _ session: Session) {
    report.rejected.prefix(shownRejections).forEach { warn($0, session) }
    let rest = report.rejectedTotal - Int64(min(report.rejected.count, shownRejections))
    if rest > 0 {
      session.messages.warning(
        "and \(rest.grouped) more", remedy: "--output json tells the first \(IntakeReport.keptRejections.grouped)")
    }
  }

  private static func warn(_ line: RejectedLine, _ session: Session) {
    session.messages.warning("\(line.file):\(line.line): \(line.reason): \(line.text)")
  }
}
