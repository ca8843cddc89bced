import EventLog
import Events
import Indicators
import SQLite

extension Views {
  /// Takes in what the log has gained, `batch` events a transaction; rows and checkpoint commit together.
  ///
  /// `progress` hears how far it has come after each batch.
  public func catchUp(with log: EventLog, batch: Int64 = 10_000, progress: (Int64) -> Void = { _ in }) throws {
    // One unchanging state of the log, with the names that other processes have added to its dictionary.
    try log.read {
      let head = try log.head()
      var seq = try self.seq()
      while seq < head {
        let last = min(head, seq + max(1, batch))
        try database.writeTransaction {
          names.refresh(log.symbols)
          let known = try lastIndicatorID()
          let projector = Projector(log, names, fresh: known + 1) { [self] id in id <= known ? try stored(id) : nil }
          var reached = seq
          try log.forEachRow(from: seq + 1, through: last, columns: .projected) { row in
            reached += 1
            guard row.seq == reached else { return false }
            try projector.project(RowSummary(row, log, names))
            return true
          }
          try requireWhole(log, reached == last)
          let changes = try projector.finish(at: last)
          try write(changes)
          try write(changes.tallies)
          try writeCheckpoint(seq: last, leaf: log.leafHash(at: last))
        }
        // Not at the end only: looking pages up in a long write-ahead log takes ever longer.
        try checkpointIfLarge()
        seq = last
        progress(seq)
      }
    }
  }

  /// Whether building anew is sooner done than catching up, which takes ten times as long an event.
  func areFarBehind(_ log: EventLog) throws -> Bool {
    let head = try log.head()
    let missing = try head - seq()
    return missing > 10_000 && missing > head / 8
  }

  /// Throws where the log has lost events: a damaged page can look like one with fewer rows.
  func requireWhole(_ log: EventLog, _ isWhole: Bool) throws {
    guard !isWhole else { return }
    throw EventLogError(.damaged, "events are missing from \(log.folder.log); run 'iocledger verify'")
  }

  private func stored(_ id: Int64) throws -> (Indicator, IndicatorState)? {
    let row = try database.cached("SELECT kind, value, state FROM indicator WHERE id = ?")
    row.bind(1, id)
    defer { row.reset() }
    guard try row.step(), let kind = IndicatorKind(code: row.integer(0)) else { return nil }
    let indicator = Indicator(kind, canonical: row.text(1))
    do {
      return (indicator, try IndicatorState(encoded: row.blob(2)))
    } catch {
      throw EventLogError(.damaged, "the views are damaged at \(indicator.value) (\(error)); run 'iocledger rebuild'")
    }
  }

  /// Moves the views' write-ahead log into the file where it has grown past 16 MB; a reader in the way is no error.
  private func checkpointIfLarge() throws {
    guard Files.size(database.writeAheadLogPath) > 16 << 20 else { return }
    try database.checkpoint()
  }
}
