import ArgumentParser

/// `iocledger report`.
struct ReportGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write pages for people who do not run the ledger.",
    subcommands: [Audit.self])
}
