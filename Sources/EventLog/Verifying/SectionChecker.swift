import Events
import SQLite

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
  private let names: EncodedNames
  private let streams: StreamNames
  /// For the streams that are not held.
  private let otherStreams: StreamDictionary
  private let payloads: PayloadNumbers
  /// The last event that counts.
  private let last: Int64
  private let hasher = LeafHasher()
  private let otherName = ByteBuffer(capacity: 256)
  private var section = CheckedSection()

  /// How many events make a section: complete subtrees.
  static let events = 4 * Frontier.leavesPerSubtree

  init(_ database: Database, _ streams: StreamNames, through last: Int64) throws {
    self.database = database
    self.streams = streams
    self.last = last
    // Read anew: what this process has in memory may be from before somebody worked on the file.
    let symbols = SymbolTable(database)
    try symbols.refresh()
    names = EncodedNames(symbols)
    otherStreams = StreamDictionary(database, symbols: symbols, cachedRows: 1 << 12)
    payloads = PayloadNumbers(database)
  }

  /// Checks the section of a number, the first being 0, as far as it goes.
  mutating func check(_ number: Int) -> CheckedSection {
    section = CheckedSection()
    section.rows.reserveCapacity(Int(Self.events))
    let first = Int64(number) * Self.events + 1
    do {
      var frontier = Frontier()
      try database.visit(
        "SELECT 1 FROM event WHERE seq BETWEEN ? AND ? AND visit(\(EventRow.columns)) ORDER BY seq"
      ) { range in
        // From below the first: a row may have been put there.
        range.bind(1, number == 0 ? .min : first)
        range.bind(2, min(last, first + (Self.events - 1)))
      } row: { row in
        let leaf = try check(row, expected: first + Int64(section.soundRows))
        section.soundRows += 1
        section.leaves.append(leaf)
        if let root = frontier.append(leaf) {
          section.subtrees.append(root)
          section.leaves.removeAll(keepingCapacity: true)
        }
        return true
      }
    } catch {
      section.failure = error
    }
    return section
  }

  private mutating func check(_ visited: VisitedRow, expected: Int64) throws -> Digest {
    let seq = visited.cell(0).integer
    guard seq == expected else { throw Verifier.Fault.missing(expected, next: seq ?? 0) }
    guard let row = StrictEventRow(visited, seq: expected) else {
      throw Verifier.Fault(seq: expected, reason: "event \(expected) has a column that cannot be")
    }
    guard row.recordedAt >= section.lastRecordedAt else { throw Verifier.Fault.recordedTooEarly(expected) }
    if section.firstRecordedAt == nil { section.firstRecordedAt = row.recordedAt }
    section.lastRecordedAt = row.recordedAt
    section.rows.append(.init(stream: row.stream, version: row.version))
    section.indexSums.add(seq: expected, id: row.id, stream: row.stream, version: row.version)
    let leaf = try leafHash(of: row, expected)
    guard leaf == row.leafHash else {
      throw Verifier.Fault(
        seq: expected,
        reason: "event \(expected) does not match its leaf hash: its row, or a dictionary row that it uses, was changed"
      )
    }
    if let hash = row.payloadHash {
      guard let number = try payloads.number(of: hash) else {
        throw Verifier.Fault(seq: expected, reason: "the payload of event \(expected) is missing")
      }
      section.rows[section.rows.count - 1].payload = number
    }
    if row.type == .payloadErased,
      let hash = try Facts(stored: row.facts, name: { names.text($0) })["hash"]?.text
    {
      section.erasures.append((hash, expected))
    }
    return leaf
  }

  private mutating func leafHash(of row: StrictEventRow, _ seq: Int64) throws -> Digest {
    guard let stream = try name(row.stream) else {
      throw Verifier.Fault(
        seq: seq, reason: "event \(seq) belongs to a stream that the dictionary does not hold, or not whole")
    }
    guard let source = names.name(row.source), let actor = names.name(row.actor) else {
      throw Verifier.Fault(seq: seq, reason: "event \(seq) names a symbol that the dictionary does not hold")
    }
    section.usedSymbols.insert(stream.kindSymbol)
    section.usedSymbols.insert(row.source)
    section.usedSymbols.insert(row.actor)
    let envelope = LeafHasher.Envelope(
      seq: seq, id: row.id, version: row.version, type: names.name(row.type),
      schemaVersion: row.schemaVersion, source: source, actor: actor, trafficLight: row.trafficLight,
      observedAt: row.observedAt, receivedAt: row.receivedAt, recordedAt: row.recordedAt,
      correlationID: row.correlationID, causationSeq: row.causationSeq)
    let names = names
    do {
      return try hasher.leaf(of: envelope, payloadHash: row.payloadHash) { bytes in
        bytes.append(bytes: stream.bytes)
      } appendFacts: { bytes throws(FactsError) in
        try Facts.appendCanonical(ofStored: row.facts, to: &bytes) { symbol, bytes in
          section.usedSymbols.insert(symbol)
          return names.append(symbol, to: bytes)
        }
      }
    } catch {
      throw Verifier.Fault(seq: seq, reason: "the facts of event \(seq) cannot be read: \(error)")
    }
  }

  /// A stream, valid until the next is asked for; nil where the dictionary does not hold it, or not whole.
  private func name(_ id: Int64) throws -> StreamNames.Name? {
    if streams.holds(id) { return streams.name(id) }
    guard let row = try otherStreams.stream(id) else { return nil }
    otherName.removeAll()
    otherName.appendStream(row.key)
    return StreamNames.Name(kindSymbol: row.kindSymbol, bytes: otherName.bytes)
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
