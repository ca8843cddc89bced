import ArgumentParser
import Output

/// What a command takes whose form of the answer is its own.
struct LedgerOptions: SharedOptions {
  @Option(help: .ledger, completion: .directory) var ledger: String?
  @Flag(name: .quiet, help: .quiet) var isQuiet = false
  @Option(help: .color) var color = ColorChoice.auto
}
