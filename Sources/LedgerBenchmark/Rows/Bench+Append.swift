import EventLog
import Ledger

extension Bench {
  /// Appending to the log, against a bare INSERT of the same bytes; then the ledger for all other rows.
  func measureAppend() throws {
    let scratch = LedgerFolder(folder + "/append")
    insertRate = try measureAppend("append", to: scratch, hasPayloads: false, wanted: .ratio(0.5))
    Files.removeFolder(scratch.path)
    _ = try measureAppend("append, payloads included", to: ledger, hasPayloads: true, wanted: nil)
  }

  /// The ledger for all other rows, without measuring.
  func prepareLedger() throws {
    guard !Files.exists(ledger.log) else { return }
    progress("making the ledger")
    try makeLedger(ledger)
    _ = try fill(ledger, hasPayloads: true)
  }

  /// Measures appending and its yardstick in turns, so that both meet the same disk; gives the yardstick's rows a second.
  private func measureAppend(
    _ name: String, to target: LedgerFolder, hasPayloads: Bool, wanted: BenchmarkRow.Wanted?
  ) throws -> Double {
    progress(name)
    var times: [Double] = []
    var yardsticks: [Double] = []
    var rows: EventRows?
    for _ in 0..<repeats {
      try makeLedger(target)
      times.append(try fill(target, hasPayloads: hasPayloads))
      let same = try rows ?? EventRows(log: target.log)
      rows = same
      yardsticks.append(try InsertYardstick(path: folder + "/insert.db", batch: Self.batch).run(same))
    }
    let (append, insert) = (Samples(times), Samples(yardsticks))
    let rate = Double(rows?.count ?? 0) / insert.median
    report.rows.append(
      BenchmarkRow(
        name: name, figure: Double(events) / append.median, unit: "events/s", spread: max(append.spread, insert.spread),
        yardstick: rate, wanted: wanted))
    return rate
  }
}
