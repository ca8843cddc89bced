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
  /// Of `keys/` only what may be shown to anybody: verifier keys (`.vkey`); all of it with `secretKeys`.
  static func names(in folder: LedgerFolder, secretKeys: Bool) -> [String] {
    var names = Files.exists(folder.configuration) ? ["config.yml"] : []
    for part in folders {
      names += Files.names(in: "\(folder.path)/\(part)").map { "\(part)/\($0)" }.filter { name in
        Files.isRegular("\(folder.path)/\(name)") && !name.hasSuffix(".new")
          && (part != "keys" || secretKeys || name.hasSuffix(".vkey"))
      }
    }
    return names
  }

  /// Whether a backup may hold a file of that name: nothing else is ever written by restoring.
  static func isKnown(_ name: String) -> Bool {
    if [BackupSummary.fileName, log, sums, "config.yml"].contains(name) { return true }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && folders.contains(String(parts[0])) && !["", ".", ".."].contains(parts[1])
  }
}
