import EventLog
import Events
import Indicators

extension Ledger {
  /// Finds what would be erased, and changes nothing.
  ///
  /// Throws for events that are not there, that have no payload, or that share one with a scorecard: past scores are
  /// computed from those.
  public func planErasure(_ target: ErasureTarget) throws -> ErasurePlan {
    try log.read { try plan(target) }
  }

  /// Drops the payloads of a plan and records that, in one transaction, then removes their bytes from the files.
  ///
  /// Waits `patience` milliseconds for readers that are in the way of the last step.
  public func erase(_ plan: ErasurePlan, reason: String, patience: Int = 2000) throws -> ErasureReport {
    var report = ErasureReport(plan: plan)
    if !plan.items.isEmpty {
      report = try write { writer in try erase(plan, reason: Array(reason.utf8), writer) }
    }
    // Only the last step is left where the log is small; here its failure is told.
    report.isFinished = try translatingErrors { try log.finishErasure(patience: patience) }
    return report
  }

  private func plan(_ target: ErasureTarget) throws -> ErasurePlan {
    var plan = ErasurePlan()
    plan.asAt = try head()
    var seen = Set<Digest>()
    for event in try events(of: target) {
      guard let hash = event.payloadHash, seen.insert(hash).inserted else { continue }
      switch try log.payload(hash: hash) {
      case .none: break
      case .erased: plan.erasedBefore.append(event.seq)
      case .bytes(let bytes):
        plan.items.append(
          ErasurePlan.Item(
            seq: event.seq, type: event.type, stream: event.stream, hash: hash, bytes: bytes.count, events: []))
      }
    }
    try addUses(to: &plan, from: 1)
    return plan
  }

  private func events(of target: ErasureTarget) throws -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    switch target {
    case .events(let seqs):
      for seq in seqs {
        guard let event = try log.event(at: seq) else {
          throw LedgerError(.usage, "there is no event \(seq); the log ends at \(try head())")
        }
        guard event.payloadHash != nil else {
          throw LedgerError(
            .usage, "event \(seq) (\(event.type.rawValue)) has no payload: nothing of it can be erased")
        }
        events.append(event)
      }
    case .stream(let stream):
      guard let id = try log.streamID(of: stream) else {
        throw LedgerError(.noSuchIndicator, "no event is about \(stream.value); take it in with 'iocledger ingest'")
      }
      try log.forEachRow(ofStream: id) { row in
        if row.payloadHash != nil, row.type != .payloadErased { events.append(try log.event(row)) }
        return true
      }
    }
    return events
  }

  /// Notes which events lose each payload, and refuses where one of them is a scorecard.
  private func addUses(to plan: inout ErasurePlan, from first: Int64) throws {
    let places = Dictionary(uniqueKeysWithValues: plan.items.enumerated().map { ($1.hash, $0) })
    guard !places.isEmpty else { return }
    try log.forEachPayloadUse(from: first) { seq, type, hash in
      guard let place = places[hash] else { return }
      guard type != .scorecardPublished else {
        throw LedgerError(
          .usage,
          "the payload of event \(plan.items[place].seq) is that of a scorecard (event \(seq)), from which past scores are computed; it cannot be erased"
        )
      }
      plan.items[place].events.append(seq)
    }
  }

  private func erase(_ planned: ErasurePlan, reason: [UInt8], _ writer: Writer) throws -> ErasureReport {
    var report = ErasureReport(plan: planned)
    report.plan.items = []
    // Whoever came to share one of the payloads since the plan was made loses it too.
    var current = planned
    try addUses(to: &current, from: planned.asAt + 1)
    current.asAt = writer.appender.head
    for item in current.items {
      try refuse(reason, holdingBytesOf: item)
      guard try writer.appender.erasePayload(item.hash) else {
        report.plan.erasedBefore.append(item.seq)
        continue
      }
      let seq = try writer.append(
        .payloadErased, about: item.stream, source: Self.analyst, correlation: writer.correlation, cause: item.seq,
        facts: ["hash": .text(item.hash.description)], payload: reason.isEmpty ? nil : reason)
      report.erasures.append(seq)
      report.plan.items.append(item)
    }
    return report
  }

  /// A reason that quotes what is erased would keep it; a few letters may be there by chance.
  private func refuse(_ reason: [UInt8], holdingBytesOf item: ErasurePlan.Item) throws {
    guard case .bytes(let bytes) = try log.payload(hash: item.hash), reason.count >= bytes.count,
      bytes.count >= 4 || bytes == reason, !bytes.isEmpty,
      (0...reason.count - bytes.count).contains(where: { reason[$0..<$0 + bytes.count].elementsEqual(bytes) })
    else { return }
    throw LedgerError(.usage, "the reason holds the text of event \(item.seq), which is to be erased; say it otherwise")
  }
}
