import ArgumentParser
import Indicators
import Ledger
import Output

/// `iocledger related`.
struct Related: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "related",
    abstract: "Show the graph around an indicator: actors, campaigns, techniques, other indicators.",
    discussion: """
      --kind keeps the nodes of some kinds only: indicator kinds, or STIX types such as campaign, intrusion-set, malware \
      and attack-pattern. --output dot and mermaid draw the graph elsewhere.

      Examples:
        iocledger related evil[.]example --depth 2
        iocledger related evil[.]example --kind campaign --kind malware -o json
        iocledger related evil[.]example --output dot | dot -Tsvg > graph.svg
      """)

  @OptionGroup var ioc: IndicatorArgument

  @Option(help: ArgumentHelp("How many steps from the indicator.", valueName: "n"))
  var depth = 1

  @Option(
    name: .customLong("kind"), help: ArgumentHelp("Only nodes of this kind; repeatable.", valueName: "kind"))
  var kinds: [String] = []

  @Option(help: ArgumentHelp("At most so many nodes.", valueName: "n"))
  var limit = 5000

  @OptionGroup var point: PointOptions
  @Option(name: [.customLong("output"), .customShort("o")], help: "The form of the answer.")
  var output = GraphFormat.table

  @OptionGroup var options: LedgerOptions

  func validate() throws {
    guard (0...64).contains(depth) else { throw ValidationError("--depth must be from 0 to 64") }
    guard limit > 0 else { throw ValidationError("--limit must be above 0") }
  }

  func run() throws {
    let indicator = try ioc.indicator()
    let session = try Session(options, output: output.plain ?? .table)
    let report = try session.ledger.related(
      indicator, depth: depth, kinds: kinds, limit: limit, at: point.point(now: session.now))
    switch output {
    case .dot: try DescriptorSink.standardOutput.write(GraphText(report).dot)
    case .mermaid: try DescriptorSink.standardOutput.write(GraphText(report).mermaid)
    case .table, .json, .ndjson, .csv:
      try session.object.write(report.json, rows: .elements(of: "edges", fields: ["from", "to", "type", "seqs"])) {
        terminal in GraphText(report).tree(for: terminal)
      }
    }
    try DescriptorSink.standardOutput.flush()
    if report.isCut {
      session.messages.warning(
        "the graph has more than \(limit.grouped) nodes; this is a part of it", remedy: "ask for more with --limit")
    }
  }
}

/// The forms of a graph.
enum GraphFormat: String, Choice {
  case table, json, ndjson, csv, dot, mermaid

  /// The form that lists and objects have too.
  var plain: OutputFormat? { OutputFormat(rawValue: rawValue) }
}
