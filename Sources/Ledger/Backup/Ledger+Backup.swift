import EventLog
import Events
import Time

extension Ledger {
  /// Writes one consistent state of the ledger into one file, while others may go on writing.
  ///
  /// The copy of the log is verified whole before it counts, and the archive is read again. It is written beside the
  /// file and renamed, so that the file is a whole backup or what it was; that needs twice the log's size for a while.
  /// An existing file is refused unless it may be replaced. The secret signing key stays where it is unless asked for.
  public func backup(
    to path: String, replacing: Bool = false, withSecretKeys: Bool = false, progress: BackupProgress = { _, _, _ in }
  ) throws -> BackupReport {
    try Self.checkTarget(path, replacing)
    // A folder, because the copy of the log is opened as a ledger's.
    let draft = "\(path).partial-\(Digest.hexadecimal(context.random(6)))"
    try Files.createPrivateFolder(draft)
    defer { Files.removeFolder(draft) }
    // Before the log: a checkpoint must not be ahead of the log that it is a checkpoint of.
    let names = BackupFiles.names(in: folder, secretKeys: withSecretKeys)
    let files = try names.map { ($0, try Files.contents(of: "\(folder.path)/\($0)")) }
    progress(.copying, 0, 0)
    let copy = LedgerFolder(draft)
    try log.copy(to: copy.log)
    let checked = try Self.verified(copy, now: context.now(), progress) {
      "the log of \(folder.path) is not sound: \($0)"
    }
    let archive = draft + "/archive"
    var writer = BackupWriter(try FileStream(creating: archive), modifiedAt: checked.modifiedAt)
    try writer.add(BackupSummary.fileName, Array(checked.summary.text.utf8))
    let size = Files.size(copy.log)
    try writer.add(BackupFiles.log, file: copy.log) { progress(.archiving, $0, size) }
    for (name, bytes) in files { try writer.add(name, bytes) }
    try writer.finish()
    var reader = try BackupReader(archive)
    try reader.read { _, _ in { _ in } }
    try Self.checkTarget(path, replacing)
    try Files.move(archive, to: path)
    return BackupReport(
      file: path, bytes: writer.written, ledgerID: checked.summary.ledgerID, events: checked.summary.events,
      root: checked.summary.root, files: names)
  }

  private static func checkTarget(_ path: String, _ replacing: Bool) throws {
    let parent = Files.folder(of: path)
    guard Files.isFolder(parent) else {
      throw LedgerError(.badFile, "there is no folder \(parent) to write the backup into; make it first")
    }
    guard !Files.isFolder(path) else { throw LedgerError(.usage, "\(path) is a folder; name a file in it") }
    guard !Files.exists(path) || replacing else {
      throw LedgerError(.usage, "\(path) is there already; name another file, or replace it with --force")
    }
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
