import Events
import Ledger
import Output

/// What `backup` and `restore` tell people.
enum BackupDisplay {
  static func lines(_ report: BackupReport, _ done: String) -> [StyledText] {
    [
      StyledText(done, .bold)
        + StyledText(
          " \(report.events.counted("event")) and \(report.files.count.counted("other file")), \(report.bytes.byteSize), verified"
        ),
      StyledText("root ", .dim) + StyledText(report.root.description),
    ]
  }
}

/// The progress of a backup or a restoring: one line for each stage.
final class BackupProgressLines {
  private let messages: Messages
  private var stage: BackupStage?
  private var line: ProgressLine?

  init(_ messages: Messages) { self.messages = messages }

  func update(_ stage: BackupStage, done: Int64, total: Int64) {
    if stage != self.stage {
      finish()
      self.stage = stage
      line = ProgressLine(
        stage.rawValue, counting: stage == .archiving ? "bytes" : "events",
        total: total > 0 ? Int(clamping: total) : nil, on: messages, clock: ProgressLine.systemClock())
    }
    line?.update(to: Int(clamping: done))
  }

  func finish() { line?.finish() }
}
