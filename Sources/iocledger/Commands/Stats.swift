import ArgumentParser
import Ledger
import Output

/// `iocledger stats`.
struct Stats: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Show the size and shape of a ledger.",
    discussion: """
      Examples:
        iocledger stats
        iocledger stats --as-at 2026-01-01
      """)

  @OptionGroup var point: PointOptions
  @OptionGroup var options: AnswerOptions

  func run() throws {
    let session = try Session(options)
    let report = try session.ledger.stats(at: point.point(now: session.now))
    try session.object.write(report.json) { terminal in StatsDisplay.lines(report, now: session.now, terminal) }
  }
}
