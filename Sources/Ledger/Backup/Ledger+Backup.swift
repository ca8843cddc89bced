import EventLog
import Events
import Time

extension Ledger {
  /// Writes one consistent state of the ledger into one file, while others may go on writing.
  ///
  /// The copy of the log is verified whole before it counts, and the archive is read again. It is written beside the
  /// file and renamed, so that the file is a whole backup or what it was; that needs twice the log's size for a while.
  /// An existing file is refused unless it may be replaced; a pipe or device is written through. The secret signing key stays where it is unless asked for.
  public func backup(
    to path: String, replacing: Bool = false, withSecretKeys: Bool = false, progress: BackupProgress = { _, _, _ in }
  ) throws -> BackupReport {
    let target = try Self.target(path, apartFrom: folder, replacing)
    // Before the log: a checkpoint must not be ahead of the log that it is a checkpoint of.
    let names = try BackupFiles.names(in: folder, secretKeys: withSecretKeys)
    let files = try names.map { ($0, try Files.contents(of: "\(folder.path)/\($0)")) }
    // A folder, because the copy of the log is opened as a ledger's.
    let draft = try Draft(folderFor: path, in: target.isReplaced ? nil : workFolder)
    progress(.copying, 0, 0)
    let copy = LedgerFolder(draft.path)
    try log.copy(to: copy.log)
    let checked = try Self.verified(copy, now: context.now(), progress) {
      "the log of \(folder.path) is not sound: \($0)"
    }
    let archive = draft.path + "/archive"
    var writer = BackupWriter(try FileStream(creating: archive), modifiedAt: checked.modifiedAt)
    try writer.add(BackupSummary.fileName, Array(checked.summary.text.utf8))
    let size = Files.size(copy.log)
    try writer.add(BackupFiles.log, file: copy.log) { progress(.archiving, $0, size) }
    for (name, bytes) in files { try writer.add(name, bytes) }
    try writer.finish()
    var reader = try BackupReader(archive)
    try reader.read { _, _ in { _ in } }
    try target.take(archive, replacing: replacing)
    return BackupReport(
      file: path, bytes: writer.written, ledgerID: checked.summary.ledgerID, events: checked.summary.events,
      root: checked.summary.root, files: names)
  }

  /// Where to put together what is written through into a pipe or device.
  private var workFolder: String {
    Files.isWritable(folder.path)
      ? folder.path : context.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  private static func target(_ path: String, apartFrom folder: LedgerFolder, _ replacing: Bool) throws -> OutputFile {
    let parent = Files.folder(of: path)
    guard Files.isFolder(parent) else {
      throw LedgerError(.badFile, "there is no folder \(parent) to write the backup into; make it first")
    }
    guard !Files.isFolder(path) else { throw LedgerError(.usage, "\(path) is a folder; name a file in it") }
    let target = try OutputFile(path, apartFrom: folder)
    guard !target.exists || replacing else {
      throw LedgerError(.usage, "\(path) is there already; name another file, or replace it with --force")
    }
    return target
  }

  /// Verifies the log of a folder that nobody else knows of, and says what it is.
  ///
  /// The date is when its last event was recorded, in seconds, or 0.
  static func verified(
    _ folder: LedgerFolder, now: Timestamp, _ progress: BackupProgress, complaint: (String) -> String
  ) throws -> (summary: BackupSummary, modifiedAt: Int64) {
    let log = try EventLog(folder, access: .readOnly, now: now)
    let head = try log.head()
    let result = log.verify { progress(.verifying, $0, head) }
    guard result.isSound, let root = result.root else {
      throw EventLogError(.damaged, complaint(result.reason ?? "it has no root"))
    }
    let summary = BackupSummary(ledgerID: try log.ledgerID(), events: result.events, root: root)
    return (summary, max(0, try log.lastRecordedAt()?.seconds ?? 0))
  }
}
