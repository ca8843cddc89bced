import ArgumentParser
import EventLog
import Ledger
import Output

/// `iocledger verify`.
struct Verify: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
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
    var trouble: Failure?
    let result: Verification
    do {
      result = try verification()
    } catch let error as EventLogError {
      // Whoever asks for JSON gets it, also where there is nothing to read.
      (result, trouble) = try unopened(error)
      if output.output == .table, let trouble { throw trouble }
    }
    let writer = ObjectWriter(
      format: output.output, terminal: .standardOutput(color: output.talk.color), to: DescriptorSink.standardOutput)
    try writer.write(result.json) { _ in VerificationDisplay.lines(result) }
    if let trouble { throw trouble }
    if !result.isSound { throw Failure(.integrityBroken) }
  }

  private func verification() throws -> Verification {
    let session = try Session(ledger, output)
    let events = Int(clamping: try session.ledger.head())
    let progress = session.progress("verifying", counting: "events", total: events)
    defer { progress.finish() }
    return session.ledger.verify { progress.update(to: Int($0)) }
  }

  /// What a log that cannot be opened means: that it is not sound, or only that we cannot get at it.
  private func unopened(_ error: EventLogError) throws -> (Verification, Failure?) {
    let folder = try ledger.folder()
    switch error.code {
    case .notALedger where Files.exists(folder.lock):
      return (
        Verification(events: 0, reason: "\(folder.log) is gone, though its ledger is there; restore a backup"), nil
      )
    case .damaged:
      return (
        Verification(events: 0, reason: "\(folder.log) is damaged and cannot be read as a database; restore a backup"),
        nil
      )
    case .editedMigration, .refused, .notDurable: return (Verification(events: 0, reason: error.description), nil)
    case .notALedger, .newerFormat, .locked, .readOnly, .diskFull, .inputOutput, .permission:
      return (Verification(events: 0, reason: error.description), Failure(error))
    }
  }
}
