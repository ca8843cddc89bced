import Events
import SQLite

extension Verifier {
  /// The dictionaries hold what the events use and nothing else, and the ledger's identity is as it was made.
  func checkDictionaries() throws {
    let streams = try log.database.integer("SELECT count(*) FROM stream") ?? 0
    guard streams == usedStreams else {
      throw Fault(
        seq: nil, reason: "the dictionary of streams holds \(streams) rows where the events use \(usedStreams)")
    }
    try checkSymbols()
    try checkIdentity()
  }

  private func checkSymbols() throws {
    let rows = try log.database.prepare("SELECT id, text FROM symbol ORDER BY id")
    var count = 0
    while try rows.step() {
      count += 1
      guard rows.integer(0) == count, rows.validText(1) != nil else {
        throw Fault(seq: nil, reason: "the dictionary of symbols is damaged at its row \(count)")
      }
    }
    guard count == usedSymbols.count else {
      throw Fault(
        seq: nil, reason: "the dictionary of symbols holds \(count) rows where the events use \(usedSymbols.count)")
    }
  }

  private func checkIdentity() throws {
    let row = try log.database.prepare("SELECT id, created_at, secret, seal, one FROM ledger")
    guard try row.step() else { throw Fault(seq: nil, reason: "the ledger's identity is missing") }
    let seal = EventLog.seal(ledgerID: row.text(0), createdAt: row.integer(1), secret: Array(row.blob(2)))
    guard Digest(row.blob(3)) == seal, row.integer(4) == 1, try !row.step() else {
      throw Fault(seq: nil, reason: "the ledger's identity was changed")
    }
  }
}
