import Events
import SQLite

/// Looks up the numbers of payloads by their hashes, for walks over the log.
///
/// Payloads are numbered in the order of their first events, so that mostly the next one is asked for: those are read
/// by stepping along the table, and only others are searched for.
final class PayloadNumbers {
  private let database: Database
  /// The rows after the payload that was asked for last, once one was.
  private var walk: Statement?
  /// How far the walk has come.
  private var walked: Int64 = 0
  /// The row of the walk that nobody has asked for yet.
  private var ahead: (number: Int64, hash: Digest)?

  init(_ database: Database) { self.database = database }

  deinit { walk?.reset() }

  /// The number of the payload with that hash; nil where there is none.
  func number(of hash: Digest) throws -> Int64? {
    if ahead == nil { try step() }
    if let row = ahead, row.hash == hash {
      ahead = nil
      return row.number
    }
    guard let number = try search(hash) else { return nil }
    if number > walked { try start(after: number) }
    return number
  }

  private func search(_ hash: Digest) throws -> Int64? {
    let row = try database.cached("SELECT id FROM payload WHERE hash = ?")
    defer { row.reset() }
    return try hash.withBytes { bytes in
      row.bind(1, borrowing: bytes)
      return try row.step() ? row.integer(0) : nil
    }
  }

  private func start(after number: Int64) throws {
    let rows = try walk ?? database.prepare("SELECT id, hash FROM payload WHERE id > ? ORDER BY id")
    rows.reset()
    rows.bind(1, number)
    walk = rows
    walked = number
    ahead = nil
  }

  private func step() throws {
    guard let rows = walk else { return }
    guard try rows.step(), let hash = Digest(rows.blob(1)) else {
      walk = nil
      rows.reset()
      return
    }
    walked = rows.integer(0)
    ahead = (walked, hash)
  }
}
