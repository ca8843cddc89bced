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
      let head = try log.head()
      guard head > 0 else { return }
      try database.writeTransaction {
        try writeLookups(of: log, through: head)
        var done: Int64 = 0
        var health: [Int: SourceTally] = [:]
        try Self.forEachPart(of: log, through: head) { part in
          try write(part)
          for (source, counted) in part.health { health[source, default: SourceTally()].add(counted) }
          done += part.health.values.reduce(0) { $0 + $1.events }
          progress(done)
        }
        try write(health)
        try writeCheckpoint(seq: head, leaf: log.leafHash(at: head))
      }
    }
  }

  /// How many streams make a part.
  private static var streamsPerPart: Int64 { 512 }

  private static func forEachPart(of log: EventLog, through head: Int64, _ body: (ViewChanges) throws -> Void) throws {
    let streams = try log.lastStreamID()
    let count = Int((streams + streamsPerPart - 1) / streamsPerPart)
    // Below some size opening more connections costs more than they bring.
    guard head > 20_000 else {
      let names = FieldNames(log.symbols)
      for number in 0..<count { try body(part(number, of: log, through: head, names)) }
      return
    }
    let folder = log.folder
    let parts = OrderedParts<ViewChanges>(count: count, threads: 2) {
      let log = try EventLog(folder, access: .readOnly, now: Timestamp(milliseconds: 0))
      let names = FieldNames(log.symbols)
      return { try part($0, of: log, through: head, names) }
    }
    try parts.forEach(body)
  }

  private static func part(
    _ number: Int, of log: EventLog, through head: Int64, _ names: FieldNames
  ) throws -> ViewChanges {
    let first = Int64(number) * streamsPerPart + 1
    let projector = Projector(log, names)
    try log.forEachRow(ofStreams: first...first + streamsPerPart - 1, through: head) { row in
      try projector.project(row)
      return true
    }
    var changes = try projector.finish(at: head)
    changes.lookups = []
    return changes
  }

  /// Lookups by themselves and in the order of the log, which is nearly that of their table: stream by stream they would
  /// be scattered all over it.
  private func writeLookups(of log: EventLog, through head: Int64) throws {
    var lookups: [ViewChanges.LookupRow] = []
    try log.forEachRow(ofType: .lookupStarted, through: head) { row in
      lookups.append(.init(connector: row.source, startedAt: row.receivedAt, seq: row.seq))
      if lookups.count == 10_000 {
        try write(lookups)
        lookups.removeAll(keepingCapacity: true)
      }
      return true
    }
    try write(lookups)
  }
}
