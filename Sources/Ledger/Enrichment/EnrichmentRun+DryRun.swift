import Connectors
import EventLog
import Indicators
import Time
import Views

extension EnrichmentRun {
  /// Says what a run would ask at once, without sending or recording anything.
  func dryRun(_ progress: (EnrichProgress) -> Void) throws -> EnrichReport {
    try plan(connectors, isFirst: true, progress)
    let views = try ledger.views()
    var rooms: [Int64] = []
    try ledger.log.read {
      var book = BudgetBook(views, ledger.log.symbols, now: clock.now())
      for connector in connectors {
        rooms.append(min(connector.due, try book.room(connector.settings) ?? .max))
        connector.mustWait(try book.wait(connector.settings), at: clock.now())
      }
    }
    var planned = connectors.map { _ in Int64(0) }
    if let limit = request.limit { planned = share(Int64(limit), rooms) } else { planned = rooms }
    for (index, connector) in connectors.enumerated() {
      connector.report.planned = planned[index]
      let named = min(Int(planned[index]), EnrichedConnector.plannedLimit)
      for lookup in connector.queue.reversed().prefix(named) {
        try views.forEachIndicator(in: lookup.stream...lookup.stream) { packed in
          connector.report.plannedIndicators.append(packed.indicator)
        }
      }
    }
    var report = try finish(isInterrupted: false)
    for (index, connector) in connectors.enumerated() {
      report.connectors[index].deferred = connector.due - rooms[index]
      report.connectors[index].left = rooms[index] - planned[index]
    }
    return report
  }

  /// Shares out `--limit` as a run would use it: whatever goes first, whichever connector it is for.
  private func share(_ limit: Int64, _ rooms: [Int64]) -> [Int64] {
    var shares = rooms.map { _ in Int64(0) }
    var queues = connectors.map { $0.queue[...] }
    for _ in 0..<limit {
      let open = queues.indices.filter { shares[$0] < rooms[$0] && !queues[$0].isEmpty }
      guard
        let next = open.min(by: { left, right in
          guard let first = queues[left].last, let second = queues[right].last else { return false }
          return first.precedes(second)
        })
      else { break }
      queues[next].removeLast()
      shares[next] += 1
    }
    return shares
  }
}
