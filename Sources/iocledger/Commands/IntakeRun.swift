import Events
import Indicators
import Interchange
import JSON
import Ledger
import Output
import Scoring
import Time

/// Takes in one file after the other, and tells what became of them.
struct IntakeRun {
  /// The sum over all files so far.
  private(set) var report = IntakeReport()
  /// Who says what they say.
  private(set) var sources: [IntakeSource] = []
  /// The id that all events of the run share; nil before the first file, and in a dry run.
  private(set) var batch: EventID?
  /// Whether the files that are left must stay unread.
  private(set) var isStopped = false
  private var failure: Failure?
  private let command: Ingest
  private let session: Session
  private let progress: ProgressLine
  /// Stands in for the ledger in a dry run.
  private let rehearsal: IntakeRehearsal?
  private var book: SourceBook
  /// What becomes of values that a text merely cites.
  private let citations: CitationPolicy

  /// What should be known about the sources' names.
  var warnings: [String] { sources.flatMap(\.warnings) }
  /// Whether nothing is recorded.
  var isDry: Bool { rehearsal != nil }

  init(_ command: Ingest, _ session: Session) throws {
    self.command = command
    self.session = session
    rehearsal = command.dryRun ? try IntakeRehearsal(session.ledger) : nil
    book = try session.ledger.sourceBook()
    // A ledger without a scorecard has no lists either.
    let lists = (try? session.ledger.activeScorecard())?.lists ?? []
    let allowing: @Sendable (Indicator) -> String? = { indicator in lists.first { $0.contains(indicator) }?.name }
    citations = CitationPolicy(
      takesAll: command.takeAll, wantsDefanged: command.onlyDefanged, allowList: lists.isEmpty ? nil : allowing)
    progress = session.progress("taking in", counting: "lines")
  }

  /// Takes in one file; a fault in it is remembered, and does not stop the rest.
  mutating func take(_ input: InputFile) {
    let source = command.source.map { book.source(named: $0) } ?? book.source(ofFile: input.name)
    var options = IntakeOptions(source: source.name, trafficLight: command.tlp, labels: command.labels)
    options.isSnapshot = command.snapshot
    options.modifiedAt = input.modifiedAt
    let intake = Intake(session.ledger, options: options, file: input.name, batch: batch, rehearsal: rehearsal)
    if !isDry { batch = intake.batch }
    announce(source)
    let readBefore = report.read
    if command.fates { intake.onFates = Self.tell }
    intake.onCommit = { [session, progress, command] report in
      // On a terminal the acknowledgements show how far it is.
      if session.output != .ndjson || !session.terminal.isTerminal {
        progress.update(to: Int(readBefore + report.read))
      }
      if session.output == .ndjson, !command.dryRun {
        try Self.acknowledge(report, input, among: command.files.count)
      }
    }
    do {
      let (reader, _) = try command.format.reader(fileName: input.name, octets: command.octets, citations: citations) {
        try input.read { try intake.flushIfDue() }
      }
      input.isFormatKnown = true
      try intake.run(reader)
    } catch {
      remember(error, of: input, recorded: intake.report)
    }
    report.add(intake.report)
  }

  // MARK: Sources

  /// Says once who speaks, and since when the ledger knows it.
  private mutating func announce(_ source: IntakeSource) {
    guard !sources.contains(where: { $0.name == source.name }) else { return }
    for warning in source.warnings { session.messages.warning(warning) }
    if session.output == .table || session.output == .csv {
      let isFirst = sources.isEmpty
      let known = source.knownSince.map { "known since \($0.day)" } ?? "new"
      let run = isDry ? "; a dry run: nothing is recorded" : batch.map { "; batch \($0)" } ?? ""
      session.messages.note("source \(source.name), \(known)\(isFirst ? run : "")")
    }
    sources.append(source)
  }

  // MARK: Failures

  private mutating func remember(_ error: any Error, of input: InputFile, recorded: IntakeReport) {
    let done = isDry ? "read" : "recorded"
    let upTo = recorded.committedLines > 0 ? "; \(done) up to line \(recorded.committedLines)" : ""
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
        next.message += "\n\(input.spokenName) is \(done) up to line \(recorded.committedLines)"
      }
      failure = next
    }
  }

  // MARK: The end

  /// Asks vendors if that is wanted, writes the report, and throws what went wrong.
  func finish() async throws {
    progress.finish()
    var enriched: EnrichReport?
    if command.enrich, !isStopped, !report.indicators.isEmpty {
      enriched = try await Enrichment.run(EnrichRequest(scope: .streams(report.indicators)), session)
    }
    try IntakeDisplay.write(self, enriched, session)
    if let failure { throw failure }
    if report.accepted == 0 {
      guard report.rejectedTotal == 0 else {
        throw Failure(.failed, "nothing in the input could be read", remedy: "name its format with --format")
      }
      let remedy = report.setAsideTotal > 0 ? "; what was set aside --take-all takes in" : ""
      session.messages.note("there are no indicators in the input\(remedy)")
    }
    if let failure = enriched.flatMap(Enrichment.failure) { throw failure }
  }

  /// The whole receipt.
  var json: JSONValue {
    let only = sources.count == 1 ? sources.first : nil
    return report.json
      .adding("batch", JSONValue(batch?.description)).adding("source", JSONValue(only?.name))
      .adding("source_known_since", JSONValue(only?.knownSince)).adding("sources", .array(sources.map(\.json)))
      .adding("warnings", JSONValue(warnings)).adding("dry_run", .bool(isDry))
  }

  /// Tells what became of each unit, once that is durable.
  private static func tell(_ fates: [UnitFate]) throws {
    for fate in fates {
      let line: JSONValue = ["unit": fate.json]
      try DescriptorSink.standardOutput.write(line.text() + "\n")
    }
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
