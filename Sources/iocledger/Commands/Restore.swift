import ArgumentParser
import EventLog
import Events
import Ledger
import Output

/// `iocledger restore`.
struct Restore: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a ledger of a backup.",
    discussion: """
      Into a new folder, which must not be there yet, or be empty. A damaged backup is refused with the reason, and \
      nothing is left behind. The whole log is verified, and everything derived from it is built anew.

      Compare the root with one that you kept elsewhere: it tells whether the backup was replaced as a whole.

      Example:
        iocledger restore /backups/ledger.tar --ledger /srv/iocledger
      """)

  @Argument(help: "The backup.", completion: .file())
  var file: String

  @OptionGroup var options: AnswerOptions

  func run() throws {
    let folder = try options.folder()
    let messages = options.messages
    let progress = BackupProgressLines(messages)
    defer { progress.finish() }
    let report = try Ledger.restore(
      file, to: folder.path, context: .system(forWriting: true), progress: progress.update)
    progress.finish()
    let writer = ObjectWriter(
      format: options.output, terminal: .standardOutput(color: options.color), to: DescriptorSink.standardOutput)
    try writer.write(report.json) { _ in BackupDisplay.lines(report, "restored") }
    messages.note("the ledger is in \(folder.path)")
  }
}
