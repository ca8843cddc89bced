import ArgumentParser
import EventLog
import Events
import Ledger
import Output

/// `iocledger rebuild`.
struct Rebuild: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Build everything derived anew from the log.",
    discussion: """
      The views come back the same; where they do not, the log is right and they were not. Commands that run meanwhile \
      go on with the old ones.

      Example:
        iocledger rebuild
      """)

  @OptionGroup var options: AnswerOptions

  func run() throws {
    let session = try Session(options, access: .readWrite)
    let progress = session.progress("rebuilding", counting: "events", total: Int(clamping: try session.ledger.head()))
    let report = try session.ledger.rebuild { progress.update(to: Int($0)) }
    progress.finish()
    try session.object.write(report.json) { _ in
      [
        StyledText("rebuilt from \(report.events.counted("event")) in ")
          + StyledText(DurationText.text(milliseconds: Int64(report.seconds * 1000)))
          + StyledText(report.earlierHash == nil ? "" : report.isUnchanged ? ", the same as before" : ""),
        StyledText("state ", .dim) + StyledText(report.stateHash.description),
      ]
    }
    if !report.isUnchanged {
      session.messages.warning("the old views differed from what the log says; the new ones are right")
    }
  }
}
