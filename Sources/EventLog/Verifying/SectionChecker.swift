import Events
import SQLite
import Time

/// A stretch of the log whose rows were checked each by itself, and what has to be compared with the rows before it.
struct CheckedSection: Sendable {
  /// What a row says of its place among others.
  struct Row: Sendable {
    let stream: Int64
    let version: Int64
    /// The number of its payload; 0 where it has none.
    var payload: Int64 = 0
  }

  /// The rows in order, to the end or to the one that is bad.
  var rows: [Row] = []
  /// How many of them are sound.
  var soundRows = 0
  /// Why the row after the sound ones is bad, or could not be read.
  var failure: (any Error)?
  var firstRecordedAt: Int64?
  var lastRecordedAt = Int64.min
  /// The roots of the complete subtrees, then the leaves that make none.
  var subtrees: [Digest] = []
  var leaves: [Digest] = []
  var usedSymbols = SymbolSet()
  /// What the indexes should hold of the rows.
  var indexSums = EventIndexes.Sums()
  /// The payloads that events say were erased, and where.
  var erasures: [(hash: String, seq: Int64)] = []
}

/// Checks rows of the event table one by one: what most of the time of verifying goes to.
struct SectionChecker {
  private let database: Database
  /// Read anew: what this process has in memory may be from before somebody worked on the file.
  private let symbols: SymbolTable
  private let names: EncodedNames
  private let streams: StreamDictionary
  private let payloads: PayloadNumbers
  /// The last event that counts.
  private let last: Int64
  private var hasher = LeafHasher()
  private var section = CheckedSection()

  /// How many events make a section: complete subtrees.
  static let events = 4 * Frontier.leavesPerSubtree

  init(_ database: Database, through last: Int64) throws {
    self.database = database
    self.last = last
    symbols = SymbolTable(database)
    try symbols.refresh()
    names = EncodedNames(symbols)
    streams = StreamDictionary(database, symbols: symbols, cachedRows: 1 << 17)
    payloads = PayloadNumbers(database)
  }

  /// Checks the section of a number, the first being 0, as far as it goes.
  mutating func check(_ number: Int) -> CheckedSection {
    section = CheckedSection()
    let first = Int64(number) * Self.events + 1
    do {
      let rows = try database.cached("SELECT \(EventRow.columns) FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq")
      // From below the first: a row may have been put there.
      rows.bind(1, number == 0 ? .min : first)
      rows.bind(2, min(last, first + (Self.events - 1)))
      defer { rows.reset() }
      var frontier = Frontier()
      let row = EventRow(row: rows)
      while try rows.step() {
        let leaf = try check(row, expected: first + Int64(section.soundRows))
        section.soundRows += 1
        section.leaves.append(leaf)
        if let root = frontier.append(leaf) {
          section.subtrees.append(root)
          section.leaves.removeAll(keepingCapacity: true)
        }
      }
    } catch {
      section.failure = error
    }
    return section
  }

  private mutating func check(_ row: EventRow, expected: Int64) throws -> Digest {
    guard row.seq == expected else { throw Verifier.Fault.missing(expected, next: row.seq) }
    let recordedAt = row.recordedAt.milliseconds
    guard recordedAt >= section.lastRecordedAt else { throw Verifier.Fault.recordedTooEarly(expected) }
    if section.firstRecordedAt == nil { section.firstRecordedAt = recordedAt }
    section.lastRecordedAt = recordedAt
    let (streamID, version, sourceID, actorID) = (row.streamID, row.version, row.source, row.actor)
    section.rows.append(.init(stream: streamID, version: version))
    guard let stream = try streams.stream(streamID) else {
      throw Verifier.Fault(
        seq: expected, reason: "event \(expected) belongs to a stream that the dictionary does not hold, or not whole")
    }
    section.usedSymbols.insert(stream.kindSymbol)
    guard let options = OptionalColumns(row, seq: expected), let id = row.id, let type = row.type,
      let source = symbols.text(sourceID), let actor = symbols.text(actorID), let stored = row.leafHash
    else {
      throw Verifier.Fault(
        seq: expected, reason: "event \(expected) has a column that cannot be, or names a missing symbol")
    }
    section.indexSums.add(seq: expected, id: id, stream: streamID, version: version)
    section.usedSymbols.insert(sourceID)
    section.usedSymbols.insert(actorID)
    let envelope = LeafHasher.Envelope(
      seq: expected, id: id, streamKind: stream.key.kind, streamValue: stream.key.value, version: version,
      type: type.rawValue, schemaVersion: row.schemaVersion, source: source, actor: actor,
      trafficLight: options.trafficLight, observedAt: row.observedAt.milliseconds,
      receivedAt: row.receivedAt.milliseconds, recordedAt: recordedAt, correlationID: options.correlationID,
      causationSeq: options.causationSeq)
    let facts = row.facts
    let leaf: Digest
    do {
      leaf = try leafHash(of: envelope, payloadHash: options.payloadHash, facts)
    } catch {
      throw Verifier.Fault(seq: expected, reason: "the facts of event \(expected) cannot be read: \(error)")
    }
    guard leaf == stored else {
      throw Verifier.Fault(
        seq: expected,
        reason: "event \(expected) does not match its leaf hash: its row, or a dictionary row that it uses, was changed"
      )
    }
    if let hash = options.payloadHash {
      guard let number = try payloads.number(of: hash) else {
        throw Verifier.Fault(seq: expected, reason: "the payload of event \(expected) is missing")
      }
      section.rows[section.rows.count - 1].payload = number
    }
    if type == .payloadErased, let hash = try Facts(stored: facts, name: symbols.text)["hash"]?.text {
      section.erasures.append((hash, expected))
    }
    return leaf
  }

  private mutating func leafHash(
    of envelope: LeafHasher.Envelope, payloadHash: Digest?, _ facts: UnsafeRawBufferPointer
  ) throws(FactsError) -> Digest {
    let names = names
    return try hasher.leaf(of: envelope, payloadHash: payloadHash) { bytes throws(FactsError) in
      try Facts.appendCanonical(ofStored: facts, to: &bytes) { symbol, bytes in
        section.usedSymbols.insert(symbol)
        return names.append(symbol, to: &bytes)
      }
    }
  }
}

extension Verifier.Fault {
  static func missing(_ seq: Int64, next: Int64) -> Self {
    Self(seq: seq, reason: "event \(seq) is missing; the next one there is \(next)")
  }

  static func recordedTooEarly(_ seq: Int64) -> Self {
    Self(seq: seq, reason: "event \(seq) was recorded before the one in front of it")
  }
}

/// The columns of a row that may be NULL, each NULL or a value that the canonical bytes can tell from NULL.
private struct OptionalColumns {
  let trafficLight: Int64?
  let correlationID: EventID?
  let causationSeq: Int64?
  let payloadHash: Digest?

  /// Reads each once; nil where one holds something else.
  init?(_ row: EventRow, seq: Int64) {
    trafficLight = row.trafficLight
    correlationID = row.correlationID
    causationSeq = row.causationSeq
    payloadHash = row.payloadHash
    guard trafficLight.map({ (0...254).contains($0) }) ?? true, correlationID != nil || row.row.isNull(12),
      causationSeq.map({ $0 >= 1 && $0 < seq }) ?? true, payloadHash != nil || row.row.isNull(15)
    else { return nil }
  }
}
