import Events
import Migrations
import SQLite
import Time

extension EventLog {
  /// Reads everything and recomputes every hash.
  ///
  /// Finds: events that were changed, removed, added or moved; dictionary rows, payloads, the frontier and kept
  /// subtree roots that do not fit; a cut tail; guards that are missing or were rewritten; a damaged file. Never
  /// throws for any of these: the first fault is the answer. `progress` hears the position every 4,096 events.
  public func verify(payloads: Bool = true, progress: (Int64) -> Void = { _ in }) -> Verification {
    var verifier = Verifier(log: self)
    do {
      try read { try verifier.run(payloads: payloads, progress: progress) }
    } catch let fault as Verifier.Fault {
      verifier.result.firstBadSeq = fault.seq
      verifier.result.reason = fault.reason
    } catch {
      verifier.result.firstBadSeq = verifier.result.events + 1
      verifier.result.reason = "the file is damaged after event \(verifier.result.events) (\(error)); restore a backup"
    }
    return verifier.result
  }
}

/// One walk over the log.
private struct Verifier {
  struct Fault: Error {
    var seq: Int64?
    var reason: String
  }

  let log: EventLog
  var result = Verification(events: 0)
  private var hasher = LeafHasher()
  private var frontier = Frontier()
  private var subtrees: [Digest] = []
  /// The last version seen of each stream, by its dictionary id; grows by four bytes a stream.
  private var versions: [Int32] = [0]
  private var streams: StreamCursor
  private var usedSymbols = Set<Int>()
  /// Payloads are numbered in the order of their first use.
  private var usedPayloads: Int64 = 0
  private var erased = Set<String>()
  private var lastRecordedAt = Int64.min

  init(log: EventLog) {
    self.log = log
    streams = StreamCursor(log: log)
  }

  mutating func run(payloads: Bool, progress: (Int64) -> Void) throws {
    try checkGuards()
    try checkFile()
    try log.forEachRow { row in
      try check(row)
      if result.events & 4095 == 0 { progress(result.events) }
      return true
    }
    result.root = frontier.root
    try checkHead()
    try checkDictionaries()
    if payloads { try checkPayloads() }
  }

  private mutating func check(_ row: EventRow) throws {
    let expected = result.events + 1
    guard row.seq == expected else {
      throw Fault(seq: expected, reason: "event \(expected) is missing; the next one there is \(row.seq)")
    }
    guard row.recordedAt.milliseconds >= lastRecordedAt else {
      throw Fault(seq: expected, reason: "event \(expected) was recorded before the one in front of it")
    }
    lastRecordedAt = row.recordedAt.milliseconds
    let stream = try checkStream(row, expected)
    guard let id = row.id, let type = row.type, let source = log.symbols.text(row.source),
      let actor = log.symbols.text(row.actor), let stored = row.leafHash
    else {
      throw Fault(seq: expected, reason: "event \(expected) has a column that cannot be, or names a missing symbol")
    }
    usedSymbols.insert(row.source)
    usedSymbols.insert(row.actor)
    let envelope = LeafHasher.Envelope(
      seq: expected, id: id, streamKind: stream.kind, streamValue: stream.value, version: row.version,
      type: type.rawValue, schemaVersion: row.schemaVersion, source: source, actor: actor,
      trafficLight: row.trafficLight, observedAt: row.observedAt.milliseconds,
      receivedAt: row.receivedAt.milliseconds, recordedAt: row.recordedAt.milliseconds,
      correlationID: row.correlationID, causationSeq: row.causationSeq)
    let leaf: Digest
    do {
      leaf = try leafHash(of: envelope, row)
    } catch {
      throw Fault(seq: expected, reason: "the facts of event \(expected) cannot be read: \(error)")
    }
    guard leaf == stored else {
      throw Fault(
        seq: expected,
        reason: "event \(expected) does not match its leaf hash: its row, or a dictionary row that it uses, was changed"
      )
    }
    if let hash = row.payloadHash { try checkPayloadExists(hash, expected) }
    if type == .payloadErased, let hash = try log.facts(row)["hash"]?.text { erased.insert(hash) }
    if let completed = frontier.append(leaf) { subtrees.append(completed) }
    result.events = expected
  }

  private mutating func leafHash(of envelope: LeafHasher.Envelope, _ row: EventRow) throws(FactsError) -> Digest {
    let symbols = log.symbols
    let facts = row.facts
    let append = { (bytes: inout [UInt8]) throws(FactsError) in
      try Facts.appendCanonical(ofStored: facts, to: &bytes, name: symbols.text)
    }
    var cursor = try FactsCursor(facts)
    while let fact = try cursor.next() { usedSymbols.insert(fact.symbol) }
    guard let payloadHash = row.payloadHash else {
      return try hasher.leaf(of: envelope, payloadHash: nil, appendFacts: append)
    }
    let bytes = payloadHash.bytes
    var leaf: Digest?
    var failure: FactsError?
    bytes.withUnsafeBytes { hash in
      do throws(FactsError) {
        leaf = try hasher.leaf(of: envelope, payloadHash: hash, appendFacts: append)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return leaf ?? Digest(hashing: [])
  }

  /// Streams are numbered in the order of their first events, and the events of one count its versions.
  private mutating func checkStream(_ row: EventRow, _ seq: Int64) throws -> StreamKey {
    let id = row.streamID
    guard id >= 1, id <= Int64(versions.count) else {
      throw Fault(seq: seq, reason: "event \(seq) belongs to a stream that the dictionary numbers out of order")
    }
    if id == Int64(versions.count) { versions.append(0) }
    versions[Int(id)] += 1
    guard row.version == Int64(versions[Int(id)]) else {
      throw Fault(
        seq: seq, reason: "event \(seq) is version \(row.version) of its stream where \(versions[Int(id)]) should be")
    }
    guard let stream = try streams.stream(id) else {
      throw Fault(seq: seq, reason: "event \(seq) belongs to a stream that is missing from the dictionary")
    }
    usedSymbols.insert(stream.kindSymbol)
    return stream.key
  }

  private func checkHead() throws {
    let head = try log.head()
    guard head == result.events else {
      let reason =
        head > result.events
        ? "the log ends at event \(result.events), but its head says \(head): the tail was cut off"
        : "the log has events after \(head), where its head says it ends"
      throw Fault(seq: min(head, result.events) + 1, reason: reason)
    }
    let rows = try log.database.prepare("SELECT number, root FROM subtree ORDER BY number")
    for (number, root) in subtrees.enumerated() {
      let first = Int64(number) * Frontier.leavesPerSubtree + 1
      guard try rows.step(), rows.integer(0) == number, Digest(rows.blob(1)) == root else {
        throw Fault(
          seq: first,
          reason:
            "events \(first) to \(first + Frontier.leavesPerSubtree - 1) do not match the subtree root that was kept of them: one of them was changed together with its leaf hash, or the root was"
        )
      }
    }
    guard try !rows.step() else { throw Fault(seq: nil, reason: "there are more subtree roots than events") }
    guard let stored = try? log.frontier(), stored == frontier else {
      let first = Int64(subtrees.count) * Frontier.leavesPerSubtree + 1
      throw Fault(
        seq: min(first, max(result.events, 1)),
        reason:
          "the events do not match the frontier of the tree: an event from \(first) on was changed together with its leaf hash, or the frontier was"
      )
    }
    let recorded = try log.database.integer("SELECT recorded_at FROM head") ?? 0
    guard result.events == 0 || recorded == lastRecordedAt else {
      throw Fault(seq: result.events, reason: "the head names another time than that of the last event")
    }
  }

  private func checkDictionaries() throws {
    let streams = try log.database.integer("SELECT count(*) FROM stream") ?? 0
    guard streams == versions.count - 1 else {
      throw Fault(
        seq: nil, reason: "the dictionary of streams holds \(streams) rows where the events use \(versions.count - 1)")
    }
    let symbols = try log.database.integer("SELECT count(*) FROM symbol") ?? 0
    guard symbols == usedSymbols.count else {
      throw Fault(
        seq: nil, reason: "the dictionary of symbols holds \(symbols) rows where the events use \(usedSymbols.count)")
    }
    let duplicates = try log.database.prepare(
      "SELECT max(seq) FROM event GROUP BY event_id HAVING count(*) > 1 ORDER BY 1 LIMIT 1")
    if try duplicates.step() {
      throw Fault(seq: duplicates.integer(0), reason: "event \(duplicates.integer(0)) has the id of an earlier one")
    }
    guard try log.database.integer("SELECT count(*) FROM ledger") == 1 else {
      throw Fault(seq: nil, reason: "the ledger's identity is missing")
    }
  }

  /// Every commitment has its bytes, unless an event says that they were erased.
  private mutating func checkPayloads() throws {
    let secret = try log.secret()
    let rows = try log.database.prepare("SELECT hash, salt, mac, bytes FROM payload ORDER BY id")
    while try rows.step() {
      guard let hash = Digest(rows.blob(0)) else { throw Fault(seq: nil, reason: "a payload has an impossible hash") }
      result.payloads += 1
      if rows.isNull(3) {
        result.erasedPayloads += 1
        guard erased.contains(hash.description) else {
          throw Fault(seq: try user(of: hash), reason: "a payload is gone that no event says was erased")
        }
        continue
      }
      let bytes = Array(rows.blob(3))
      result.payloadBytes += Int64(bytes.count)
      guard EventLog.commitment(salt: rows.blob(1), bytes) == hash,
        EventLog.mac(bytes, secret: secret) == Array(rows.blob(2))
      else {
        let seq = try user(of: hash)
        throw Fault(seq: seq, reason: "the payload of event \(seq.map(String.init) ?? "?") was changed")
      }
    }
    guard result.payloads == usedPayloads else { throw Fault(seq: nil, reason: "a payload belongs to no event") }
  }

  private mutating func checkPayloadExists(_ hash: Digest, _ seq: Int64) throws {
    let row = try log.database.cached("SELECT id FROM payload WHERE hash = ?")
    hash.withBytes { row.bind(1, copying: $0) }
    defer { row.reset() }
    guard try row.step() else { throw Fault(seq: seq, reason: "the payload of event \(seq) is missing") }
    guard row.integer(0) <= usedPayloads + 1 else {
      throw Fault(seq: seq, reason: "the payload of event \(seq) is numbered out of order")
    }
    usedPayloads = max(usedPayloads, row.integer(0))
  }

  /// The first event with that payload; reads the whole log, so only for a fault.
  private func user(of hash: Digest) throws -> Int64? {
    let row = try log.database.cached("SELECT min(seq) FROM event WHERE payload_hash = ?")
    row.bind(1, hash.bytes)
    defer { row.reset() }
    return try row.step() ? row.optionalInteger(0) : nil
  }

  /// The triggers and tables are word for word those of the migrations.
  private func checkGuards() throws {
    let reference = try Database(path: ":memory:", mode: .create)
    for migration in Migration.all { try reference.execute(migration.sql) }
    let query =
      "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'migration' ORDER BY name"
    let expected = try reference.prepare(query)
    var wanted: [String: String] = [:]
    while try expected.step() { wanted[expected.text(0)] = expected.text(1) }
    let found = try log.database.prepare(query)
    while try found.step() {
      let name = found.text(0)
      guard let sql = wanted.removeValue(forKey: name) else {
        throw Fault(seq: nil, reason: "log.db holds \(name), which no iocledger made; somebody worked on the file")
      }
      guard sql == found.text(1) else {
        throw Fault(seq: nil, reason: "the definition of \(name) in log.db was changed; somebody worked on the file")
      }
    }
    if let name = wanted.keys.min() {
      throw Fault(seq: nil, reason: "the guard or table \(name) is missing from log.db; somebody worked on the file")
    }
  }

  private func checkFile() throws {
    let rows = try log.database.prepare("PRAGMA quick_check(1)")
    guard try rows.step(), rows.text(0) == "ok" else {
      throw Fault(seq: nil, reason: "log.db is damaged (\(rows.text(0))); restore a backup")
    }
  }
}

/// Looks up streams by id, which mostly come in runs or in ascending order.
private struct StreamCursor {
  let log: EventLog
  private var last: (id: Int64, key: StreamKey, kindSymbol: Int)?

  init(log: EventLog) { self.log = log }

  mutating func stream(_ id: Int64) throws -> (key: StreamKey, kindSymbol: Int)? {
    if let last, last.id == id { return (last.key, last.kindSymbol) }
    let row = try log.database.cached("SELECT kind, value FROM stream WHERE id = ?")
    row.bind(1, id)
    defer { row.reset() }
    guard try row.step(), let kind = log.symbols.text(Int(row.integer(0))) else { return nil }
    let found = (id: id, key: StreamKey(kind: kind, value: row.text(1)), kindSymbol: Int(row.integer(0)))
    last = found
    return (found.key, found.kindSymbol)
  }
}
