import EventLog
import Events
import SQLite
import Time

extension Views {
  /// Builds the views anew in a file of the next number and points the link at it; only under the ledger's lock.
  ///
  /// The old file is unlinked last: a reader that has it open goes on reading it.
  public static func rebuild(for log: EventLog, progress: (Int64) -> Void = { _ in }) throws -> Views {
    let folder = log.folder
    let files = Files.names(in: folder.path).filter { $0.hasPrefix("views-") }
    let number = (files.compactMap(number(ofFile:)).max() ?? 0) + 1
    let name = "views-\(number).db"
    let path = "\(folder.path)/\(name)"
    try Files.createPrivate(path)
    do {
      let database = try Database(path: path, mode: .readWrite)
      // Nothing is lost if this file is: no synchronisation until it is whole.
      try database.execute("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA cache_size=-24576")
      let views = try Views(database, makeTables: true)
      try views.build(from: log, progress: progress)
    } catch {
      Files.remove(path)
      throw error
    }
    let finished = try Database(path: path, mode: .readWrite)
    try finished.execute("PRAGMA journal_mode=WAL")
    try Files.synchronize(path)
    if Files.exists(folder.views), Files.destination(ofLink: folder.views) == nil { Files.remove(folder.views) }
    try Files.link(folder.views, to: name)
    for file in files { Files.remove("\(folder.path)/\(file)") }
    return try openExisting(log, .readWrite)
  }

  private static func number(ofFile name: String) -> Int? {
    name.split(separator: ".").first.flatMap { Int($0.dropFirst("views-".count)) }
  }

  /// Fills empty views with everything in the log.
  ///
  /// Other than ``catchUp(with:batch:progress:)``, which takes events as they come, this goes stream by stream: every
  /// state is folded and written once, in the order of the table, however large the log is. Both cores fold.
  func build(from log: EventLog, progress: (Int64) -> Void = { _ in }) throws {
    try log.read {
      let plan = try RebuildPlan(log)
      guard plan.head > 0 else { return }
      try database.writeTransaction {
        let retracted = try survey(log, plan)
        var done: Int64 = 0
        var tallies: [Int: SourceTally] = [:]
        try Self.forEachPart(plan.parts.count, of: plan, log) { number, log, names in
          try Self.changes(of: plan.parts[number], in: log, plan.head, retracted, names)
        } _: { part in
          // While the next parts are projected.
          try write(part)
          for (source, tally) in part.tallies { tallies[source, default: SourceTally()].add(tally) }
          done += part.tallies.values.reduce(0) { $0 + $1.events }
          progress(done)
        }
        try requireWhole(log, done == plan.head)
        try write(tallies)
        try writeCheckpoint(seq: plan.head, leaf: log.leafHash(at: plan.head))
      }
    }
  }

  /// Computes the parts of a work on a log, on two threads where that is worth it, and hands them over in order.
  private static func forEachPart<Part: Sendable>(
    _ count: Int, of plan: RebuildPlan, _ log: EventLog,
    compute: @escaping @Sendable (Int, EventLog, FieldNames) throws -> Part, _ body: (Part) throws -> Void
  ) throws {
    guard plan.isWorthThreads else {
      let names = FieldNames(log.symbols)
      return try (0..<count).forEach { try body(compute($0, log, names)) }
    }
    let folder = log.folder
    let parts = OrderedParts<Part>(count: count, threads: 2) {
      // A connection belongs to one thread. Pages are gone through and not come back to.
      let log = try EventLog(folder, access: .readOnly, now: Timestamp(milliseconds: 0), pageCache: 8192)
      let names = FieldNames(log.symbols)
      return { try compute($0, log, names) }
    }
    try parts.forEach(body)
  }

  private static func changes(
    of part: RebuildPlan.Part, in log: EventLog, _ head: Int64, _ retracted: Set<Int64>, _ names: FieldNames
  ) throws -> ViewChanges {
    let projector = Projector(log, names, fresh: part.streams.lowerBound, retracted: retracted)
    try log.forEachRow(ofStreams: part.streams, in: part.firstSeq...head, order: part.order) { row in
      try projector.project(row)
      return true
    }
    var changes = try projector.finish(at: head)
    changes.lookups = []
    return changes
  }

  /// Finds the events that later ones take back, each in the stream of its retraction, and writes all lookups: both
  /// before the streams are gone through.
  ///
  /// Lookups in the order of the log, which is nearly that of their table: stream by stream they would be scattered all
  /// over it.
  private func survey(_ log: EventLog, _ plan: RebuildPlan) throws -> Set<Int64> {
    var retracted = Set<Int64>()
    let sections = (plan.head + Survey.section - 1) / Survey.section
    try Self.forEachPart(Int(sections), of: plan, log) { number, log, names in
      let first = Int64(number) * Survey.section + 1
      return try Survey(log, names, first...min(plan.head, first + Survey.section - 1))
    } _: { survey in
      try write(survey.lookups)
      retracted.formUnion(survey.retracted)
    }
    return retracted
  }
}

/// What is looked for in a section of the log before it is gone through stream by stream.
private struct Survey: Sendable {
  /// So many events are looked through at a time.
  static let section: Int64 = 1 << 16

  private(set) var lookups: [ViewChanges.LookupRow] = []
  /// The earlier events that were taken back.
  private(set) var retracted: [Int64] = []

  init(_ log: EventLog, _ names: FieldNames, _ seqs: ClosedRange<Int64>) throws {
    var earlier: [(seq: Int64, stream: Int64)] = []
    try log.forEachRow(ofTypes: .lookupStarted, .observationRetracted, in: seqs) { row in
      if row.type == .lookupStarted {
        lookups.append(.init(connector: row.source, startedAt: row.receivedAt, seq: row.seq))
      } else if let seq = try RowSummary(row, log, names).retractedSeq {
        earlier.append((seq, row.streamID))
      }
      return true
    }
    retracted = try earlier.filter { try log.streamID(ofEvent: $0.seq) == $0.stream }.map(\.seq)
  }
}
