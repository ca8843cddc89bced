import ArgumentParser

/// `iocledger connectors`.
struct ConnectorsGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connectors",
    abstract: "List the vendors that can be asked, and check their keys.",
    discussion: """
      Keys come from the environment (VIRUSTOTAL_TOKEN, SHODAN_TOKEN, ABUSEIPDB_API_KEY, GREYNOISE_KEY) or from the \
      ledger's config.yml.
      """,
    subcommands: [ConnectorsList.self, ConnectorsCheck.self], defaultSubcommand: ConnectorsList.self)
}
