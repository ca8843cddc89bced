import ArgumentParser
import EventLog
import Events
import Ledger
import Output
import Time

/// `iocledger retract`.
struct Retract: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "retract",
    abstract: "Take back what should not have been recorded: an event, a batch, or what a source said.",
    discussion: """
      From then on the events do not count, though they stay in the log: as at an earlier event they count still. \
      --dry-run says which events that would be, how many indicators they are about, and whose verdict would change. \
      --undo brings back what was taken back; it names the event or its retraction.

      'ingest' and 'enrich' say the id of their batch; 'events' shows it as correlation_id.

      Examples:
        iocledger retract 4711 --reason 'the feed listed our own mail server'
        iocledger retract --batch 019abc12-3456-7def-8123-456789abcdef --dry-run
        iocledger retract --source feed.example --since 2d --reason 'broken parser'
        iocledger retract --undo 4711 --reason 'it was right after all'
      """)

  @Argument(help: ArgumentHelp("The event.", valueName: "seq"))
  var seq: Int64?

  @Option(help: ArgumentHelp("All that one run recorded.", valueName: "id"), transform: Self.batch)
  var batch: EventID?

  @Option(help: ArgumentHelp("All that this source said; needs --since.", valueName: "name"))
  var source: String?

  @Option(
    help: ArgumentHelp("Only what was recorded from then on.", valueName: "time"), transform: Moment.init(parsing:))
  var since: Moment?

  @Option(
    help: ArgumentHelp("Only what was recorded before then.", valueName: "time"), transform: Moment.init(parsing:))
  var until: Moment?

  @Option(help: ArgumentHelp("Bring back what was taken back: the event, or its retraction.", valueName: "seq"))
  var undo: Int64?

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String?

  @Option(help: ArgumentHelp("At most so many moves; 1,000 unless given, 20 in a table.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Only say what would change.")
  var dryRun = false

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    let named = [seq != nil, batch != nil, source != nil, undo != nil].count { $0 }
    guard named == 1 else {
      throw ValidationError("name one thing to take back: an event, --batch, --source with --since, or --undo")
    }
    if (source == nil) != (since == nil) { throw ValidationError("--source and --since belong together") }
    if until != nil, source == nil { throw ValidationError("--until belongs to --source and --since") }
    if undo != nil, dryRun { throw ValidationError("--undo brings back one event; leave out --dry-run") }
    if let limit, limit < 0 { throw ValidationError("--limit must not be negative") }
    if !dryRun, reason?.isBlank ?? true {
      throw ValidationError("--reason is missing; say why, whoever audits this will want to know")
    }
  }

  private static func batch(_ text: String) throws -> EventID {
    guard let id = EventID(parsing: text) else {
      throw ValidationError("write the id of a batch, such as 019abc12-3456-7def-8123-456789abcdef")
    }
    return id
  }

  func run() throws {
    let session = try Session(options, access: dryRun ? .readOnly : .readWrite)
    if let undo {
      let (event, restored) = try session.ledger.restore(undo, reason: reason ?? "")
      return try DecisionDisplay.write([restored], "event \(event) counts again", session)
    }
    if let seq, !dryRun {
      let retraction = try session.ledger.retract(seq, reason: reason ?? "")
      return try DecisionDisplay.write([retraction], "event \(seq) no longer counts", session)
    }
    let scope = try scope(now: session.now)
    let limit = limit ?? (session.output == .table ? 20 : 1000)
    let report =
      dryRun
      ? try session.ledger.planRetraction(scope, limit: limit)
      : try session.ledger.retract(scope, reason: reason ?? "", limit: limit)
    try session.object.write(report.json, rows: .elements(of: "moves", fields: ReplayDisplay.fields)) { terminal in
      RetractionDisplay.lines(report, terminal)
    }
    guard dryRun || report.events.isEmpty else { return }
    session.messages.note(
      report.events.isEmpty ? "there is nothing to take back" : "nothing is changed; without --dry-run it would be")
  }

  private func scope(now: Timestamp) throws -> RetractionScope {
    if let batch { return .batch(batch) }
    if let source, let since {
      return .source(
        source, since: try since.time(now: now, lengthsLead: .back),
        until: try until?.time(now: now, lengthsLead: .back))
    }
    return .event(seq ?? 0)
  }
}
