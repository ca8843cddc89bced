import Events
import SQLite
import Time

extension Appender {
  /// Appends an event as another ledger recorded it: its place, its times and its leaf stay what they were.
  ///
  /// Refuses whatever does not follow from what is here: another position or version than the next, an earlier time,
  /// a leaf that its fields do not give, a payload that it does not commit to. Where the event says that a payload was
  /// erased, it is erased here too.
  public func adopt(_ event: RecordedEvent, _ payload: AdoptedPayload) throws {
    try untilFailure { try place(event, payload) }
  }

  private func place(_ event: RecordedEvent, _ payload: AdoptedPayload) throws {
    guard event.computedLeaf(hasher) == event.leafHash else {
      throw refused("event \(event.seq) does not match its leaf hash: one of its fields was changed")
    }
    try check(event)
    let (stream, version) = try streams.next(in: event.stream)
    guard version == event.version else {
      throw refused("event \(event.seq) is version \(event.version) of its stream where \(version) should be")
    }
    try check(payload, of: event)
    if let hash = event.payloadHash { try store(payload, hash, event.seq) }
    storedFacts.removeAll(keepingCapacity: true)
    let source = try log.symbols.intern(event.source)
    let actor = try log.symbols.intern(event.actor)
    try event.facts.appendStored(to: &storedFacts, symbol: log.symbols.intern)
    recordedAt = event.recordedAt
    try insert(
      event.envelope, stream: stream, type: event.type.code, source: source, actor: actor, event.payloadHash,
      event.leafHash)
    try grow(by: event.leafHash, of: event.id)
    if event.type == .payloadErased, let hash = event.facts["hash"]?.text.flatMap({ Digest(hexadecimal: $0) }),
      try log.holdsBytes(of: hash)
    {
      _ = try erasePayload(hash)
    }
  }

  private func check(_ event: RecordedEvent) throws {
    guard event.seq == head + 1 else {
      throw refused("event \(event.seq) stands where event \(head + 1) should be")
    }
    let last = try log.database.cached("SELECT recorded_at FROM event WHERE seq = ?")
    last.bind(1, head)
    defer { last.reset() }
    guard try !last.step() || last.integer(0) <= event.recordedAt.milliseconds else {
      throw refused("event \(event.seq) was recorded before the one in front of it")
    }
    guard event.causationSeq.map({ $0 >= 1 && $0 < event.seq }) ?? true else {
      throw refused("event \(event.causationSeq ?? 0) cannot have led to event \(event.seq)")
    }
    guard [event.observedAt, event.receivedAt, event.recordedAt].allSatisfy(\.isOfKnownYears) else {
      throw refused("event \(event.seq) has a time outside the years -9999 to 9999")
    }
    guard event.facts.isEncodable else {
      throw refused("lists in the facts of event \(event.seq) are nested too deeply")
    }
    if let other = try recorded(event.id) {
      throw refused("event \(event.seq) has the id of event \(other.seq)")
    }
    // Refuses a shape that this program could not read back.
    _ = try Upcasting.current.upcast(event.facts, type: event.type, version: event.schemaVersion)
  }

  private func check(_ payload: AdoptedPayload, of event: RecordedEvent) throws {
    guard let hash = event.payloadHash else {
      guard payload == .none else { throw refused("event \(event.seq) comes with a payload, but commits to none") }
      return
    }
    guard case .kept(let salt, let bytes) = payload else { return }
    guard bytes.count <= PayloadCoder.greatestSize else {
      throw refused("the payload of event \(event.seq) is larger than \(PayloadCoder.greatestSize >> 20) MiB")
    }
    guard salt.count == 32, EventLog.commitment(salt: salt, bytes) == hash else {
      throw refused("the payload of event \(event.seq) is not the one that the event commits to")
    }
  }

  /// Keeps a payload at its first use.
  private func store(_ payload: AdoptedPayload, _ hash: Digest, _ seq: Int64) throws {
    let known = try log.database.cached("SELECT 1 FROM payload WHERE hash = ?")
    known.bind(1, hash.bytes)
    defer { known.reset() }
    if try known.step() { return }
    switch payload {
    case .none: throw refused("the payload of event \(seq) is missing, and no earlier event has it")
    case .erased: try insertErasedPayload(hash)
    case .kept(let salt, let bytes):
      try insertPayload(hash, salt: salt, mac: EventLog.mac(bytes, secret: try secret.get()), bytes)
    }
  }

  private func refused(_ reason: String) -> EventLogError { EventLogError(.refused, reason) }
}

extension EventLog {
  /// Whether a payload is here and was not erased.
  func holdsBytes(of hash: Digest) throws -> Bool {
    let row = try database.cached("SELECT 1 FROM payload WHERE hash = ? AND bytes IS NOT NULL")
    row.bind(1, hash.bytes)
    defer { row.reset() }
    return try row.step()
  }
}
