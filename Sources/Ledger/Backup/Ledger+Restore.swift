import EventLog
import Events
import Time

extension Ledger {
  /// Makes a ledger of a backup in a folder that is not there yet, or is empty.
  ///
  /// The archive is checked whole before anything is made, and the log verified before it counts. The ledger is built
  /// beside the folder and renamed, so that the folder is a whole ledger or what it was.
  public static func restore(
    _ file: String, to path: String, context: LedgerContext, progress: @escaping BackupProgress = { _, _, _ in }
  ) throws -> BackupReport {
    let target = Files.resolvingLinks(LedgerFolder(path).path)
    try checkVacant(target)
    var reader = try BackupReader(file)
    let size = Files.size(file)
    try reader.read { _, _ in { _ in } }

    try Files.createPrivateFolder(Files.folder(of: target))
    let draft = try Draft(folderFor: target)
    let report = try restore(file, size: size, into: LedgerFolder(draft.path), context, progress)
    try checkVacant(target)
    try draft.keep(as: target)
    return report
  }

  private static func restore(
    _ file: String, size: Int64, into folder: LedgerFolder, _ context: LedgerContext,
    _ progress: @escaping BackupProgress
  ) throws -> BackupReport {
    for part in BackupFiles.folders { try Files.createPrivateFolder("\(folder.path)/\(part)") }
    var reader = try BackupReader(file)
    var summaryText: [UInt8] = []
    var names: [String] = []
    var streams: [FileStream] = []
    var done: Int64 = 0
    try reader.read { name, _ in
      guard name != BackupSummary.fileName else {
        return { piece in if summaryText.count < 4096 { summaryText += piece } }
      }
      if name != BackupFiles.log { names.append(name) }
      try streams.last?.synchronize()
      let stream = try FileStream(creating: "\(folder.path)/\(name)")
      streams = [stream]
      return { piece in
        try stream.write(piece)
        done += Int64(piece.count)
        progress(.archiving, done, size)
      }
    }
    try streams.last?.synchronize()
    guard let summary = BackupSummary(String(decoding: summaryText, as: UTF8.self)) else {
      throw LedgerError(.badFile, "\(file) is a backup in a format that this iocledger does not know; upgrade")
    }
    guard Files.exists(folder.log) else { throw reader.damaged("it holds no log") }
    let found = try verified(folder, now: context.now(), progress) { "the log in \(file) is not sound: \($0)" }
    guard found.summary == summary, found.modifiedAt == reader.modifiedAt else {
      throw reader.damaged("its log is another than it says")
    }
    let ledger = try Ledger(folder, access: .readWrite, context: context)
    _ = try ledger.rebuild { progress(.rebuilding, $0, summary.events) }
    return BackupReport(
      file: file, bytes: size, ledgerID: summary.ledgerID, events: summary.events, root: summary.root, files: names)
  }

  private static func checkVacant(_ path: String) throws {
    if let file = LedgerFolder.ownFile(path, nil) {
      throw LedgerError(.usage, "\(path) is \(file) of a ledger; name another folder with --ledger")
    }
    guard Files.exists(path) else { return }
    guard Files.isFolder(path) else { throw LedgerError(.usage, "\(path) is a file; name a folder with --ledger") }
    guard Files.names(in: path).isEmpty else {
      let what = Files.exists(LedgerFolder(path).log) ? "there is a ledger in \(path)" : "\(path) is not empty"
      throw LedgerError(.usage, "\(what); a backup is restored into a new folder, so name another with --ledger")
    }
  }
}
