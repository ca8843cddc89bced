import ArgumentParser
import EventLog
import Events
import Ledger
import Output

/// `iocledger backup`.
struct Backup: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Write the whole ledger into one file, while it is in use.",
    discussion: """
      The file is a tar archive with the log as it was at one moment, config.yml, the scorecards, lists, checkpoints and \
      verifier keys, and the sums of all. Before it counts, every hash of the copied log is recomputed. 'iocledger \
      restore' makes a ledger of it, and so does 'tar xf'.

      The secret signing key is left out, so that the file alone cannot sign in your name; --with-secret-keys takes it \
      along. API keys that are written into config.yml are in the file: keep it as private as the ledger.

      Writing needs twice the log's size for a while.

      Examples:
        iocledger backup /backups/ledger.tar
        iocledger backup --force /backups/ledger-$(date +%A).tar
      """)

  @Argument(help: "The file to write.", completion: .file())
  var file: String

  @Flag(help: "Replace a file that is there.")
  var force = false

  @Flag(help: "With the secret signing key.")
  var withSecretKeys = false

  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if file.isEmpty || file == "-" || file.hasSuffix("/") {
      throw ValidationError("name a file to write; /dev/stdout is standard output")
    }
  }

  func run() throws {
    let session = try Session(options)
    let progress = BackupProgressLines(session.messages)
    defer { progress.finish() }
    let report = try session.ledger.backup(
      to: file, replacing: force, withSecretKeys: withSecretKeys, progress: progress.update)
    progress.finish()
    if try OutputFile(file).isStandardOutput {
      for line in BackupDisplay.lines(report, "backed up") { session.messages.note(line.plain) }
    } else {
      try session.object.write(report.json) { _ in BackupDisplay.lines(report, "backed up") }
    }
    if !report.hasSecretKeys, Files.exists(session.ledger.folder.path + "/keys") {
      session.messages.note("the secret signing key is not in it; --with-secret-keys takes it along")
    }
  }
}
