import Events
import Indicators
import SQLite
import Time

/// What became of an event that was offered to the log.
public enum AppendResult: Hashable, Sendable {
  /// It is in the log now, at that position; durable once the transaction has committed.
  case appended(Int64)
  /// The same event is there already: a producer's retry.
  case alreadyRecorded(Int64)
  /// Another event has the same id: never a success.
  case conflict(Int64)

  /// The position, unless another event has it.
  public var seq: Int64? {
    switch self {
    case .appended(let seq), .alreadyRecorded(let seq): seq
    case .conflict: nil
    }
  }
}

/// The clock and the randomness that appending needs, given from outside.
public struct AppendContext {
  /// The real clock.
  public var now: () -> Timestamp
  /// Thirty-two random bytes for a payload's salt.
  public var salt: () -> [UInt8]

  /// Collects the two.
  public init(now: @escaping () -> Timestamp, salt: @escaping () -> [UInt8]) {
    self.now = now
    self.salt = salt
  }
}

extension EventLog {
  /// Runs the closure with the right to append, and commits what it appended: all of it or nothing.
  ///
  /// When this returns, every event is on stable storage. After an error of the disk the log takes no more events
  /// until it is opened again, because what a failed synchronisation left behind is not known.
  public func write<Result>(_ context: AppendContext, _ body: (Appender) throws -> Result) throws -> Result {
    guard access == .readWrite, let lock else {
      throw EventLogError(.readOnly, "\(folder.path) was opened for reading only")
    }
    if let failure { throw failure }
    hasWritten = true
    return try lock.withLock {
      let known = symbols.texts.count
      var confirmed: Int64?
      do {
        let (result, length) = try database.writeTransaction {
          try symbols.refresh()
          let appender = try Appender(self, context)
          confirmed = appender.head
          let result = try body(appender)
          try appender.finish()
          return (result, appender.head)
        }
        streamPlaces.keep(length: length)
        return result
      } catch {
        symbols.forget(after: known)
        guard let error = error as? SQLiteError else { throw error }
        throw stopping(after: error, confirmed: confirmed)
      }
    }
  }

  /// Puts an error into words; after one of the disk the log takes no more events.
  private func stopping(after error: SQLiteError, confirmed: Int64?) -> EventLogError {
    var reported = EventLogError(error, ledger: folder.path)
    guard error.isInputOutput || error.isDiskFull || error.isCorrupt else { return reported }
    if let confirmed { reported = reported.adding("; of the log, events up to \(confirmed) are confirmed") }
    failure = reported
    return reported
  }

  /// Runs the closure under the ledger's lock, for work on files other than the log.
  public func exclusively<Result>(_ body: () throws -> Result) throws -> Result {
    guard let lock else {
      throw EventLogError(.readOnly, "\(folder.path) cannot be written; check its permissions")
    }
    return try lock.withLock { try body() }
  }

  /// Whether this process could take the ledger's lock, were it free.
  public var mayWrite: Bool { lock != nil }

  /// Runs the closure under the ledger's lock if that is free at once; nil where it is not, or may not be taken.
  public func exclusivelyIfFree<Result>(_ body: () throws -> Result) throws -> Result? {
    try lock?.withLockIfFree { try body() }
  }

  /// Moves the write-ahead log into the database where it has grown past 16 MB; only under the lock.
  ///
  /// A reader in the way is no error: the next writer tries again. After an error of the disk nothing is moved any
  /// more: what is in the write-ahead log is safest there.
  public func checkpointIfLarge(threshold: Int64 = 16 << 20) throws {
    if let failure { throw failure }
    // What erasing still owes must not fail a writer whose events are durable already.
    if isErasurePending, (try? finishErasure()) == true { return }
    guard writeAheadLogSize > threshold else { return }
    do {
      _ = try exclusively { try database.checkpoint() }
    } catch let error as SQLiteError {
      throw stopping(after: error, confirmed: try? head())
    }
  }
}

/// Appends events inside one transaction.
public final class Appender {
  let log: EventLog
  let context: AppendContext
  private var frontier: Frontier
  var recordedAt: Timestamp
  let hasher = LeafHasher()
  var storedFacts: [UInt8] = []
  private let firstSeq: Int64
  var streams: StreamPlaces { log.streamPlaces }
  private let insertion: Statement
  /// The highest id that the log held when the transaction began.
  private let highestID: EventID?
  /// The ids of the events that the transaction has appended.
  private var ids = Set<EventID>()
  private(set) lazy var secret = Result { try log.secret() }
  /// Why an event could not be appended; then nothing of the transaction is.
  private var failure: (any Error)?

  /// The position of the last event so far.
  public var head: Int64 { frontier.size }

  init(_ log: EventLog, _ context: AppendContext) throws {
    self.log = log
    self.context = context
    frontier = try log.frontier()
    firstSeq = frontier.size + 1
    let last = Timestamp(milliseconds: try log.database.integer("SELECT recorded_at FROM head") ?? 0)
    recordedAt = max(context.now(), last)
    log.streamPlaces.resume(length: frontier.size)
    let slots = EventRow.columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
    insertion = try log.database.cached("INSERT OR FAIL INTO event (\(EventRow.columns)) VALUES (\(slots))")
    highestID = try log.highestID()
  }

  /// The dictionary id of what events are about, or nil where there are none yet.
  public func streamID(of key: StreamKey) throws -> Int64? { try streams.id(of: key) }

  /// Offers an event to the log.
  ///
  /// After an error the transaction cannot be committed any more, also where the caller goes on: what was written of
  /// the event before the error would belong to none.
  public func append(_ draft: EventDraft) throws -> AppendResult {
    try untilFailure { try place(draft) }
  }

  /// Runs a step of the transaction; after one that threw there are no others, and no commit.
  func untilFailure<Result>(_ step: () throws -> Result) throws -> Result {
    if let failure { throw failure }
    do {
      return try step()
    } catch {
      failure = error
      throw error
    }
  }

  private func place(_ draft: EventDraft) throws -> AppendResult {
    if let known = try recorded(draft.id) {
      return try isSame(draft, as: known) ? .alreadyRecorded(known.seq) : .conflict(known.seq)
    }
    let seq = frontier.size + 1
    try check(draft, seq)
    // The transaction began before its events were received, by a moment: what is recorded was received before.
    recordedAt = max(recordedAt, draft.receivedAt)
    let (stream, version) = try streams.next(in: draft.stream)
    let source = try log.symbols.intern(draft.source)
    let actor = try log.symbols.intern(draft.actor)
    storedFacts.removeAll(keepingCapacity: true)
    try draft.facts.appendStored(to: &storedFacts, symbol: log.symbols.intern)
    let payloadHash = try draft.payload.map(store)
    let envelope = LeafHasher.Envelope(
      seq: seq, id: draft.id, version: version, type: draft.type.rawValue, schemaVersion: Int64(draft.schemaVersion),
      source: draft.source, actor: draft.actor, trafficLight: draft.trafficLight.map { Int64($0.rawValue) },
      observedAt: draft.observedAt.milliseconds, receivedAt: draft.receivedAt.milliseconds,
      recordedAt: recordedAt.milliseconds, correlationID: draft.correlationID, causationSeq: draft.causationSeq)
    let leaf = hasher.leaf(
      of: envelope, stream: draft.stream, payloadHash: payloadHash, appendFacts: draft.facts.appendCanonical)
    try insert(envelope, stream: stream, type: draft.type.code, source: source, actor: actor, payloadHash, leaf)
    try grow(by: leaf, of: draft.id)
    return .appended(seq)
  }

  /// Adds an event's leaf to the tree.
  func grow(by leaf: Digest, of id: EventID) throws {
    ids.insert(id)
    guard let root = frontier.append(leaf) else { return }
    let row = try log.database.cached("INSERT INTO subtree VALUES (?, ?)")
    row.bind(1, frontier.size / Frontier.leavesPerSubtree - 1)
    row.bind(2, root.bytes)
    try row.run()
  }

  /// Refuses what could be written but not be read back.
  private func check(_ draft: EventDraft, _ seq: Int64) throws {
    guard draft.schemaVersion == Int(Upcasting.current.newestVersion(of: draft.type)) else {
      throw EventLogError(.refused, "version \(draft.schemaVersion) of \(draft.type.rawValue) is not today's")
    }
    guard draft.payload.map({ $0.count <= PayloadCoder.greatestSize }) ?? true else {
      throw EventLogError(.refused, "the payload of event \(seq) is larger than \(PayloadCoder.greatestSize >> 20) MiB")
    }
    guard draft.causationSeq.map({ $0 >= 1 && $0 < seq }) ?? true else {
      throw EventLogError(.refused, "event \(draft.causationSeq ?? 0) cannot have led to event \(seq)")
    }
    guard draft.facts.isEncodable else {
      throw EventLogError(.refused, "lists in the facts of \(draft.type.rawValue) are nested too deeply")
    }
  }

  func insert(
    _ envelope: LeafHasher.Envelope<String>, stream: Int64, type: Int, source: Int, actor: Int, _ payloadHash: Digest?,
    _ leaf: Digest
  ) throws {
    let row = insertion
    row.bind(1, envelope.seq)
    row.bind(3, stream)
    row.bind(4, envelope.version)
    row.bind(5, type)
    row.bind(6, envelope.schemaVersion)
    row.bind(7, source)
    row.bind(8, actor)
    row.bind(9, envelope.trafficLight)
    row.bind(10, envelope.observedAt)
    row.bind(11, envelope.receivedAt)
    row.bind(12, envelope.recordedAt)
    row.bind(14, envelope.causationSeq)
    // The bytes are lent one inside the other, so that SQLite need not copy them.
    try envelope.id.withBytes { id in
      try storedFacts.withUnsafeBytes { facts in
        try leaf.withBytes { leaf in
          row.bind(2, borrowing: id)
          row.bind(15, borrowing: facts)
          row.bind(17, borrowing: leaf)
          if let id = envelope.correlationID { id.withBytes { row.bind(13, copying: $0) } } else { row.bindNull(13) }
          if let payloadHash { payloadHash.withBytes { row.bind(16, copying: $0) } } else { row.bindNull(16) }
          try row.run()
        }
      }
    }
  }

  /// Writes the new end of the log, once for the whole transaction.
  func finish() throws {
    if let failure { throw failure }
    guard frontier.size >= firstSeq else { return }
    let row = try log.database.cached("UPDATE head SET seq = ?, recorded_at = ?, frontier = ?")
    row.bind(1, frontier.size)
    row.bind(2, recordedAt.milliseconds)
    row.bind(3, frontier.bytes)
    try row.run()
  }

  /// The event that is recorded under an id.
  ///
  /// Ids sort by time, so that nearly every new one lies beyond all that were there, and need not be looked for.
  func recorded(_ id: EventID) throws -> RecordedEvent? {
    guard highestID.map({ id <= $0 }) ?? false || ids.contains(id) else { return nil }
    var event: RecordedEvent?
    try log.database.visit("SELECT 1 FROM event WHERE event_id = ? AND visit(\(EventRow.columns))") {
      $0.bind(1, id.bytes)
    } row: {
      event = try log.event(EventRow($0))
      return false
    }
    return event
  }

  /// Whether a draft says what is recorded under its id.
  ///
  /// When it was received, by whom and in which run does not count: a retry may differ in those.
  private func isSame(_ draft: EventDraft, as known: RecordedEvent) throws -> Bool {
    guard draft.type == known.type, draft.schemaVersion == Int(known.schemaVersion),
      draft.trafficLight == known.trafficLight, draft.observedAt == known.observedAt,
      draft.causationSeq == known.causationSeq,
      // By their bytes, as they are hashed.
      draft.stream.kind.utf8.elementsEqual(known.stream.kind.utf8),
      draft.stream.value.utf8.elementsEqual(known.stream.value.utf8),
      draft.source.utf8.elementsEqual(known.source.utf8),
      draft.facts.canonicalBytes == known.facts.canonicalBytes
    else { return false }
    switch try log.payload(hash: known.payloadHash) {
    case .none: return draft.payload == nil
    case .bytes(let bytes): return draft.payload == bytes
    case .erased: return draft.payload != nil
    }
  }
}
