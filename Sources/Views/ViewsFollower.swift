import Dispatch
import EventLog
import SQLite
import Synchronization
import Time

/// Catches views up with their log on the other core, while the next events are being appended.
///
/// Whoever orders that holds the ledger's lock until it is done: nobody else writes to the views.
public final class ViewsFollower: Sendable {
  private struct Connections {
    let log: EventLog
    let views: Views
  }

  private let folder: LedgerFolder
  /// Used by one block of the queue after another, never by two at a time.
  private let connections = Mutex<Connections?>(nil)
  private let hasFailed = Mutex(false)
  private let queue = DispatchQueue(label: "views", qos: .userInitiated)
  private let group = DispatchGroup()

  /// Will follow the log in a ledger's folder; opens nothing yet.
  public init(_ folder: LedgerFolder) { self.folder = folder }

  /// Begins to take in what the log holds now; what is committed meanwhile may be taken in too.
  public func begin() {
    queue.async(group: group) { self.catchUp() }
  }

  /// Waits for the end of what was begun; false where it failed, and then for good.
  @discardableResult
  public func finish() -> Bool {
    group.wait()
    return !hasFailed.withLock { $0 }
  }

  private func catchUp() {
    do {
      try connections.withLock { open in
        if let views = open?.views, !views.isInPlace { open = nil }
        let connections = try open ?? connect()
        open = connections
        try connections.views.catchUp(with: connections.log)
      }
    } catch {
      hasFailed.withLock { $0 = true }
    }
  }

  private func connect() throws -> Connections {
    // Read from where it ends: few pages are ever looked at twice.
    let log = try EventLog(folder, access: .readOnly, now: Timestamp(milliseconds: 0), pageCache: 4096)
    return Connections(log: log, views: try Views.openExisting(log, .readWrite))
  }
}
