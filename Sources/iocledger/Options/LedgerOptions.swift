import ArgumentParser
import EventLog

/// Which ledger a command works on.
struct LedgerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The ledger's folder; else $IOCLEDGER_DIR, $XDG_DATA_HOME/iocledger, ~/.local/share/iocledger.",
      valueName: "dir"),
    completion: .directory)
  var ledger: String?

  /// The folder, from the option, the environment, or where data of a user belongs.
  func folder() throws -> LedgerFolder {
    if let ledger {
      guard !ledger.isEmpty else { throw Failure(.usage, "--ledger is empty; name a folder") }
      return LedgerFolder(ledger)
    }
    if let path = Environment.value("IOCLEDGER_DIR") { return LedgerFolder(path) }
    // The XDG specification has relative paths ignored.
    if let path = Environment.value("XDG_DATA_HOME"), path.hasPrefix("/") { return LedgerFolder(path + "/iocledger") }
    guard let home = Environment.value("HOME") ?? Login.homeFolder else {
      throw Failure(.failed, "there is no home folder to keep a ledger in", remedy: "name a folder with --ledger")
    }
    return LedgerFolder(home + "/.local/share/iocledger")
  }
}
