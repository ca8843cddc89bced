import ArgumentParser
import EventLog
import Ledger
import Output

/// `iocledger verify`.
struct Verify: LedgerCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that nothing in the log was ever changed.",
    discussion: """
      Reads every event and payload, recomputes every hash and the Merkle root, and names the first event at which \
      something is wrong: changed, missing, added, moved or damaged. Ends with 4 where the log is not sound.

      Keep the root somewhere else: a log that was replaced as a whole has another one.

      Examples:
        iocledger verify
        iocledger verify --output json | jq -r .root
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let result = try verification()
    let writer = ObjectWriter(
      format: output.output, terminal: .standardOutput(color: output.talk.color), to: DescriptorSink.standardOutput)
    try writer.write(result.json) { _ in VerificationDisplay.lines(result) }
    if !result.isSound { throw Failure(.integrityBroken) }
  }

  /// What checking found; a log that cannot even be opened is not sound either.
  private func verification() throws -> Verification {
    do {
      let session = try Session(ledger, output)
      let events = Int(clamping: try session.ledger.head())
      let progress = session.progress("verifying", counting: "events", total: events)
      defer { progress.finish() }
      return session.ledger.verify { progress.update(to: Int($0)) }
    } catch let error as EventLogError where Self.speaksOfIntegrity(error.code) {
      return Verification(events: 0, reason: error.description)
    }
  }

  /// Whether a failure to open the log says something about the log, and not about who is asking.
  private static func speaksOfIntegrity(_ code: EventLogError.Code) -> Bool {
    switch code {
    case .damaged, .editedMigration, .refused, .notDurable: true
    case .notALedger, .newerFormat, .locked, .readOnly, .diskFull, .inputOutput, .permission: false
    }
  }
}
