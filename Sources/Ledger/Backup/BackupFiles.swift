import EventLog

/// Which files of a ledger a backup holds besides the log.
enum BackupFiles {
  /// The folder that all names in an archive begin with.
  static let prefix = "ledger/"
  static let log = "log.db"
  static let sums = "SHA256SUMS"
  /// The folders whose files are kept, without what lies in folders below them.
  static let folders = ["scorecards", "lists", "checkpoints", "keys"]

  /// The names of the files that are there, below the ledger's folder, in order.
  ///
  /// Of `keys/` only what may be shown to anybody: verifier keys (`.vkey`); all of it with `secretKeys`. Throws where a
  /// name is not UTF-8, which an archive's names are, and where something is neither file nor folder.
  static func names(in folder: LedgerFolder, secretKeys: Bool) throws -> [String] {
    var names = Files.isTaken(folder.configuration) ? ["config.yml"] : []
    for part in folders {
      for bytes in Files.namesAsBytes(in: "\(folder.path)/\(part)") {
        guard let name = String(validating: bytes, as: UTF8.self) else {
          let shown = String(decoding: bytes, as: UTF8.self)
          throw LedgerError(
            .badFile, "'\(part)/\(shown)' cannot be backed up: its name is not UTF-8; rename it, or move it away")
        }
        guard part != "keys" || secretKeys || name.hasSuffix(".vkey"), !Files.isDraft(name) else { continue }
        names.append("\(part)/\(name)")
      }
    }
    return try names.filter { name in
      let path = "\(folder.path)/\(name)"
      guard !Files.leadsToFile(path) else { return true }
      guard Files.isFolder(path) else {
        throw LedgerError(
          .badFile, "'\(name)' cannot be backed up: it is neither a file nor leads to one; move it away")
      }
      return false
    }
  }

  /// Whether a backup may hold a file of that name: nothing else is ever written by restoring.
  static func isKnown(_ name: String) -> Bool {
    if [BackupSummary.fileName, log, sums, "config.yml"].contains(name) { return true }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && folders.contains(String(parts[0])) && !["", ".", ".."].contains(parts[1])
  }
}
