import ArgumentParser
import Output

extension OutputFormat: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}

/// How a command talks to whoever runs it.
struct TalkOptions: ParsableArguments {
  @Flag(name: [.customLong("quiet"), .customShort("q")], help: "No notes and no progress; warnings and errors stay.")
  var isQuiet = false

  @Option(help: "Colour: auto is on a terminal, unless NO_COLOR is set.")
  var color = ColorChoice.auto

  var messages: Messages { Messages(terminal: .standardError(color: color), isQuiet: isQuiet) }
}

/// In which form a command answers.
struct OutputOptions: ParsableArguments {
  @Option(name: [.customLong("output"), .customShort("o")], help: "The form of the answer.")
  var output = OutputFormat.table

  @OptionGroup var talk: TalkOptions
}

/// A command that says how it is to talk, for errors that reach the top.
protocol TalkingCommand: ParsableCommand {
  var talk: TalkOptions { get }
}

/// A command on a ledger that answers in any of the four forms.
protocol LedgerCommand: TalkingCommand {
  var ledger: LedgerOptions { get }
  var output: OutputOptions { get }
}

extension LedgerCommand {
  var talk: TalkOptions { output.talk }
}
