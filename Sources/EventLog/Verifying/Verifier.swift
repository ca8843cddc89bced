import Events
import SQLite
import Time

/// One walk over the log, which ends at the first fault.
struct Verifier {
  /// What is wrong, and the first position at which it is, where it has one.
  struct Fault: Error {
    var seq: Int64?
    var reason: String
  }

  let log: EventLog
  var result = Verification(events: 0)
  var frontier = Frontier()
  var subtrees: [Digest] = []
  var lastRecordedAt = Int64.min
  /// How many streams the events use.
  var usedStreams: Int { versions.count - 1 }
  var usedSymbols = SymbolSet()
  /// Payloads are numbered in the order of their first use.
  var usedPayloads: Int64 = 0
  /// The positions of the events that say of a payload that it was erased.
  var erasures: [String: Int64] = [:]
  /// Read anew: what this process has in memory may be from before somebody worked on the file.
  let symbols: SymbolTable
  private var hasher = LeafHasher()
  /// The last version seen of each stream, by its dictionary id; grows by four bytes a stream.
  private var versions: [Int32] = [0]
  private let streams: StreamDictionary

  init(log: EventLog) {
    self.log = log
    symbols = SymbolTable(log.database)
    streams = StreamDictionary(log.database, symbols: symbols, cachedRows: 1 << 15)
  }

  mutating func run(payloads: Bool, progress: (Int64) -> Void) throws {
    let structure = StructureCheck.start(log)
    do {
      try symbols.refresh()
      // From below the first: a row may have been put there.
      try log.forEachRow(from: .min) { row in
        try check(row)
        if result.events & 4095 == 0 { progress(result.events) }
        return true
      }
      result.root = frontier.root
      try checkTree()
      try checkDictionaries()
      if payloads { try checkPayloads() }
    } catch {
      throw prevailing(error, structure.fault())
    }
    // Told only where no event shows a fault: a dropped guard is worth less than the position of what it let through.
    if let fault = structure.fault() { throw fault }
  }

  private func prevailing(_ error: any Error, _ structural: Fault?) -> any Error {
    guard let structural else { return error }
    if let fault = error as? Fault {
      guard let seq = fault.seq else { return structural }
      return Fault(seq: seq, reason: "\(fault.reason); also, \(structural.reason)")
    }
    // A table that is missing has no position; a page that cannot be read has.
    guard let error = error as? SQLiteError, error.isCorrupt else { return structural }
    return Fault(seq: result.events + 1, reason: structural.reason)
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
    guard row.hasPossibleColumns, let id = row.id, let type = row.type, let source = symbols.text(row.source),
      let actor = symbols.text(row.actor), let stored = row.leafHash
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
    if type == .payloadErased, let hash = try Facts(stored: row.facts, name: symbols.text)["hash"]?.text {
      erasures[hash] = expected
    }
    if let completed = frontier.append(leaf) { subtrees.append(completed) }
    result.events = expected
  }

  private mutating func leafHash(of envelope: LeafHasher.Envelope, _ row: EventRow) throws(FactsError) -> Digest {
    let symbols = symbols
    let facts = row.facts
    return try hasher.leaf(of: envelope, payloadHash: row.payloadHash) { bytes throws(FactsError) in
      try Facts.appendCanonical(ofStored: facts, to: &bytes) { symbol in
        usedSymbols.insert(symbol)
        return symbols.text(symbol)
      }
    }
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
      throw Fault(seq: seq, reason: "event \(seq) belongs to a stream that the dictionary does not hold, or not whole")
    }
    usedSymbols.insert(stream.kindSymbol)
    return stream.key
  }
}

extension EventRow {
  /// Whether every optional column is either NULL or a value that the canonical bytes can tell from NULL.
  fileprivate var hasPossibleColumns: Bool {
    (row.isNull(8) || (0...254).contains(row.integer(8))) && (row.isNull(12) || correlationID != nil)
      && (causationSeq.map { $0 >= 1 && $0 < seq } ?? true) && (row.isNull(15) || payloadHash != nil)
  }
}
