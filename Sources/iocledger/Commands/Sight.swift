import ArgumentParser
import EventLog
import Indicators
import Ledger
import Output

/// `iocledger sight`.
struct Sight: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "sight",
    abstract: "Record that an indicator was seen, or was looked for and not seen.",
    discussion: """
      A sighting makes evidence of malice fresh again: decay counts from it.

      Examples:
        iocledger sight evil[.]example --at '3h ago' --count 12 --source proxy-logs
        iocledger sight evil[.]example --negative
      """)

  @OptionGroup var ioc: IndicatorArgument

  @Option(help: ArgumentHelp("When; now unless given.", valueName: "time"), transform: Moment.init(parsing:))
  var at: Moment?

  @Option(help: ArgumentHelp("How often.", valueName: "n"))
  var count: Int64 = 1

  @Flag(help: "It was looked for and not seen.")
  var negative = false

  @Option(help: ArgumentHelp("Who saw it; the analyst unless given.", valueName: "name"))
  var source: String?

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if count < 1 { throw ValidationError("--count must be at least 1") }
    if let source, source.isBlank { throw ValidationError("--source is empty; name who saw it") }
  }

  func run() throws {
    let indicator = try ioc.indicator()
    let session = try Session(options, access: .readWrite)
    let time = try at?.time(now: session.now, lengthsLead: .back)
    if let time, time > session.now { throw Failure(.usage, "--at \(time) is in the future") }
    let free = source.map { SourceBook.freeName($0.inNormalForm) }
    if let source, let free, free != source.inNormalForm { session.messages.warning(SourceBook.renaming(source, free)) }
    let seq = try session.ledger.sight(indicator, at: time, count: count, isPositive: !negative, source: free)
    try DecisionDisplay.write(
      [seq], "\(indicator.value) was \(negative ? "looked for and not " : "")seen", session)
  }
}
