import ArgumentParser

/// `iocledger export`.
struct ExportGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write what the ledger holds for other programs.",
    subcommands: [ExportEvents.self])
}
