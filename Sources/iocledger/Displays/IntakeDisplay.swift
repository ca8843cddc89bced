import Interchange
import JSON
import Ledger
import Output
import Time

/// What `ingest` tells at its end.
enum IntakeDisplay {
  private static let shownRejections = 20

  static func write(_ run: IntakeRun, _ enriched: EnrichReport?, _ session: Session) throws {
    let report = run.report
    if session.output == .table || session.output == .csv { for cell in report.ignored { warn(cell, session) } }
    if session.output == .table {
      show(report.rejected, of: report.rejectedTotal, session)
      show(report.setAside, of: report.setAsideTotal, as: "set aside: ", session)
    }
    let json = enriched.map { run.json.adding("enrich", $0.json) } ?? run.json
    try session.object.write(json, rows: .elements(of: "rejected", fields: ["file", "line", "text", "reason"])) {
      terminal in
      lines(report, isDry: run.isDry)
        + (enriched.map { [""] + EnrichDisplay.lines($0, now: session.now, terminal) } ?? [])
    }
    if let obstacle = report.snapshot?.obstacle {
      session.messages.warning("nothing was delisted: \(obstacle)", remedy: "mend the file and read it again")
    }
    // In CSV there is room for the rejected lines only.
    if session.output == .csv {
      session.messages.note(lines(report, isDry: run.isDry).map(\.plain).joined(separator: "\n"))
    }
  }

  /// What was read, and what became of it, so that it adds up before the reader's eyes.
  private static func lines(_ report: IntakeReport, isDry: Bool) -> [StyledText] {
    var parts: [StyledText] = [
      StyledText("\(report.new.grouped) new", .bold), StyledText("\(report.known.grouped) known"),
    ]
    if report.rejectedTotal > 0 { parts.append(StyledText("\(report.rejectedTotal.grouped) rejected", .yellow)) }
    if report.setAsideTotal > 0 { parts.append(StyledText("\(report.setAsideTotal.grouped) set aside", .yellow)) }
    if report.skipped > 0 { parts.append(StyledText("\(report.skipped.grouped) skipped (\(skippedBy(report)))", .dim)) }
    return [
      StyledText(
        [
          StyledText("\(report.read.grouped) read: "), StyledText(parts, separator: ", "),
          StyledText("; \(report.events.counted("event")) \(isDry ? "would be " : "")recorded"),
        ], separator: "")
    ] + snapshot(report, isDry)
  }

  private static func snapshot(_ report: IntakeReport, _ isDry: Bool) -> [StyledText] {
    guard let snapshot = report.snapshot, let date = snapshot.at else { return [] }
    let deed = isDry ? "would be delisted" : "delisted"
    return [StyledText("\(snapshot.delisted.counted("indicator")) \(deed) as of \(date.rfc3339)")]
  }

  private static func skippedBy(_ report: IntakeReport) -> String {
    Skip.Reason.allCases.compactMap { reason in
      report.skippedBy[reason].map { "\($0.grouped) \(reason.rawValue)" }
    }.joined(separator: ", ")
  }

  /// The first of what was not taken in, and how many more there are.
  private static func show(_ lines: [RejectedLine], of total: Int64, as what: String = "", _ session: Session) {
    for line in lines.prefix(shownRejections) { warn(line, as: what, session) }
    let rest = total - Int64(min(lines.count, shownRejections))
    if rest > 0 {
      session.messages.warning(
        "\(what)and \(rest.grouped) more", remedy: "--output json tells the first \(IntakeReport.kept.grouped)")
    }
  }

  private static func warn(_ line: RejectedLine, as what: String = "", _ session: Session) {
    session.messages.warning("\(line.file):\(line.line): \(what)\(line.reason): \(line.text)")
  }
}
