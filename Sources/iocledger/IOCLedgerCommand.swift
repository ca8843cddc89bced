import ArgumentParser
import Connectors

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Output

/// `iocledger`: the command line.
@main
struct IOCLedgerCommand: AsyncParsableCommand {
  static let version = Product.version

  static let configuration = CommandConfiguration(
    commandName: "iocledger",
    abstract: "Keep what every source ever said about indicators of compromise, and what it means.",
    discussion: """
      A ledger is a folder: --ledger DIR, else $IOCLEDGER_DIR, else $XDG_DATA_HOME/iocledger, else \
      ~/.local/share/iocledger. 'iocledger init' makes one.

      Data goes to standard output, talk and progress to standard error. --output json, ndjson and csv are for programs; \
      their names are promises. Times are RFC 3339 (2026-11-24T13:09:33Z), a date, or a length of time before now (2d).

      'iocledger --generate-completion-script bash' (or zsh, fish) makes completions for a shell.

      Exit codes: 0 done, 1 failed, 3 no such indicator, 4 integrity broken, 64 usage, 75 try later.

      Examples:
        iocledger init
        iocledger ingest feed.txt --label botnet
        iocledger enrich --limit 100
        iocledger show evil[.]example
        iocledger list --verdict malicious --output csv
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Take in", subcommands: [Initialize.self, Ingest.self, Enrich.self, ConnectorsGroup.self]),
      CommandGroup(
        name: "Ask",
        subcommands: [
          Show.self, List.self, History.self, Explain.self, Related.self, Events.self, Stats.self, SQL.self,
          ReportGroup.self,
        ]),
      CommandGroup(
        name: "Decide",
        subcommands: [Judge.self, Note.self, Label.self, Sight.self, SetTLP.self, Retract.self]),
      CommandGroup(name: "Score", subcommands: [Replay.self, RulesGroup.self]),
      CommandGroup(
        name: "Keep",
        subcommands: [
          Verify.self, SignCheckpoint.self, Rebuild.self, Erase.self, Backup.self, Restore.self, ExportGroup.self,
          ImportGroup.self,
        ]),
    ])

  static func main() async {
    // A ledger holds what its owner alone should know.
    umask(0o077)
    StandardStreams.holdPlaces()
    BrokenPipe.throwInsteadOfDying()
    if let mistake = unreadableArgument { Failure.exit(for: mistake, options: nil) }
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      let mistake = unknownCommand(in: CommandLine.arguments.dropFirst())
      Failure.exit(for: mistake ?? error, options: nil)
    }
    do {
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.exit(for: error, options: (command as? any LedgerCommand)?.options)
    }
  }
}
