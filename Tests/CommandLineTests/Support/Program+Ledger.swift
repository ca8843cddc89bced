import Foundation
import SQLite

extension Program {
  private var log: URL { folder.appending(path: "ledger/log.db") }

  /// Changes the log behind the program's back.
  func editLog(_ sql: String) throws {
    let database = try Database(path: log.path, mode: .readWrite)
    try database.execute(sql)
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Overwrites bytes of the log's file.
  func overwriteLog(at offset: UInt64, with bytes: [UInt8]) throws {
    try editLog("SELECT 1")
    let handle = try FileHandle(forUpdating: log)
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  /// Whether nobody but the owner can read the ledger.
  var folderHasPrivateFiles: Bool {
    let ledger = folder.appending(path: "ledger")
    let files = (try? FileManager.default.subpathsOfDirectory(atPath: ledger.path)) ?? []
    return !files.isEmpty
      && ([""] + files).allSatisfy { file in
        let path = ledger.appending(path: file).path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return true }
        if attributes[.type] as? FileAttributeType == .typeSymbolicLink { return true }
        return ((attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777) & 0o077 == 0
      }
  }
}
