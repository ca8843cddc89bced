import EventLog
import Events
import Indicators
import Scoring
import Time
import Views

extension Ledger {
  /// What is known about one indicator: read from its own state, so that it costs the same in a ledger of any size, and
  /// at the end of the log however long its history is; only where a source's word has ended its stream is gone through.
  public func show(
    _ indicator: Indicator, at point: PointInTime = PointInTime(), rules: Rules = .active
  ) throws -> IndicatorReport {
    let views = try views()
    return try log.read {
      let point = try resolve(point)
      let stream = try streamID(of: indicator, asAt: point.seq)
      let scorer = try scorer(rules, asAt: point.seq)
      let state = try state(of: stream, in: views, point)
      let selection = state.selection(asOf: point.asOf, log.symbols)
      let score = scorer.score(selection, of: indicator, asOf: point.asOf)
      return IndicatorReport(
        indicator: indicator, firstSeen: state.firstSeen.milliseconds == .max ? nil : state.firstSeen,
        lastSeen: state.lastSeen.milliseconds == .min ? nil : state.lastSeen, labels: selection.labels,
        trafficLight: state.trafficLight, permissibleActions: state.permissibleActions,
        tags: scorer.tags(selection, of: indicator, score: score), score: score,
        asOf: point.asOf, asAt: point.seq, scorecard: scorer.scorecard,
        sources: try sources(state, ofStream: stream, point),
        relationships: try relationships(of: StreamKey(indicator), in: views, asAt: point.seq, asOf: point.asOf),
        judgement: selection.judgement,
        notes: try state.notes.compactMap(log.event(at:)).filter { $0.observedAt <= point.asOf }.map(report))
    }
  }

  /// The state of an indicator: as the views hold it where that is the whole truth at that point, else folded.
  ///
  /// Another process may bring the views further at any time; the state itself says whether it holds a later event.
  func state(of stream: Int64, in views: Views, _ point: ResolvedPoint) throws -> IndicatorState {
    if try views.seq() >= point.seq, let state = try views.state(of: stream), state.lastSeq <= point.seq,
      state.isWhole(asOf: point.asOf)
    {
      return state
    }
    return try IndicatorState.folding(stream: stream, of: log, asAt: point.seq, asOf: point.asOf) ?? IndicatorState()
  }

  /// The stream of an indicator that has an event by a position.
  func streamID(of indicator: Indicator, asAt seq: Int64) throws -> Int64 {
    guard let stream = try log.streamID(of: StreamKey(indicator)) else { throw noSuch(indicator) }
    var first: Int64 = .max
    try log.forEachRow(ofStream: stream) { row in
      first = row.seq
      return false
    }
    guard first <= seq else {
      throw LedgerError(
        .noSuchIndicator, "as at event \(seq) nothing was known about \(indicator.value); its first event is \(first)")
    }
    return stream
  }

  private func noSuch(_ indicator: Indicator) -> LedgerError {
    var remedy = "; take it in with 'iocledger ingest'"
    if let text = indicator.host, let host = try? Indicator(parsing: text),
      (try? log.streamID(of: StreamKey(host))) != nil
    {
      remedy = ", but about its host: 'iocledger show \(host.value)'"
    }
    return LedgerError(
      .noSuchIndicator, "the ledger knows nothing about the \(indicator.kind.rawValue) \(indicator.value)\(remedy)")
  }

  /// All that ever bore on the score of one indicator.
  func evidence(_ indicator: Indicator, stream: Int64, asAt seq: Int64) throws -> Evidence {
    var evidence = Evidence(indicator)
    try log.forEachRow(ofStream: stream, through: seq) { row in
      try apply(row, to: &evidence)
      return true
    }
    return evidence
  }

  /// Takes an event into account, if it bears on a score.
  func apply(_ row: EventRow, to evidence: inout Evidence) throws {
    guard let type = row.type else { return }
    do {
      try evidence.apply(
        seq: row.seq, type: type, source: row.source, observedAt: row.observedAt, recordedAt: row.recordedAt,
        trafficLight: row.trafficLight.flatMap { TrafficLight(rawValue: Int($0)) }, facts: row.facts,
        symbols: log.symbols.texts)
    } catch {
      throw EventLogError(.damaged, "event \(row.seq) is damaged (\(error)); run 'iocledger verify'")
    }
  }

  private func sources(
    _ state: IndicatorState, ofStream stream: Int64, _ point: ResolvedPoint
  ) throws -> [SourceReport] {
    var reports: [SourceReport] = []
    for source in state.sources {
      let word = source.standing(asOf: point.asOf)
      let name = log.symbols.text(source.source) ?? "?"
      if let end = word.end, let listing = try listing(ofStream: stream, by: source.source, point) {
        reports.append(SourceReport(source: name, ended: end, listing))
        continue
      }
      let facts = try word.facts.withUnsafeBytes { try Facts(stored: $0, name: log.symbols.text) }
      reports.append(
        SourceReport(
          source: name, status: word.status, observedAt: word.observedAt, recordedAt: word.recordedAt, seq: word.seq,
          signals: facts.signals, isUndated: word.counts && facts["undated"]?.bool == true,
          validUntil: source.validUntil, end: word.end))
    }
    // "Failed" and "never asked" are different things: sources that only ever failed or were withheld are named too.
    for lookup in state.unanswered {
      guard let event = try log.event(at: lookup.seq) else { continue }
      if !state.sources.contains(where: { $0.source == lookup.source }) {
        reports.append(SourceReport(unanswered: event))
      } else if event.type == .lookupWithheld,
        state.answers.allSatisfy({ $0.connector != lookup.source || $0.receivedAt <= event.receivedAt }),
        let index = reports.firstIndex(where: { $0.source == event.source })
      {
        // It has answered before, and is not asked any more.
        reports[index].detail = WithholdingReason.words(event.facts).map { "not asked any more: \($0)" }
      }
    }
    return reports.sorted { ($0.source, $0.seq) < ($1.source, $1.seq) }
  }

  func relationships(
    of key: StreamKey, in views: Views, asAt seq: Int64, asOf: Timestamp
  ) throws -> [RelationshipReport] {
    let stated = try views.relationships(of: key, asAt: seq, asOf: asOf).map { row in
      let isOutgoing = row.from == key
      let target = isOutgoing ? row.to : row.from
      return RelationshipReport(
        type: row.type, isOutgoing: isOutgoing, target: target,
        name: try name(of: target, stated: isOutgoing ? row.toName : nil, in: views),
        source: log.symbols.text(row.source) ?? "?", seq: row.seq)
    }
    guard let other = try counterpart(of: key, asAt: seq) else { return stated }
    let derived = RelationshipReport(
      type: Counterpart.relation, isOutgoing: other.isIPv4, target: other.key, name: other.key.value,
      source: Counterpart.source, seq: other.seq)
    return stated + [derived]
  }

  /// What to call something: an indicator's value, an entity's name, else what a source called it.
  func name(of key: StreamKey, stated: String?, in views: Views) throws -> String {
    if key.indicator != nil { return key.value }
    return try views.entityName(key) ?? stated ?? key.value
  }

  private func report(note event: RecordedEvent) throws -> NoteReport {
    var text: String?
    if case .bytes(let bytes) = try log.payload(hash: event.payloadHash) {
      text = String(decoding: bytes, as: UTF8.self)
    }
    return NoteReport(seq: event.seq, actor: event.actor, recordedAt: event.recordedAt, text: text)
  }
}

extension SourceReport {
  /// What is said of a source whose word has ended: the word, and how it ended.
  fileprivate init(source: String, ended end: WordEnd, _ listing: Listing) {
    self.init(
      source: source, status: .found, observedAt: listing.word.observedAt, recordedAt: listing.word.recordedAt,
      seq: listing.word.seq, signals: listing.word.facts.signals, end: end,
      listed: listing.since...max(listing.since, listing.last))
  }

  /// What is said of a source that failed or was not asked.
  fileprivate init(unanswered event: RecordedEvent) {
    self.init(
      source: event.source, status: event.type == .lookupFailed ? .failed : .withheld, observedAt: event.observedAt,
      recordedAt: event.recordedAt, seq: event.seq, signals: [], reason: event.facts["reason"]?.text,
      detail: event.type == .lookupWithheld ? WithholdingReason.words(event.facts) : nil)
  }
}
