import ArgumentParser
import EventLog
import Events
import Ledger
import Output

/// `iocledger import events`.
struct ImportEvents: LedgerCommand, AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Make a ledger of the events that another one exported.",
    discussion: """
      Every event keeps its place, its times and its leaf hash, which is recomputed; so the root is the same at the end. \
      The first line that does not follow is refused with its number, and nothing after it is read. Run again, with the \
      same file or a longer one, it goes on where the ledger ends; a file that begins otherwise is refused. The ledger \
      is made where there is none, with an identity of its own.

      Examples:
        iocledger import events events.ndjson --ledger copy
        iocledger export events --ledger old | iocledger import events - --ledger new
      """)

  @Argument(help: ArgumentHelp("The file, or '-' for standard input.", valueName: "file"), completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp("Take lines of up to so many MiB; an event with a large payload is one.", valueName: "MiB"))
  var maxLine = EventImport.maximumLine >> 20

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    guard (1...EventImport.greatestLine >> 20).contains(maxLine) else {
      throw ValidationError("--max-line must be from 1 to \(EventImport.greatestLine >> 20)")
    }
  }

  func run() async throws {
    try await Interruption.cancelling { try take() }
  }

  private func take() throws {
    let input = try InputFile(file)
    input.isFormatKnown = true
    _ = try Ledger.createEmpty(at: options.folder().path, context: .system(forWriting: true))
    let session = try Session(options, access: .readWrite)
    let events = EventImport(session.ledger, file: input.name, lineLimit: maxLine << 20)
    let progress = session.progress("importing", counting: "events")
    defer { progress.finish() }
    events.onCommit = { progress.update(to: Int(clamping: $0.read)) }
    try events.run { try input.read {} }
    progress.finish()
    let report = events.report
    try session.object.write(report.json) { _ in
      [
        StyledText("\(report.new.counted("event")) taken over, \(report.known.grouped) known"),
        StyledText("root ", .dim) + StyledText(report.root.description),
      ]
    }
    if report.read < report.events {
      session.messages.note("the ledger goes on after the file's end, to event \(report.events)")
    }
  }
}
