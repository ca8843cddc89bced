import ArgumentParser
import EventLog
import Events
import Ledger
import Output

/// `iocledger checkpoint`.
///
/// Called otherwise than its command, because a checkpoint is a value of the log.
struct SignCheckpoint: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Sign the log as it is now, to prove later that it was only added to.",
    discussion: """
      Writes a signed tree head (C2SP tlog-checkpoint, Ed25519) into the ledger's checkpoints folder and prints it. \
      Keep a copy, and the public key, where whoever can change the ledger cannot: 'verify --checkpoint FILE --key KEY' \
      then finds a tail that was cut off and a history that was rewritten, also where every hash was computed anew.

      The key pair is made at first use: keys/checkpoint.key, which only its owner can read, and keys/checkpoint.vkey. \
      A log that does not extend the last checkpoint is not signed (exit code 4).

      Examples:
        iocledger checkpoint --output-file /mnt/elsewhere/ledger.checkpoint
        iocledger checkpoint --output json | jq -r .key
      """)

  @Option(
    help: ArgumentHelp("Write the checkpoint into this file too.", valueName: "file"), completion: .file())
  var outputFile: String?

  @OptionGroup var options: AnswerOptions

  func run() throws {
    // Refused before anything is signed.
    let copy = try outputFile.map { try OutputFile($0, apartFrom: options.folder()) }
    let session = try Session(options, access: .readWrite)
    let signed = try session.ledger.signCheckpoint()
    try copy?.write(Array(signed.note.description.utf8))
    try session.object.write(signed.json) { _ in
      signed.note.description.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { StyledText($0) }
    }
    let state = signed.isNew ? "kept as" : "the log has not grown since"
    session.messages.note("\(state) \(signed.file)")
    session.messages.note("key \(signed.key)")
  }
}
