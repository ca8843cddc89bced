import ArgumentParser
import EventLog
import Indicators
import Interchange
import JSON
import Ledger
import Output

extension IntakeFormat: Choice {}
extension OctetNotation: Choice {}

/// `iocledger ingest`.
struct Ingest: LedgerCommand, AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Take in indicators from files or standard input.",
    discussion: """
      Reads lists (hosts files, Adblock, dnsmasq and ranges of addresses too), prose, CSV, TSV, STIX 2.0 and 2.1 bundles \
      and MISP events, defanged or not. What the ledger knows already is not recorded again, so that a feed can be read as \
      often as you like. A bad line does not stop the rest.

      What is committed is on the disk: batches end after 1,000 statements or 200 ms. With --output ndjson a line \
      {"committed":{"lines":n,"seq":s}} says so after each of them. Ctrl-C commits what was read and says how far that is.

      Everything is accounted for: read = new + known + rejected + set aside + skipped. --output json tells the fate of the \
      first 1,000 lines or objects, --output ndjson --fates of all. --dry-run shows it and writes nothing.

      The source of a file is its name without extensions, dates and counters, so that a list which is saved under each \
      day's name is one source: ipsum-2026-11-24.txt is ipsum. Connectors' names are theirs.

      Ends with 0 although lines were rejected, with 1 where nothing could be read.

      Examples:
        iocledger ingest ipsum-2026-11-24.txt --dry-run
        iocledger ingest ipsum.txt
        iocledger ingest report.txt --format text --tlp amber --label apt29
        curl -s https://feed.example/list | iocledger ingest - --source feed.example
        iocledger ingest feed.csv --output ndjson --fates > receipt.ndjson
      """)

  @Argument(help: ArgumentHelp("The files; '-' is standard input.", valueName: "file"), completion: .file())
  var files: [String]

  @Option(help: "The format of the input.")
  var format = IntakeFormat.auto

  @Option(help: "How addresses whose octets are padded with zeros are read: 198.051.100.007.")
  var octets = OctetNotation.refused

  @Option(
    help: ArgumentHelp("Who says so; unless given, the file's name without dates and counters.", valueName: "name"))
  var source: String?

  @Option(
    help: ArgumentHelp(
      "Mark everything in the input, unless a statement is marked more strictly.", valueName: "marking"),
    completion: MarkingArgument.completion, transform: MarkingArgument.parse)
  var tlp: TrafficLight?

  @Option(
    name: .customLong("label"), help: ArgumentHelp("Label everything in the input; repeatable.", valueName: "label"))
  var labels: [String] = []

  @Flag(help: "Take in what a text merely cites as well: reserved addresses, references, what is on an allow list.")
  var takeAll = false

  @Flag(help: "Of a text only what is defanged: what is not, hashes apart, is its own links.")
  var onlyDefanged = false

  @Flag(help: "The file is the source's whole list: what it no longer names is delisted as of the file's date.")
  var snapshot = false

  @Flag(help: "Only say what would become of the input; nothing is written.")
  var dryRun = false

  @Flag(help: "With --output ndjson: a line for the fate of each line or object.")
  var fates = false

  @Flag(help: "Ask vendors about what was taken in, as 'enrich' does.")
  var enrich = false

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if let source, source.isBlank { throw ValidationError("--source is empty; name who says so") }
    if labels.contains(where: \.isBlank) { throw ValidationError("a --label is empty") }
    if snapshot, files.count > 1 { throw ValidationError("--snapshot takes one file: the whole list of one source") }
    if dryRun, enrich { throw ValidationError("--dry-run records nothing to ask about; leave out --enrich") }
    if takeAll, onlyDefanged { throw ValidationError("--take-all and --only-defanged contradict each other") }
    if fates, options.output != .ndjson { throw ValidationError("--fates goes with --output ndjson") }
  }

  func run() async throws {
    try await Interruption.cancelling {
      // All of them are opened before anything is recorded: a mistyped name is found at once.
      let inputs = try files.map(InputFile.init)
      let session = try Session(options, access: dryRun ? .readOnly : .readWrite)
      var run = try IntakeRun(self, session)
      for input in inputs where !run.isStopped { run.take(input) }
      try await run.finish()
    }
  }
}
