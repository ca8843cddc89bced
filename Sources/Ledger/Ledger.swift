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
  var openViews: (views: Views, file: String?)?
  /// The writer's, with the file that they are.
  var writerViews: (views: Views, file: String?)?
  /// Who catches the views up behind ``writeAhead(_:)``, and how long the log was when that last returned.
  var follower: (follower: ViewsFollower, head: Int64)?
  var scorecardCache: [String: StoredScorecard] = [:]
  var erasures = ErasureIndex()
  /// Whether views that are behind stay so on the disk: for a run that writes nothing at all.
  var leavesViews = false

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
    // The difference of two times may have no number.
    let (lag, overflow) = last.milliseconds.subtractingReportingOverflow(context.now().milliseconds)
    if overflow { return last.milliseconds > 0 ? .max : nil }
    return lag > 60_000 ? lag : nil
  }

  /// Views that hold everything in the log.
  func views(progress: (Int64) -> Void = { _ in }) throws -> Views {
    if let open = openViews, open.file == Files.destination(ofLink: folder.views), open.views.isInPlace,
      let seq = try? open.views.seq(), try seq == log.head()
    {
      return open.views
    }
    let views = try translatingErrors {
      try leavesViews ? Views.untouched(for: log) : Views.upToDate(for: log, progress: progress)
    }
    openViews = (views, Files.destination(ofLink: folder.views))
    return views
  }

  /// Puts SQLite's errors into the words of somebody who wants to go on working.
  func translatingErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as SQLiteError {
      throw EventLogError(error, ledger: folder.path)
    }
  }
}
