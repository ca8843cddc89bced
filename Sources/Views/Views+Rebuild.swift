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
    // A folder, for what SQLite puts beside the file.
    let draft = try Draft(folderFor: folder.views)
    let path = draft.path + "/views.db"
    try Files.createPrivate(path)
    try fill(path, from: log, progress)
    try Files.synchronize(path)
    let old = ownFiles(in: folder)
    let numbers = Files.names(in: folder.path).compactMap(ViewsFile.number(ofFile:))
    // A name that is far off is nobody's generation.
    let name = ViewsFile.name((numbers.filter { $0 < 1_000_000_000 }.max() ?? 0) + 1)
    try Files.move(path, to: "\(folder.path)/\(name)")
    try makeRoom(folder)
    try Files.link(folder.views, to: name)
    for file in old { Files.remove(file) }
    // Somebody may be quicker in taking them away; the next command makes them again.
    return try (try? openExisting(log, .readWrite)) ?? inMemory(for: log)
  }

  /// Makes a file of the views of a log, and closes it.
  private static func fill(_ path: String, from log: EventLog, _ progress: (Int64) -> Void) throws {
    do {
      let database = try Database(path: path, mode: .readWrite)
      // Nothing is lost if this file is: no synchronisation until it is whole.
      try database.execute("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA cache_size=-24576")
      try database.execute("PRAGMA application_id=\(ViewsFile.applicationID)")
      let views = try Views(database, makeTables: true)
      try views.build(from: log, progress: progress)
    }
    try Database(path: path, mode: .readWrite).execute("PRAGMA journal_mode=WAL")
  }

  /// The files that hold views which were made here, with what SQLite put beside them.
  ///
  /// Those are what the link leads to, and others that say so: a user may have named a file as we do.
  private static func ownFiles(in folder: LedgerFolder) -> [String] {
    var stems: [String] = []
    if let current = Files.destination(ofLink: folder.views), ViewsFile.number(ofFile: current) != nil {
      stems.append(current)
    }
    stems += Files.names(in: folder.path).filter { name in
      name.hasSuffix(".db") && ViewsFile.number(ofFile: name) != nil && ViewsFile.isMarked("\(folder.path)/\(name)")
    }
    return stems.filter { $0.hasSuffix(".db") }.flatMap { name in
      ViewsFile.companions.map { "\(folder.path)/\(name.dropLast(".db".count))\($0)" }
    }.filter(Files.isRegular)
  }

  /// Makes way for the link: what stands in its place and is not ours is kept under another name.
  private static func makeRoom(_ folder: LedgerFolder) throws {
    guard Files.isTaken(folder.views), Files.destination(ofLink: folder.views) == nil else { return }
    guard !ViewsFile.isMarked(folder.views), Files.size(folder.views) > 0 else { return Files.remove(folder.views) }
    var number = 1
    while Files.isTaken("\(folder.views).kept-\(number)") { number += 1 }
    try Files.move(folder.views, to: "\(folder.views).kept-\(number)")
  }

  /// Fills empty views with everything in the log.
  ///
  /// Other than ``catchUp(with:batch:progress:)``, which takes events as they come, this goes stream by stream: every
  /// state is folded and written once, in the order of the table, however large the log is. The log is read once, and
  /// its rows wait in a ``Spool`` for the turn of their streams. Both cores sort, then both fold.
  func build(
    from log: EventLog, sizes: RebuildPlan.Sizes = RebuildPlan.Sizes(), progress: (Int64) -> Void = { _ in }
  ) throws {
    try log.read {
      let plan = try RebuildPlan(log, sizes)
      guard plan.head > 0 else { return }
      try database.writeTransaction {
        // Each event is gone through twice.
        let (spool, retracted) = try sort(log, plan) { progress($0 / 2) }
        try project(spool, without: retracted, log, plan) { progress((plan.head + $0) / 2) }
        try writeCheckpoint(seq: plan.head, leaf: log.leafHash(at: plan.head))
      }
    }
  }

  /// Sorts the rows of the log by partitions of streams, finds the events that later ones take back, and writes all
  /// lookups.
  ///
  /// Lookups in the order of the log, which is nearly that of their table: stream by stream they would be scattered all
  /// over it.
  private func sort(
    _ log: EventLog, _ plan: RebuildPlan, _ progress: (Int64) -> Void
  ) throws -> (spool: Spool, retracted: Set<Int64>) {
    var spool = Spool(log.folder, inMemory: plan.sizes.spoolInMemory, isIndulgent: database.path == ":memory:")
    var retracted = Set<Int64>()
    var done: Int64 = 0
    try Self.forEachPart(plan.sectionCount, of: log, plan) { log in
      let sorter = SectionSorter(log, plan)
      return { try sorter.section($0) }
    } _: { section in
      try requireWhole(log, section.isWhole)
      try spool.append(section.rows, ends: section.ends)
      try write(section.lookups)
      for turn in section.turns {
        if turn.isRetracted { retracted.insert(turn.seq) } else { retracted.remove(turn.seq) }
      }
      done += Int64(section.seqs.count)
      progress(done)
    }
    return (spool, retracted)
  }

  /// Folds the streams of one partition after another and writes what comes of them.
  private func project(
    _ spool: Spool, without retracted: Set<Int64>, _ log: EventLog, _ plan: RebuildPlan, _ progress: (Int64) -> Void
  ) throws {
    var done: Int64 = 0
    var tallies: [Int: SourceTally] = [:]
    let partitions = (0..<plan.partitionCount).filter { spool.holdsRows(ofPartition: $0) }
    try Self.forEachPart(partitions.count, of: log, plan) { log in
      let names = FieldNames(log.symbols)
      return { index in
        let number = partitions[index]
        let projector = Projector(log, names, fresh: plan.firstStream(ofPartition: number), retracted: retracted)
        try spool.forEachRow(ofPartition: number, names) { try projector.project($0) }
        var changes = try projector.finish(at: plan.head)
        changes.lookups = []
        return changes
      }
    } _: { (changes: ViewChanges) in
      // While the next partitions are projected.
      try write(changes, isFirst: true)
      for (source, tally) in changes.tallies { tallies[source, default: SourceTally()].add(tally) }
      done += changes.tallies.values.reduce(0) { $0 + $1.events }
      progress(done)
    }
    try write(tallies)
  }

  /// Computes the parts of a work on a log, on two threads where that is worth it, and hands them over in order.
  private static func forEachPart<Part: Sendable>(
    _ count: Int, of log: EventLog, _ plan: RebuildPlan,
    worker: @escaping @Sendable (EventLog) -> (Int) throws -> Part, _ body: (Part) throws -> Void
  ) throws {
    guard plan.isWorthThreads else {
      let compute = worker(log)
      return try (0..<count).forEach { try body(compute($0)) }
    }
    let folder = log.folder
    let parts = OrderedParts<Part>(count: count, threads: 2) {
      // A connection belongs to one thread. Pages are gone through and not come back to.
      worker(try EventLog(folder, access: .readOnly, now: Timestamp(milliseconds: 0), pageCache: 8192))
    }
    try parts.forEach(body)
  }
}
