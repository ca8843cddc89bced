import EventLog
import Time
import Views

extension Ledger {
  /// The sources that have events, for naming those of a run.
  public func sourceBook() throws -> SourceBook {
    var known: [String: Timestamp] = [:]
    for health in try views().sourceHealth() {
      if let name = log.symbols.text(health.source) { known[name] = health.firstAt }
    }
    return SourceBook(known)
  }
}
