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
      try database.execute("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA cache_size=-65536")
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
        let survey = try survey(log, through: plan.head)
        var lookups = survey.lookups
        var done: Int64 = 0
        var tallies: [Int: SourceTally] = [:]
        try Self.forEachPart(of: plan, log, retracted: survey.retracted) { part in
          // While the next parts are projected.
          try write(lookups)
          lookups = []
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

  /// Projects the parts of a log, and hands them over in order.
  private static func forEachPart(
    of plan: RebuildPlan, _ log: EventLog, retracted: Set<Int64>, _ body: (ViewChanges) throws -> Void
  ) throws {
    guard plan.isWorthThreads else {
      let names = FieldNames(log.symbols)
      return try plan.parts.forEach { try body(changes(of: $0, in: log, plan.head, retracted, names)) }
    }
    let folder = log.folder
    let parts = OrderedParts<ViewChanges>(count: plan.parts.count, threads: 2) {
      // A connection belongs to one thread.
      let log = try EventLog(folder, access: .readOnly, now: Timestamp(milliseconds: 0))
      let names = FieldNames(log.symbols)
      return { try changes(of: plan.parts[$0], in: log, plan.head, retracted, names) }
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

  /// What has to be known, or is better written, before the parts are gone through: the events that retractions take
  /// back, each in the stream of its retraction, and all lookups.
  ///
  /// Lookups in the order of the log, which is nearly that of their table: stream by stream they would be scattered all
  /// over it. Those that would take too much memory are written at once, the rest is given back.
  private func survey(
    _ log: EventLog, through head: Int64
  ) throws -> (retracted: Set<Int64>, lookups: [ViewChanges.LookupRow]) {
    let names = FieldNames(log.symbols)
    var earlier: [(seq: Int64, stream: Int64)] = []
    var lookups: [ViewChanges.LookupRow] = []
    try log.forEachRow(ofTypes: .lookupStarted, .observationRetracted, through: head) { row in
      if row.type == .lookupStarted {
        if lookups.count == 500_000 {
          try write(lookups)
          lookups.removeAll(keepingCapacity: true)
        }
        lookups.append(.init(connector: row.source, startedAt: row.receivedAt, seq: row.seq))
      } else if let seq = try RowSummary(row, log, names).retractedSeq {
        earlier.append((seq, row.streamID))
      }
      return true
    }
    var retracted = Set<Int64>()
    for (seq, stream) in earlier where try log.streamID(ofEvent: seq) == stream { retracted.insert(seq) }
    return (retracted, lookups)
  }
}
