import EventLog
import Events
import Indicators
import Interchange
import Scoring
import Time
import Views

/// What objects of a source (STIX ids, MISP uuids) speak of in their newest version, and what they no longer do.
extension IntakeBatch {
  /// Ends the source's word about what the newest version of an object leaves out.
  ///
  /// Which version is the newest its time tells, not the order of files: an older one that comes later ends at once where
  /// the newer one did not speak of the same.
  mutating func take(_ statement: ObjectStatement) throws {
    let object = statement.object.id
    let held = try source.map { try writer.places(ofObject: object, source: $0) } ?? [:]
    let known = places.joined(with: held, of: object)
    let version = (statement.object.version ?? fileDate ?? receivedAt).milliseconds
    let newest = known.values.max()
    // Of the same version the last reading counts.
    let isNewest = newest.map { $0.version <= version } ?? true
    let last = isNewest ? version : newest?.version ?? version
    var named = Set<Int64>()
    if isNewest {
      for indicator in statement.indicators {
        if let id = try streamID(StreamKey(indicator)) { named.insert(id) }
      }
    } else {
      named = Set(known.filter { $0.value.version == last && !$0.value.isEnded }.keys)
    }
    let ending = isNewest ? statement.ending : nil
    let successor = isNewest ? known.filter { named.contains($0.key) }.values.max()?.seq : newest?.seq
    for (id, place) in known.sorted(by: { $0.key < $1.key }) where !place.isEnded && !named.contains(id) {
      guard let stream = try writer.streamKey(of: id) else { continue }
      try end(stream, id, object, version: last, ending ?? .superseded, cause: successor ?? place.seq)
    }
    // What ends before the ledger has heard of it is noted, so that an older version that comes later changes nothing.
    if let ending, known.isEmpty { try end(.objects, nil, object, version: last, ending, cause: nil) }
    try raise(statement, alsoFor: known.keys.sorted())
  }

  /// Notes what an event that was appended says of an object, and its marking.
  mutating func note(_ draft: EventDraft, at seq: Int64, in id: Int64) {
    let marking = Marking(draft)
    if !marking.isEmpty { markings[id] = marking.joined(with: markings[id] ?? Marking()) }
    guard let object = draft.facts["object"]?.text else { return }
    places.note(
      object, stream: id,
      ObjectPlace(
        version: draft.facts["version"]?.integer ?? draft.observedAt.milliseconds, seq: seq,
        isEnded: draft.type == .indicatorDelisted))
  }

  private mutating func end(
    _ stream: StreamKey, _ id: Int64?, _ object: String, version: Int64, _ ending: Ending, cause: Int64?
  ) throws {
    let facts: Facts = [
      "reason": .text(ending.rawValue), "object": .text(object), "version": .integer(version),
    ]
    let key = StatementKey(
      source: options.source, stream: stream, facts: facts, statedAt: nil, day: EventType.indicatorDelisted.rawValue)
    let draft = EventDraft(
      id: key.eventID(at: receivedAt), stream: stream, type: .indicatorDelisted, source: options.source,
      actor: writer.context.actor, observedAt: min(Timestamp(milliseconds: version), receivedAt),
      receivedAt: receivedAt, correlationID: correlation, causationSeq: cause, facts: facts)
    guard case .appended(let seq) = try writer.append(draft), let place = try id ?? streamID(stream) else { return }
    outcome.events += 1
    outcome.seq = seq
    note(draft, at: seq, in: place)
  }

  // MARK: Whole lists

  /// How the source's word about something ended, where a whole list left it out; nil where it stands, or ended
  /// otherwise.
  mutating func absence(of id: Int64) throws -> WordEnd? {
    guard let source else { return nil }
    let asks = try hasAbsences ?? writer.holdsAbsence(ofSource: source, stream: nil)
    hasAbsences = asks
    guard asks, try writer.holdsAbsence(ofSource: source, stream: id),
      let end = try writer.state(of: id)?.sources.first(where: { $0.source == source })?.standing(asOf: receivedAt).end,
      end.reason == .absent
    else { return nil }
    return end
  }

  /// Takes in once more what was stated before, because the list that had left it out names it again.
  mutating func listAgain(
    _ stream: StreamKey, _ id: Int64, _ key: StatementKey, _ facts: Facts, _ stated: Timestamp?, _ marking: Marking,
    after end: WordEnd
  ) throws {
    let listed = min(fileDate ?? receivedAt, receivedAt)
    let observed = min(stated ?? receivedAt, receivedAt)
    // An older list that is read after a newer one changes nothing.
    guard max(listed, observed) > end.at, listedAgain.insert(id).inserted else { return }
    var facts = facts
    var observedAt = observed
    if observed <= end.at {
      observedAt = listed
      facts["stated_at"] = stated.map { .integer($0.milliseconds) }
    }
    facts["pap"] = marking.permissibleActions.map { .text($0.name) }
    try append(
      .indicatorIngested, stream, id, key, facts, observedAt: observedAt, trafficLight: marking.trafficLight)
  }
}
