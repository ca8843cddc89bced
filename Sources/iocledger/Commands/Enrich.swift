import ArgumentParser
import Connectors
import EventLog
import Indicators
import Ledger
import Output

/// `iocledger enrich`.
struct Enrich: LedgerCommand, AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrich",
    abstract: "Ask vendors about indicators, and record what they say.",
    discussion: """
      Asks every connector that is on about all that is due, or about the indicators given: never-asked first, then by \
      score. Answers younger than the connector's ttl count as fresh. Indicators marked above its max_tlp, and names and \
      addresses inside a network, are withheld. What does not fit into a vendor's limits is deferred; --wait stays \
      until it is done. Ctrl-C records what has arrived.

      Ends with 75 where something was deferred, with 1 where nothing could be attempted or every key was refused.

      Examples:
        iocledger enrich --dry-run
        iocledger enrich evil[.]example --connector virustotal
        iocledger enrich --limit 500 --wait
      """)

  @Argument(help: ArgumentHelp("The indicators; all for which something is due unless given.", valueName: "ioc"))
  var iocs: [String] = []

  @Option(
    name: .customLong("connector"), help: ArgumentHelp("Ask only this connector; repeatable.", valueName: "name"),
    completion: ConnectorArgument.completion)
  var connectors: [String] = []

  @Flag(help: "Only say what would be asked.")
  var dryRun = false

  @Option(help: ArgumentHelp("At most so many lookups.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Wait for the vendors' limits until everything is done.")
  var wait = false

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    try await Interruption.cancelling {
      let indicators = try iocs.map(IndicatorArgument.indicator)
      let session = try Session(options, access: dryRun ? .readOnly : .readWrite)
      let request = EnrichRequest(
        scope: indicators.isEmpty ? .due : .indicators(indicators), connectors: connectors, isDryRun: dryRun,
        limit: limit, waits: wait)
      let report = try await Enrichment.run(request, session)
      try session.object.write(report.json, rows: .elements(of: "connectors", fields: EnrichDisplay.fields)) {
        terminal in
        EnrichDisplay.lines(report, now: session.now, terminal)
      }
      if let failure = Enrichment.failure(report) { throw failure }
    }
  }
}
