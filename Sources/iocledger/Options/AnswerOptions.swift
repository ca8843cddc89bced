import ArgumentParser
import Output

extension OutputFormat: Choice {}

/// What a command takes that answers in any of the four forms.
///
/// One group, not one for each purpose: the parser looks the type of a group up five times in all that the program is
/// linked of, which takes half a millisecond. For the same reason `show` and its like list their other options themselves.
struct AnswerOptions: SharedOptions {
  @Option(help: .ledger, completion: .directory) var ledger: String?

  @Option(name: [.customLong("output"), .customShort("o")], help: "The form of the answer.")
  var output = OutputFormat.table

  @Flag(name: .quiet, help: .quiet) var isQuiet = false
  @Option(help: .color) var color = ColorChoice.auto
}
