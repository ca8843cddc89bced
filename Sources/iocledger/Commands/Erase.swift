import ArgumentParser
import EventLog
import Events
import Indicators
import Ledger
import Output

/// `iocledger erase`.
struct Erase: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Drop a vendor's raw answer, a note or another text from the files, for good.",
    discussion: """
      Names events whose payload goes: its bytes, their salt and their HMAC, from every file of the ledger. The events \
      stay, and so do all proofs; a 'payload.erased' event says when, by whom and why. Equal texts are kept once, so \
      that all events that share one lose it: they are listed. What an event itself says, an indicator's value for \
      one, cannot be erased, nor can scorecards, from which past scores are computed.

      The log is rewritten for that, which takes time and twice its space for a while, once for all events that are \
      named. A program that reads the ledger meanwhile can hold the last step up: then it ends with 75, the erasure is \
      recorded, and the next command that writes finishes it. Backups made earlier still have the bytes.

      Examples:
        iocledger events evil[.]example --type note.added --payload
        iocledger erase 4711 --reason 'named a customer' --dry-run
        iocledger erase 4711 4715 --reason 'named a customer' --yes
        iocledger erase evil[.]example --all-payloads --reason 'licence ended' --yes
      """)

  @Argument(help: ArgumentHelp("The events, or with --all-payloads the indicators.", valueName: "seq"))
  var targets: [String]

  @Flag(help: "Everything that events about these indicators keep apart.")
  var allPayloads = false

  @Option(help: ArgumentHelp("Why; it stays in the ledger, so leave out what is to be erased.", valueName: "text"))
  var reason: String?

  @Flag(help: "Only say what would be erased.")
  var dryRun = false

  @Flag(help: "Do not ask.")
  var yes = false

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if !dryRun, reason?.isBlank ?? true {
      throw ValidationError("--reason is missing; say why, whoever audits this will want to know")
    }
  }

  func run() throws {
    let chosen = try targetList()
    let session = try Session(options, access: dryRun ? .readOnly : .readWrite)
    let plans = try chosen.map(session.ledger.planErasure)
    let plan = plans.dropFirst().reduce(plans[0]) { $0.adding($1) }
    guard !dryRun else {
      return try ErasureDisplay.write(ErasureReport(plan: plan), isDryRun: true, session)
    }
    try confirm(plan, session)
    let report = try session.ledger.erase(plan, reason: reason ?? "")
    try ErasureDisplay.write(report, isDryRun: false, session)
    guard report.isFinished else {
      throw Failure(
        .tryLater,
        "another program is reading the ledger, so that the erased bytes may still be in \(session.ledger.folder.path)",
        remedy: "the erasure is recorded, and the next command that writes finishes it; or run this one again")
    }
  }

  private func targetList() throws -> [ErasureTarget] {
    guard !allPayloads else { return try targets.map { .stream(StreamKey(try IndicatorArgument.indicator($0))) } }
    return [
      .events(
        try targets.map { text in
          guard let seq = Int64(text), seq > 0 else {
            throw Failure(
              .usage, "'\(text)' is not the number of an event",
              remedy: "find it with 'iocledger events', or erase all of an indicator's with --all-payloads")
          }
          return seq
        })
    ]
  }

  private func confirm(_ plan: ErasurePlan, _ session: Session) throws {
    guard !yes, !plan.items.isEmpty else { return }
    for line in ErasureDisplay.lines(ErasureReport(plan: plan), isDryRun: true) {
      session.messages.note(line.plain)
    }
    guard Confirmation.isPossible else {
      throw Failure(.usage, "nothing was erased: it cannot be undone", remedy: "look with --dry-run, then add --yes")
    }
    guard Confirmation.ask("Erase this for good?") else { throw Failure(.failed, "nothing was erased") }
  }
}
