import ArgumentParser
import EventLog
import Indicators
import Ledger
import Output

/// `iocledger report audit`.
struct Audit: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Answer an auditor: why was this scored so at that moment, with what was known then?",
    discussion: """
      One page with the score and what it is made of, how it moved, who decided what, to whom the indicator was sent, \
      every event with its hash and its proof against a signed checkpoint, and the scorecard then in force, as evidence \
      for the NIST CSF 2.0. HTML is one file without scripts, for screen and paper. The same ledger and arguments give \
      the same bytes.

      With --as-at alone the score is of that moment too; with neither --as-at nor --as-of it is of now.

      Examples:
        iocledger checkpoint
        iocledger report audit evil[.]example --as-at 2026-01-01 --output-file audit.html
        iocledger report audit 198.51.100.7 --as-at 4711 --format markdown
      """)

  /// The forms of the page.
  enum Format: String, Choice {
    case html, markdown

    /// By the name of a file.
    init?(fileName name: String) {
      let name = name.lowercased()
      if name.hasSuffix(".html") || name.hasSuffix(".htm") {
        self = .html
      } else if name.hasSuffix(".md") || name.hasSuffix(".markdown") {
        self = .markdown
      } else {
        return nil
      }
    }
  }

  @OptionGroup var ioc: IndicatorArgument

  @Option(help: "The form of the page; else by the file's name, else html.")
  var format: Format?

  @Option(
    help: ArgumentHelp("Write the page into this file, not to standard output.", valueName: "file"), completion: .file()
  )
  var outputFile: String?

  @Option(
    help: ArgumentHelp("Prove against this checkpoint; else against the newest in the ledger.", valueName: "file"),
    completion: .file())
  var checkpoint: String?

  @OptionGroup var point: PointOptions
  @OptionGroup var options: LedgerOptions

  func validate() throws {
    if outputFile == "" { throw ValidationError("--output-file takes the name of a file") }
  }

  func run() throws {
    let indicator = try ioc.indicator()
    // Refused before anything is read.
    let file = try outputFile.map { try OutputFile($0, apartFrom: options.folder()) }
    let session = try Session(options, output: .table)
    let report = try session.ledger.audit(
      indicator, at: point.point(now: session.now),
      against: checkpoint.map { try CheckpointFile(path: $0, allowingStreams: true) })
    let document = AuditPage(report: report).document
    let text =
      switch format ?? outputFile.flatMap(Format.init(fileName:)) ?? .html {
      case .html: document.html
      case .markdown: document.markdown
      }
    if let file {
      try file.write(Array(text.utf8))
      if file.isReplaced { session.messages.note("written to \(file.path)") }
    } else {
      try DescriptorSink.standardOutput.write(text)
      try DescriptorSink.standardOutput.flush()
    }
    if report.unproven > 0 {
      session.messages.warning(
        "\(report.unproven.counted("event")) not covered by \(report.checkpoint?.file ?? "any checkpoint")",
        remedy: "run 'iocledger checkpoint' and make the report again")
    }
  }
}
