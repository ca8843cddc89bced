import ArgumentParser
import Scoring

extension IOCLedgerCommand {
  /// What to say where an argument is not UTF-8, such as the name of a file: read as text it would name another one.
  static var unreadableArgument: Failure? {
    for number in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[number], String(validatingCString: argument) == nil else { continue }
      return Failure(
        .usage, "argument \(number) is not UTF-8: '\(String(cString: argument))'",
        remedy: "give a file of such a name another one, or through standard input")
    }
    return nil
  }

  /// What to say where the first word of a command line is no command; nil where it is one, or an option.
  ///
  /// The argument parser takes the word for an argument of the program itself, and says only that there is none.
  static func unknownCommand(in arguments: some Collection<String>) -> Failure? {
    guard let word = arguments.first, !word.hasPrefix("-"), !word.isEmpty else { return nil }
    var names = ["help"]
    for group in configuration.groupedSubcommands {
      // No key paths: through metatypes they crash the compiler (Swift 6.3).
      for command in group.subcommands { names += [command.configuration.commandName].compactMap { $0 } }
    }
    guard !names.contains(word) else { return nil }
    let remedy = closestName(to: word, among: names).map { "did you mean 'iocledger \($0)'?" }
    return Failure(
      .usage, "there is no command '\(word)'", remedy: remedy ?? "'iocledger --help' lists the commands")
  }
}
