import EventLog
import Events
import Indicators
import SQLite
import Time
import Views

/// One ledger: the façade that commands, servers and other programs use.
///
/// Not `Sendable`: a ledger belongs to the task that opened it. Several may be open on the same folder, in one process
/// or in many.
public final class Ledger {
  /// Where its files are.
  public let folder: LedgerFolder
  /// The clock, chance, user and environment.
  public let context: LedgerContext
  let log: EventLog
  private var openViews: (views: Views, file: String?)?
  var scorecardCache: [String: StoredScorecard] = [:]
  var erasures = ErasureIndex()

  /// Opens a ledger that exists.
  public init(_ folder: LedgerFolder, access: EventLog.Access, context: LedgerContext) throws {
    self.folder = folder
    self.context = context
    log = try EventLog(folder, access: access, now: context.now())
  }

  /// This ledger's identity, a UUID.
  public func identity() throws -> String { try log.ledgerID() }

  /// The position of the last event; 0 in an empty ledger.
  public func head() throws -> Int64 { try log.head() }

  /// How far the clock is behind the last event, in milliseconds, where it is more than a minute.
  public func clockLag() throws -> Int64? {
    guard let last = try log.lastRecordedAt() else { return nil }
    let lag = last.milliseconds - context.now().milliseconds
    return lag > 60_000 ? lag : nil
  }

  /// Views that hold everything in the log.
  func views(progress: (Int64) -> Void = { _ in }) throws -> Views {
    if let open = openViews, open.file == Files.destination(ofLink: folder.views), try open.views.seq() == log.head() {
      return open.views
    }
    let views = try translatingErrors { try Views.upToDate(for: log, progress: progress) }
    openViews = (views, Files.destination(ofLink: folder.views))
    return views
  }

  /// Runs the closure with the right to append; when this returns, what it appended is durable and in the views.
  func write<Result>(_ body: (Writer) throws -> Result) throws -> Result {
    try log.exclusively {
      let views = try translatingErrors { try writableViews() }
      let context = self.context
      let result = try log.write(AppendContext(now: context.now, salt: { context.random(32) })) { appender in
        try body(Writer(appender, views, log, context))
      }
      // The events are durable whatever happens to the views, and a caller who heard of a failure would say the same
      // again: damaged or stuck, the views are opened anew by whoever needs them next.
      do { try views.catchUp(with: log) } catch { (writerViews, openViews) = (nil, nil) }
      try translatingErrors { try log.checkpointIfLarge() }
      return result
    }
  }

  /// Puts SQLite's errors into the words of somebody who wants to go on working.
  func translatingErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as SQLiteError {
      throw EventLogError(error, ledger: folder.path)
    }
  }

  /// The writer's views, which stay open from one transaction to the next unless somebody rebuilt them in between.
  private func writableViews() throws -> Views {
    let file = Files.destination(ofLink: folder.views)
    if let open = writerViews, open.file == file, file != nil {
      try open.views.catchUp(with: log)
      return open.views
    }
    let views = try Views.writable(for: log)
    writerViews = (views, Files.destination(ofLink: folder.views))
    return views
  }

  private var writerViews: (views: Views, file: String?)?
}

/// Appends events, with the views as they were before the transaction.
final class Writer {
  let appender: Appender
  let views: Views
  let log: EventLog
  let context: LedgerContext
  /// The id that all events of one run share.
  lazy var correlation = EventID(at: context.now(), entropy: context.entropy())

  init(_ appender: Appender, _ views: Views, _ log: EventLog, _ context: LedgerContext) {
    self.appender = appender
    self.views = views
    self.log = log
    self.context = context
  }

  /// Appends an event with an id of its own; gives its position.
  @discardableResult
  func append(
    _ type: EventType, about stream: StreamKey, source: String, observedAt: Timestamp? = nil,
    receivedAt: Timestamp? = nil, trafficLight: TrafficLight? = nil, correlation: EventID? = nil, cause: Int64? = nil,
    facts: Facts, payload: [UInt8]? = nil
  ) throws -> Int64 {
    let received = receivedAt ?? context.now()
    let draft = EventDraft(
      id: EventID(at: received, entropy: context.entropy()), stream: stream, type: type, source: source,
      actor: context.actor, trafficLight: trafficLight, observedAt: observedAt ?? received, receivedAt: received,
      correlationID: correlation, causationSeq: cause, facts: facts, payload: payload)
    guard let seq = try appender.append(draft).seq else {
      throw EventLogError(.refused, "an event's random id is taken already; run the command again")
    }
    return seq
  }
}
