import ArgumentParser
import EventLog
import Events
import Ledger
import Output

/// `iocledger export events`.
struct ExportEvents: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Write every event, one JSON object a line, with all that its proof covers.",
    discussion: """
      The same ledger gives the same bytes. 'iocledger import events' makes a ledger of them whose events have the same \
      places, times and hashes, and so the same root. Payloads come with their salts, so whoever gets the file can read \
      them; without them the leaves can still be recomputed, but the file cannot be imported.

      Examples:
        iocledger export events > events.ndjson
        iocledger export events --without-payloads | jq -c '[.seq, .type, .leaf_hash]'
        iocledger export events --ledger old | iocledger import events - --ledger new
      """)

  @Flag(help: "Leave out vendors' raw answers and texts.")
  var withoutPayloads = false

  @OptionGroup var options: LedgerOptions

  func run() throws {
    let session = try Session(options, output: .ndjson)
    let output = DescriptorSink.standardOutput
    let progress = session.progress("exporting", counting: "events", total: Int(clamping: try session.ledger.head()))
    defer { progress.finish() }
    // A terminal that shows the lines has no room for progress.
    let isSilent = session.terminal.isTerminal
    let report = try session.ledger.exportEvents(payloads: !withoutPayloads) { line in
      try output.write(line + "\n")
      if !isSilent { progress.advance() }
    }
    try output.flush()
    progress.finish()
    session.messages.note("\(report.events.counted("event")) exported, root \(report.root)")
  }
}
