import EventLog
import Indicators
import Ledger
import Output
import Time

/// What a command works with: the open ledger, where to write its answer, whom to tell about it.
struct Session {
  let ledger: Ledger
  let output: OutputFormat
  /// What is known about standard output.
  let terminal: Terminal
  let messages: Messages
  let now: Timestamp

  /// Opens the ledger that the options name.
  init(
    _ options: some SharedOptions, output: OutputFormat, access: EventLog.Access = .readOnly
  ) throws {
    self.output = output
    terminal = .standardOutput(color: options.color)
    messages = options.messages
    let context = LedgerContext.system(forWriting: access == .readWrite)
    now = context.now()
    ledger = try Ledger(try options.folder(), access: access, context: context)
    if let lag = try ledger.clockLag() {
      messages.warning(
        "this machine's clock is \(DurationText.text(milliseconds: lag)) behind the last event of the ledger",
        remedy: "set the clock; until then events are recorded at the time of the last one")
    }
  }

  init(_ options: AnswerOptions, access: EventLog.Access = .readOnly) throws {
    try self.init(options, output: options.output, access: access)
  }

  /// Writes the answer of a command that gives one object.
  var object: ObjectWriter { ObjectWriter(format: output, terminal: terminal, to: DescriptorSink.standardOutput) }

  /// Writes the answer of a command that gives a list.
  func list<Item>(_ display: ListDisplay<Item>) -> ListWriter<Item> {
    ListWriter(format: output, terminal: terminal, display: display, to: DescriptorSink.standardOutput)
  }

  /// A progress line on standard error.
  func progress(_ title: String, counting noun: String, total: Int? = nil) -> ProgressLine {
    ProgressLine(title, counting: noun, total: total, on: messages, clock: ProgressLine.systemClock())
  }
}
