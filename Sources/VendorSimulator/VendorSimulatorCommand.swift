import ArgumentParser

/// The command line of the simulator.
@main
struct VendorSimulatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vendor-simulator",
    abstract: "Plays VirusTotal, Shodan, InternetDB, AbuseIPDB and GreyNoise on this machine.",
    discussion: """
      All data is invented: a small story on documentation ranges, and for any other indicator an answer derived from \
      a hash of its value. Nothing leaves this machine.

      Example: eval "$(vendor-simulator env --port 8080)"; vendor-simulator serve --port 8080
      """,
    subcommands: [Serve.self, Environment.self, Faults.self], defaultSubcommand: Serve.self)
}
