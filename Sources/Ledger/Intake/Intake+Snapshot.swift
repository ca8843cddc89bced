import EventLog
import Events
import Scoring
import Time
import Views

/// What became of a source's earlier words when its whole list was read.
public struct SnapshotReport: Hashable, Sendable {
  /// How many indicators the source listed before and lists no longer.
  public internal(set) var delisted: Int64 = 0
  /// As of when.
  public internal(set) var at: Timestamp?
  /// Why nothing was delisted; nil where nothing was in the way.
  public internal(set) var obstacle: String?

  func adding(_ other: SnapshotReport) -> SnapshotReport {
    SnapshotReport(
      delisted: delisted + other.delisted, at: other.at ?? at, obstacle: obstacle ?? other.obstacle)
  }
}

extension Intake {
  /// How many words are ended in one transaction.
  private static let delistingBatch = 1000

  /// Ends the source's word about everything that it listed and that the input no longer names.
  ///
  /// Not where any part of the input could not be read: what is missing there is not known to be gone.
  func delistAbsent() throws {
    guard report.rejectedTotal == 0 else {
      report.snapshot = SnapshotReport(
        obstacle: "\(report.rejectedTotal) parts of the input could not be read, and what they name is not known")
      return
    }
    guard report.accepted > 0 else {
      report.snapshot = SnapshotReport(obstacle: "the input names nothing; an empty download looks the same")
      return
    }
    let now = ledger.context.now()
    let date = min(fileDate ?? now, now)
    var absent = try ledger.words(of: options.source, notIn: listed, asOf: date)[...]
    report.snapshot = SnapshotReport(delisted: Int64(absent.count), at: date)
    report.events += Int64(absent.count)
    guard rehearsal == nil else { return }
    while !absent.isEmpty {
      let words = absent.prefix(Self.delistingBatch)
      absent = absent.dropFirst(words.count)
      try ledger.write { writer in
        for word in words {
          guard let stream = try writer.log.stream(word.stream) else { continue }
          report.seq = try writer.append(
            .indicatorDelisted, about: stream, source: options.source, observedAt: date, receivedAt: now,
            correlation: batch, cause: word.seq, facts: ["reason": .text(Ending.absent.rawValue)])
        }
      }
    }
    try onCommit(report)
  }
}

extension Ledger {
  /// The words of a source that stand as of a moment about indicators outside a set, with the events that say them.
  ///
  /// One scan over the views, in flat memory but for what is found.
  fileprivate func words(
    of name: String, notIn listed: IdentifierSet, asOf moment: Timestamp
  ) throws -> [(stream: Int64, seq: Int64)] {
    guard let source = log.symbols.id(of: name) else { return [] }
    var words: [(stream: Int64, seq: Int64)] = []
    let views = try views()
    try views.read {
      try views.forEachIndicator { packed in
        guard !listed.contains(packed.id), let word = try packed.standing(of: source, asOf: moment), word.counts,
          word.effectiveAt <= moment
        else { return }
        words.append((packed.id, word.seq))
      }
    }
    return words
  }
}
