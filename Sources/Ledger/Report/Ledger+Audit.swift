import EventLog
import Events
import Indicators
import Scoring
import Time

extension Ledger {
  /// How many points the curve of a report's chart is drawn from.
  private static let chartSamples = 200

  /// Answers why an indicator was scored as it was, with what was known then.
  ///
  /// Where only `asAt` is given, the moment of the score is that of the knowledge: the time itself, or when the named
  /// event was recorded. The events are proved against the checkpoint that is given, else the newest that the ledger
  /// keeps; the log must extend it. The same ledger and the same point give the same report.
  public func audit(
    _ indicator: Indicator, at point: PointInTime = PointInTime(), against given: CheckpointFile? = nil
  ) throws -> AuditReport {
    let point = try log.read { try audited(point) }
    let standing = try show(indicator, at: point)
    return try log.read {
      let resolved = try resolve(point)
      let stream = try streamID(of: indicator, asAt: resolved.seq)
      let explanation = try explain(indicator, at: point)
      let (publication, activation) = try scorecardEvents(id: explanation.scorecard.id, asAt: resolved.seq)
      var events: [RecordedEvent] = []
      try log.forEachRow(ofStream: stream, through: resolved.seq) { row in
        events.append(try log.event(row))
        return true
      }
      let roots = SubtreeRoots(log)
      let checkpoint = try auditCheckpoint(given, roots)
      let refusals = try refusals(of: events, asAt: resolved.seq)
      let proved = (events + refusals + [publication, activation].compactMap { $0 }).sorted { $0.seq < $1.seq }
      return AuditReport(
        ledger: try log.ledgerID(), knownAt: try log.event(at: resolved.seq)?.recordedAt, explanation: explanation,
        history: try history(indicator, at: point, samples: Self.chartSamples),
        standing: standing,
        events: try proved.map { event in
          let size = checkpoint?.head.size ?? 0
          return AuditedEvent(
            event: event, inclusion: try log.inclusion(of: event.seq, size: size, roots: roots)?.proof)
        },
        successors: try successors(ofStream: stream, asAt: resolved.seq), checkpoint: checkpoint,
        lookups: lookups(events + refusals),
        decisions: try decisions(events), publication: publication, activation: activation)
    }
  }

  /// The point with both its times fixed, so that every part of the report is of the same moment.
  private func audited(_ point: PointInTime) throws -> PointInTime {
    let resolved = try resolve(point)
    var asOf = resolved.asOf
    if point.asOf == nil {
      switch point.asAt {
      case nil: break
      case .time(let time): asOf = time
      case .seq: asOf = try log.event(at: resolved.seq)?.recordedAt ?? asOf
      }
    }
    return PointInTime(asAt: .seq(resolved.seq), asOf: asOf)
  }

  private func auditCheckpoint(_ given: CheckpointFile?, _ roots: SubtreeRoots) throws -> AuditCheckpoint? {
    guard let file = try given ?? CheckpointFile.paths(in: folder).last.map({ try CheckpointFile(path: $0) })
    else { return nil }
    let check = try usable(file, roots)
    let (note, head) = try file.parsed()
    let name = file.name.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? file.name
    return AuditCheckpoint(file: name, note: note, head: head, key: check.key)
  }

  /// The last publication and activation of a scorecard by a position.
  private func scorecardEvents(
    id: String, asAt seq: Int64
  ) throws -> (publication: RecordedEvent?, activation: RecordedEvent?) {
    var (publication, activation): (RecordedEvent?, RecordedEvent?)
    guard let stream = try log.streamID(of: .scorecards) else { return (nil, nil) }
    try log.forEachRow(ofStream: stream, through: seq) { row in
      guard try log.facts(row)["id"]?.text == id else { return true }
      switch row.type {
      case .scorecardPublished: publication = try log.event(row)
      case .scorecardActivated: activation = try log.event(row)
      default: break
      }
      return true
    }
    return (publication, activation)
  }

  // MARK: Disclosures

  /// Every request that the events tell of, made or withheld, in the order of the log.
  private func lookups(_ events: [RecordedEvent]) -> [AuditedLookup] {
    var lookups: [AuditedLookup] = []
    var places: [Int64: Int] = [:]
    for event in events {
      switch event.type {
      case .lookupStarted:
        // Another request for a lookup whose first one failed: the same disclosure.
        if let place = event.causationSeq.flatMap({ places[$0] }) {
          places[event.seq] = place
          continue
        }
        places[event.seq] = lookups.count
        lookups.append(lookup(event, .open))
      case .lookupWithheld:
        var reason = event.facts["reason"]?.text ?? "no reason stated"
        if let words = WithholdingReason.words(event.facts) { reason += ": \(words)" }
        lookups.append(lookup(event, .withheld(reason)))
      case .observationRecorded, .lookupFailed, .connectorPaused:
        guard let place = event.causationSeq.flatMap({ places[$0] }) else { continue }
        lookups[place].outcomeSeq = event.seq
        switch event.type {
        case .lookupFailed: lookups[place].outcome = .failed(failure(event.facts))
        case .connectorPaused: lookups[place].outcome = .refused
        default:
          lookups[place].outcome = .answered(
            event.facts["status"]?.text.flatMap(ObservationStatus.init(rawValue:)) ?? .found)
        }
      default: break
      }
    }
    return lookups
  }

  private func lookup(_ event: RecordedEvent, _ outcome: AuditedLookup.Outcome) -> AuditedLookup {
    AuditedLookup(
      connector: event.source, seq: event.seq, at: event.receivedAt, actor: event.actor, outcome: outcome)
  }

  private func failure(_ facts: Facts) -> String {
    [facts["reason"]?.text, facts["detail"]?.text].compactMap { $0 }.joined(separator: ": ")
  }

  /// The vendors' refusals, which are recorded about the connectors, of lookups that have no other outcome.
  private func refusals(of events: [RecordedEvent], asAt seq: Int64) throws -> [RecordedEvent] {
    var open = Set<Int64>()
    for event in events {
      if event.type == .lookupStarted { open.insert(event.seq) }
      if let cause = event.causationSeq { open.remove(cause) }
    }
    guard !open.isEmpty, let stream = try log.streamID(of: .connectors) else { return [] }
    var refusals: [RecordedEvent] = []
    try log.forEachRow(ofStream: stream, through: seq) { row in
      if row.type == .connectorPaused, let cause = row.causationSeq, open.remove(cause) != nil {
        refusals.append(try log.event(row))
      }
      return true
    }
    return refusals
  }

  // MARK: Decisions

  private func decisions(_ events: [RecordedEvent]) throws -> [AuditedDecision] {
    let types: Set<EventType> = [
      .judgementSet, .judgementCleared, .noteAdded, .trafficLightSet, .labelAdded, .labelRemoved, .sightingRecorded,
      .observationRetracted, .observationRestored, .payloadErased,
    ]
    return try events.filter { types.contains($0.type) }.map { event in
      var decision = AuditedDecision(event: event, text: nil, isErased: false, concerns: [])
      switch try log.payload(hash: event.payloadHash) {
      case .none: break
      case .erased: decision.isErased = true
      case .bytes(let bytes): decision.text = String(decoding: bytes, as: UTF8.self)
      }
      switch event.type {
      case .observationRetracted, .observationRestored:
        decision.concerns = event.facts["seq"]?.integer.map { [$0] } ?? []
      case .payloadErased:
        let hash = event.facts["hash"]?.text
        decision.concerns = events.filter { $0.payloadHash?.description == hash }.map(\.seq)
      default: break
      }
      return decision
    }
  }
}
