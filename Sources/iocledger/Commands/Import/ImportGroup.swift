import ArgumentParser

/// `iocledger import`.
struct ImportGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take over what another ledger exported.",
    discussion: "Feeds, reports, STIX and MISP are taken in with 'iocledger ingest'.",
    subcommands: [ImportEvents.self])
}
