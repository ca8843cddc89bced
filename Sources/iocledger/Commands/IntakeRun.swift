import Indicators
import Interchange
import JSON
import Ledger
import Output

/// Takes in one file after the other, and tells what became of them.
struct IntakeRun {
  /// The sum over all files so far.
  private(set) var report = IntakeReport()
  /// Whether the files that are left must stay unread.
  private(set) var isStopped = false
  private var failure: Failure?
  private let command: Ingest
  private let session: Session
  private let progress: ProgressLine

  init(_ command: Ingest, _ session: Session) {
    self.command = command
    self.session = session
    progress = session.progress("taking in", counting: "statements")
  }

  /// Takes in one file; a fault in it is remembered, and does not stop the rest.
  mutating func take(_ input: InputFile) {
    let source = command.source ?? input.sourceName
    let intake = Intake(
      session.ledger,
      options: IntakeOptions(source: source, trafficLight: command.tlp, labels: command.labels), file: input.name,
      after: report)
    let readBefore = report.read
    intake.onCommit = { [session, progress, command] report in
      // On a terminal the acknowledgements show how far it is.
      if session.output != .ndjson || !session.terminal.isTerminal {
        progress.update(to: Int(readBefore + report.read))
      }
      if session.output == .ndjson { try Self.acknowledge(report, input, among: command.files.count) }
    }
    do {
      let (reader, _) = try command.format.reader(fileName: input.name) {
        try input.read { try intake.flushIfDue() }
      }
      input.isFormatKnown = true
      try intake.run(reader)
    } catch {
      remember(error, of: input, recorded: intake.report)
    }
    report.add(intake.report)
  }

  private mutating func remember(_ error: any Error, of input: InputFile, recorded: IntakeReport) {
    let upTo = recorded.committedLines > 0 ? "; recorded up to line \(recorded.committedLines)" : ""
    switch error {
    case let request as Interruption.Request:
      isStopped = true
      failure = Failure(
        request.status, "interrupted in \(input.spokenName)\(upTo.isEmpty ? "; nothing is recorded" : upTo)")
    case let error as IntakeError:
      let next = Failure(.failed, "\(error.description)\(upTo)", at: "\(input.name):\(error.line)")
      if let failure { session.messages.error(failure.message, at: failure.place, remedy: failure.remedy) }
      failure = next
    default:
      isStopped = true
      var next = Failure(error)
      if !upTo.isEmpty, !(error is OutputError) {
        next.message += "\n\(input.spokenName) is recorded up to line \(recorded.committedLines)"
      }
      failure = next
    }
  }

  /// Asks vendors if that is wanted, writes the report, and throws what went wrong.
  func finish() async throws {
    progress.finish()
    var enriched: EnrichReport?
    if command.enrich, !isStopped, !report.indicators.isEmpty {
      enriched = try await Enrichment.run(EnrichRequest(scope: .streams(report.indicators)), session)
    }
    try IntakeDisplay.write(report, enriched, session)
    if let failure { throw failure }
    if report.read == 0 {
      guard report.rejectedTotal == 0 else {
        throw Failure(.failed, "nothing in the input could be read", remedy: "name its format with --format")
      }
      session.messages.note("there are no indicators in the input")
    }
    if let failure = enriched.flatMap(Enrichment.failure) { throw failure }
  }

  /// Tells a producer what it need not send again.
  private static func acknowledge(_ report: IntakeReport, _ input: InputFile, among files: Int) throws {
    var committed: JSONObject = ["lines": .integer(report.committedLines), "seq": .integer(report.seq)]
    if files > 1 { committed.append("file", .string(input.name)) }
    let line: JSONValue = ["committed": .object(committed)]
    try DescriptorSink.standardOutput.write(line.text() + "\n")
    try DescriptorSink.standardOutput.flush()
  }
}
