import ArgumentParser
import JSON
import EventLog
import Ledger
import Output
import Scoring

/// `iocledger replay`.
struct Replay: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Try other scoring rules on everything, and see what they would change.",
    discussion: """
      Evaluates every indicator under the scorecard that rules and under another one. Nothing changes unless --commit \
      says so: then the scorecard is published and becomes the one that rules, as events. Nothing is ever sent to anyone \
      because of a replay.

      Examples:
        iocledger rules show > mine.yml && $EDITOR mine.yml
        iocledger replay --rules mine.yml
        iocledger replay --rules mine.yml --limit 10 --output json | jq '.moves[]'
        iocledger replay --rules mine.yml --commit
      """)

  @Option(
    help: ArgumentHelp(
      "The other rules: a file, a name in the ledger's scorecards folder, or the id of a published one.",
      valueName: "scorecard"),
    completion: ScorecardArgument.completion)
  var rules: String

  @Option(help: ArgumentHelp("At most so many moves; 1,000 unless given, 20 in a table.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Publish the scorecard and make it the one that rules.")
  var commit = false

  @OptionGroup var point: PointOptions
  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit must not be negative") }
    if commit, point.asAt != nil {
      throw ValidationError("--commit changes what rules from now on; look at the past with --as-at without it")
    }
  }

  func run() throws {
    let session = try Session(options, access: commit ? .readWrite : .readOnly)
    let scorecard = try ScorecardArgument.scorecard(rules, in: session.ledger)
    let limit = limit ?? (session.output == .table ? 20 : 1000)
    let report = try session.ledger.replay(to: scorecard, at: point.point(now: session.now), limit: limit)
    let seq = commit ? try session.ledger.activate(scorecard) : nil
    let json = commit ? report.json.adding("committed_seq", JSONValue(seq)) : report.json
    try session.object.write(json, rows: .elements(of: "moves", fields: ReplayDisplay.fields)) { terminal in
      ReplayDisplay.lines(report, now: session.now, terminal)
    }
    tell(report, seq: seq, session.messages)
  }

  private func tell(_ report: ReplayReport, seq: Int64?, _ messages: Messages) {
    guard commit else { return messages.note("nothing is changed; --commit would make \(report.to.name) rule") }
    guard let seq else { return messages.note("\(report.to.name) rules already") }
    messages.note(
      """
      \(report.to.name) (\(report.to.id.prefix(12))) rules from event \(seq) on
      back again: iocledger replay --rules \(report.from.id.prefix(12)) --commit
      """)
  }
}
