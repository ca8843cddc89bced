import Events
import SQLite

/// One walk over the log, which ends at the first fault.
///
/// Rows are checked by themselves section by section, on both cores; here is what needs all that came before.
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
  private var indexSums = EventIndexes.Sums()
  /// Payloads are numbered in the order of their first use.
  var usedPayloads: Int64 = 0
  /// The positions of the events that say of a payload that it was erased.
  var erasures: [String: Int64] = [:]
  /// The last version seen of each stream, by its dictionary id; grows by four bytes a stream.
  private var versions: [Int32] = [0]

  /// The memory that names of streams may take, in bytes.
  private let memoryForNames: Int

  init(log: EventLog, memoryForNames: Int = 64 << 20) {
    self.log = log
    self.memoryForNames = memoryForNames
  }

  mutating func run(payloads: Bool, progress: (Int64) -> Void) throws {
    // The events that this connection sees: others may be added meanwhile.
    let last = StructureCheck.Ends(
      event: (try? log.database.integer("SELECT max(seq) FROM event")) ?? 0,
      stream: (try? log.database.integer("SELECT max(id) FROM stream")) ?? 0)
    let structure = StructureCheck.start(log, through: last, payloads: payloads)
    do {
      let streams = try StreamNames(log.database, through: last.stream, greatestSize: memoryForNames)
      try checkSections(through: last.event, streams, progress)
      if let failure = streams.failure { throw failure }
      result.root = frontier.root
      try checkTree()
      try checkDictionaries()
      if payloads { try checkPayloads() }
      let found = structure.finished()
      if let events = found.events { try check(events) }
      if let index = found.streams { try check(index, streams) }
    } catch {
      throw prevailing(error, structure.finished().fault)
    }
    // Told only where no event shows a fault: a dropped guard is worth less than the position of what it let through.
    if let fault = structure.finished().fault { throw fault }
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

  /// No two events share an id, and the indexes hold what the table does.
  private func check(_ indexes: EventIndexes) throws {
    if let seq = indexes.duplicate { throw Fault(seq: seq, reason: "event \(seq) has the id of an earlier one") }
    guard indexes.areSorted, indexes.sums == indexSums else {
      throw Fault(
        seq: nil, reason: "log.db is damaged (an index of the events does not hold what they do); restore a backup")
    }
  }

  private func check(_ index: StreamIndex, _ streams: StreamNames) throws {
    guard index.isSorted, index.sum == streams.indexSum else {
      throw Fault(
        seq: nil, reason: "log.db is damaged (the index of the streams does not hold what they do); restore a backup")
    }
  }

  // MARK: Events

  private mutating func checkSections(
    through last: Int64, _ streams: StreamNames, _ progress: (Int64) -> Void
  ) throws {
    let count = Int(max(1, last / SectionChecker.events + (last % SectionChecker.events == 0 ? 0 : 1)))
    // Below some size opening more connections costs more than they bring.
    guard count > 1 else {
      var checker = try SectionChecker(log.database, streams, through: last)
      return try take(checker.check(0), through: last)
    }
    let path = log.folder.log
    let sections = OrderedParts<CheckedSection>(count: count, threads: 2) {
      let database = try Database.anotherReader(of: path)
      var checker = try SectionChecker(database, streams, through: last)
      return { checker.check($0) }
    }
    try sections.forEach { section in
      try take(section, through: last)
      progress(result.events)
    }
  }

  private mutating func take(_ section: CheckedSection, through last: Int64) throws {
    if let recordedAt = section.firstRecordedAt {
      guard recordedAt >= lastRecordedAt else { throw Fault.recordedTooEarly(result.events + 1) }
      lastRecordedAt = section.lastRecordedAt
    }
    for (index, row) in section.rows.enumerated() {
      try checkPlace(row, result.events + 1)
      if index >= section.soundRows { break }
      result.events += 1
    }
    if let failure = section.failure { throw failure }
    section.subtrees.forEach { root in
      frontier.append(subtree: root)
      subtrees.append(root)
    }
    for leaf in section.leaves { _ = frontier.append(leaf) }
    usedSymbols.formUnion(section.usedSymbols)
    indexSums.add(section.indexSums)
    for erasure in section.erasures { erasures[erasure.hash] = erasure.seq }
    // A section that ends too early: either the tail was cut off, or something is missing before what follows.
    guard result.events % SectionChecker.events != 0 || section.rows.isEmpty, result.events < last else { return }
    let next = try log.database.prepare("SELECT seq FROM event WHERE seq > ? ORDER BY seq LIMIT 1")
    next.bind(1, result.events)
    throw Fault.missing(result.events + 1, next: try next.step() ? next.integer(0) : last)
  }

  /// Streams and payloads are numbered in the order of their first events, and the events of a stream count its
  /// versions.
  private mutating func checkPlace(_ row: CheckedSection.Row, _ seq: Int64) throws {
    let id = row.stream
    guard id >= 1, id <= Int64(versions.count) else {
      throw Fault(seq: seq, reason: "event \(seq) belongs to a stream that the dictionary numbers out of order")
    }
    if id == Int64(versions.count) { versions.append(0) }
    versions[Int(id)] += 1
    guard row.version == Int64(versions[Int(id)]) else {
      throw Fault(
        seq: seq, reason: "event \(seq) is version \(row.version) of its stream where \(versions[Int(id)]) should be")
    }
    guard row.payload >= 0, row.payload <= usedPayloads + 1 else {
      throw Fault(seq: seq, reason: "the payload of event \(seq) is numbered out of order")
    }
    usedPayloads = max(usedPayloads, row.payload)
  }
}
