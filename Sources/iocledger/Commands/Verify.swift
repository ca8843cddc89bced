import ArgumentParser
import EventLog
import Events
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

      Somebody who can write the file can compute every hash anew. That is found by comparing with a checkpoint that \
      was signed earlier and kept elsewhere: --checkpoint proves that the log extends it, and says where it was cut or \
      rewritten. Without it, the checkpoints that the ledger keeps are compared.

      --proof checks what 'events --proof' printed. It opens no ledger.

      Examples:
        iocledger verify
        iocledger verify --checkpoint /mnt/usb/a.checkpoint --key /mnt/usb/a.vkey
        iocledger verify --proof event-6.json --key 'iocledger/0196…+9f3a01c2+AT…='
      """)

  @Option(
    name: .customLong("checkpoint"),
    help: ArgumentHelp("Prove that the log extends this signed checkpoint; repeatable.", valueName: "file"),
    completion: .file())
  var checkpoints: [String] = []

  @Option(
    help: ArgumentHelp(
      "Check a proof of inclusion, without a ledger; - reads it from standard input.", valueName: "file"),
    completion: .file())
  var proof: String?

  @OptionGroup var keys: KeyOptions
  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if proof != nil, !checkpoints.isEmpty || options.ledger != nil {
      throw ValidationError("--proof needs nothing but the file and a key; leave out --checkpoint and --ledger")
    }
  }

  func run() throws {
    if let proof { return try verifyProof(proof) }
    // Before the ledger is opened: a file that is not there is no fault of the log.
    let files = try checkpoints.map { try CheckpointFile(path: $0, allowingStreams: true) }
    let trusted = try keys.keys()
    var trouble: Failure?
    let result: LedgerVerification
    do {
      result = try verification(against: files, keys: trusted)
    } catch let error as EventLogError {
      // Whoever asks for JSON gets it, also where there is nothing to read.
      let (log, failure) = try unopened(error)
      (result, trouble) = (LedgerVerification(log: log), failure)
      if options.output == .table, let trouble { throw trouble }
    }
    let writer = ObjectWriter(
      format: options.output, terminal: .standardOutput(color: options.color), to: DescriptorSink.standardOutput)
    try writer.write(result.json, rows: VerificationDisplay.rows) { _ in VerificationDisplay.lines(result) }
    if let trouble { throw trouble }
    if !result.isSound { throw Failure(.integrityBroken) }
  }

  private func verifyProof(_ file: String) throws {
    let bytes = try InputFile(file).contents(limit: ProofFile.maximumSize)
    let checks = ProofFile.check(bytes, keys: try keys.keys())
    let writer = ObjectWriter(
      format: options.output, terminal: .standardOutput(color: options.color), to: DescriptorSink.standardOutput)
    try writer.write(EventProofCheck.json(checks), rows: ProofDisplay.rows) { _ in checks.flatMap(ProofDisplay.lines) }
    if checks.contains(where: { !$0.isProven }) { throw Failure(.integrityBroken) }
  }

  private func verification(against files: [CheckpointFile], keys: [VerifierKey]) throws -> LedgerVerification {
    let session = try Session(options)
    let events = Int(clamping: try session.ledger.head())
    let progress = session.progress("verifying", counting: "events", total: events)
    defer { progress.finish() }
    return try session.ledger.verify(
      against: files.isEmpty ? nil : files, keys: keys.isEmpty ? nil : keys
    ) { progress.update(to: Int($0)) }
  }

  /// What a log that cannot be opened means: that it is not sound, or only that we cannot get at it.
  private func unopened(_ error: EventLogError) throws -> (Verification, Failure?) {
    let folder = try options.folder()
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
