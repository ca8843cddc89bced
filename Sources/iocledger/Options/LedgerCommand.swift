import ArgumentParser

/// A command on a ledger; its options also say how errors that reach the top are told.
protocol LedgerCommand: ParsableCommand {
  associatedtype Options: SharedOptions
  var options: Options { get }
}
