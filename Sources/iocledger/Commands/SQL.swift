import ArgumentParser
import JSON
import Ledger
import Output
import Views

/// `iocledger sql`.
struct SQL: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Run one SQL query over the documented views.",
    discussion: """
      Read-only: nothing can be changed, and no other table is seen. Scores are those of now, under the rules in force. \
      --tables lists the views and their columns:
      \(Ledger.documentedViews.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

      Examples:
        iocledger sql --tables
        iocledger sql "SELECT kind, count(*) AS n FROM indicator GROUP BY kind"
        iocledger sql - --output csv < query.sql
      """)

  @Argument(help: ArgumentHelp("The query; '-' reads it from standard input.", valueName: "query"))
  var query: String?

  @Flag(help: "List the views and their columns.")
  var tables = false

  /// Only there to say why they are refused.
  @OptionGroup(visibility: .hidden) var point: PointOptions
  @OptionGroup var options: AnswerOptions

  private static let greatestLength = 1 << 20

  func validate() throws {
    if point.asAt != nil || point.asOf != nil {
      throw ValidationError("sql answers as of now only; list and show take --as-at and --as-of")
    }
    guard tables != (query != nil) else {
      throw ValidationError(tables ? "--tables takes no query" : "give a query, or --tables to see what can be asked")
    }
  }

  func run() throws {
    guard let query else { return try writeTables() }
    let text =
      query == "-" ? String(decoding: try InputFile("-").contents(limit: Self.greatestLength), as: UTF8.self) : query
    let session = try Session(options)
    var writer: ListWriter<[JSONValue]>?
    try session.ledger.query(text) { names in
      writer = session.list(QueryDisplay.display(names))
    } row: { values in
      try writer?.write(values.map { JSONValue($0) })
    }
    try writer?.finish()
  }

  private func writeTables() throws {
    var writer = ListWriter(
      format: options.output, terminal: .standardOutput(color: options.color), display: QueryDisplay.tables,
      to: DescriptorSink.standardOutput)
    for view in Ledger.documentedViews {
      for column in view.columns {
        try writer.write(QueryDisplay.TableColumn(view: view.name, column: column.name, meaning: column.summary))
      }
    }
    try writer.finish()
  }
}
