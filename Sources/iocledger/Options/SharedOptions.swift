import ArgumentParser
import EventLog
import Output

extension ColorChoice: Choice {}

/// Which ledger a command works on, and how it talks to whoever runs it.
protocol SharedOptions: ParsableArguments {
  var ledger: String? { get }
  var isQuiet: Bool { get }
  var color: ColorChoice { get }
}

extension ArgumentHelp {
  static let ledger = ArgumentHelp(
    "The ledger's folder; else $IOCLEDGER_DIR, $XDG_DATA_HOME/iocledger, ~/.local/share/iocledger.", valueName: "dir")
  static let quiet: ArgumentHelp = "No notes and no progress; warnings and errors stay."
  static let color: ArgumentHelp = "Colour: auto is on a terminal, unless NO_COLOR is set."
}

extension NameSpecification {
  static let quiet: NameSpecification = [.customLong("quiet"), .customShort("q")]
}

extension SharedOptions {
  var messages: Messages { Messages(terminal: .standardError(color: color), isQuiet: isQuiet) }

  /// The ledger's folder, from the option, the environment, or where data of a user belongs.
  func folder() throws -> LedgerFolder {
    if let ledger {
      guard !ledger.isEmpty else { throw Failure(.usage, "--ledger is empty; name a folder") }
      return LedgerFolder(ledger)
    }
    if let path = try Environment.path("IOCLEDGER_DIR") { return LedgerFolder(path) }
    // The XDG specification has relative paths ignored.
    if let path = try Environment.path("XDG_DATA_HOME"), path.hasPrefix("/") {
      return LedgerFolder(path + "/iocledger")
    }
    guard let home = try Environment.path("HOME") ?? Login.homeFolder else {
      throw Failure(.failed, "there is no home folder to keep a ledger in", remedy: "name a folder with --ledger")
    }
    return LedgerFolder(home + "/.local/share/iocledger")
  }
}
