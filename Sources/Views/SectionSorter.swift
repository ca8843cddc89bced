import EventLog
import Events

/// Reads sections of the log and sorts their rows by partitions of streams; belongs to one thread.
final class SectionSorter {
  /// What a section holds.
  struct Section: Sendable {
    let seqs: ClosedRange<Int64>
    /// Whether all its events were found, each about a stream that can be.
    let isWhole: Bool
    /// The rows in the spooled form, one partition's behind another's.
    let rows: [UInt8]
    /// Where the rows of each partition end.
    let ends: [Int]
    let lookups: [ViewChanges.LookupRow]
    /// The earlier events that were taken back or brought back, each in the stream of the event that did so, in order.
    let turns: [(seq: Int64, isRetracted: Bool)]
  }

  private let log: EventLog
  private let names: FieldNames
  private let plan: RebuildPlan
  /// The rows of each partition; they keep their memory from one section to the next.
  // Unchecked: adding a row calls nothing that comes back here.
  @exclusivity(unchecked) private var partitions: [[UInt8]]

  init(_ log: EventLog, _ plan: RebuildPlan) {
    self.log = log
    self.plan = plan
    names = FieldNames(log.symbols)
    partitions = Array(repeating: [], count: plan.partitionCount)
  }

  func section(_ number: Int) throws -> Section {
    let seqs = plan.seqs(ofSection: number)
    var events = 0
    var lookups: [ViewChanges.LookupRow] = []
    var earlier: [(seq: Int64, stream: Int64, isRetracted: Bool)] = []
    try log.forEachRow(from: seqs.lowerBound, through: seqs.upperBound, columns: .projected) { row in
      let row = try RowSummary(row, log, names)
      guard let partition = plan.partition(of: row.streamID) else { return true }
      events += 1
      SpooledRow.append(row, to: &partitions[partition])
      if row.type == .lookupStarted {
        lookups.append(.init(connector: row.source, startedAt: row.receivedAt, seq: row.seq))
      } else if let seq = row.earlierSeq {
        earlier.append((seq, row.streamID, row.type == .observationRetracted))
      }
      return true
    }
    let turns = try earlier.filter { try log.streamID(ofEvent: $0.seq) == $0.stream }.map { ($0.seq, $0.isRetracted) }
    // As their table has them, so that those of a connector come at one place.
    lookups.sort { ($0.connector, $0.startedAt, $0.seq) < ($1.connector, $1.startedAt, $1.seq) }
    let (rows, ends) = takeRows()
    return Section(
      seqs: seqs, isWhole: events == seqs.count, rows: rows, ends: ends, lookups: lookups, turns: turns)
  }

  private func takeRows() -> (rows: [UInt8], ends: [Int]) {
    var rows: [UInt8] = []
    var ends: [Int] = []
    rows.reserveCapacity(partitions.reduce(0) { $0 + $1.count })
    ends.reserveCapacity(partitions.count)
    for partition in partitions.indices {
      rows += partitions[partition]
      ends.append(rows.count)
      partitions[partition].removeAll(keepingCapacity: true)
    }
    return (rows, ends)
  }
}
