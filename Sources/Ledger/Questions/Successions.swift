import EventLog
import Events
import Scoring
import Time
import Views

/// By which event what an event says was superseded, or ended.
///
/// A newer version of an object supersedes the older one, `indicator.delisted` ends what it names. That a source's newest
/// word counts where it names no object is not told here: that is the way of all lists.
public final class Successions {
  private let ledger: Ledger
  private let asAt: Int64
  private var views: Views?
  /// Whether whole lists of a source ever ended anything, by the source's name.
  private var absences: [String: Bool] = [:]
  /// The stream that was asked for last.
  private var stream: Int64?
  private var successors: [Int64: Int64] = [:]

  init(_ ledger: Ledger, asAt: Int64) {
    self.ledger = ledger
    self.asAt = asAt
  }

  /// The event that took the place of what an event says about an indicator, or ended it; nil where none did.
  public func successor(of event: RecordedEvent) throws -> Int64? {
    switch event.type {
    case .indicatorIngested, .observationRecorded, .indicatorDelisted: break
    default: return nil
    }
    guard try event.facts["object"] != nil || hasAbsences(event.source) else { return nil }
    return try successors(ofStream: event.streamID)[event.seq]
  }

  /// All of a stream.
  func successors(ofStream stream: Int64) throws -> [Int64: Int64] {
    if self.stream != stream {
      successors = try ledger.successors(ofStream: stream, asAt: asAt)
      self.stream = stream
    }
    return successors
  }

  private func hasAbsences(_ source: String) throws -> Bool {
    if let known = absences[source] { return known }
    let views = try views ?? ledger.views()
    self.views = views
    let found = try ledger.log.symbols.id(of: source).map { try views.holdsAbsence(ofSource: $0, stream: nil) } ?? false
    absences[source] = found
    return found
  }
}

extension Ledger {
  /// What superseded what, as at a position.
  public func successions(at point: PointInTime = PointInTime()) throws -> Successions {
    Successions(self, asAt: try log.read { try resolve(point).seq })
  }

  func successors(ofStream stream: Int64, asAt seq: Int64) throws -> [Int64: Int64] {
    let retracted = try retractedEvents(ofStream: stream, asAt: seq)
    var said: [Int: [SourceWord]] = [:]
    try log.forEachRow(ofStream: stream, through: seq) { row in
      guard let type = row.type, [.indicatorIngested, .observationRecorded, .indicatorDelisted].contains(type),
        !retracted.contains(row.seq)
      else { return true }
      let facts = try log.facts(row)
      guard facts.status == .found || facts.status == .notFound else { return true }
      said[row.source, default: []].append(
        SourceWord(
          object: facts["object"]?.text, version: facts["version"]?.integer, seq: row.seq, observedAt: row.observedAt,
          recordedAt: row.recordedAt, validUntil: nil, isFound: facts.status == .found,
          ending: type == .indicatorDelisted ? facts["reason"]?.text.flatMap(Ending.init) ?? .superseded : nil))
      return true
    }
    var successors: [Int64: Int64] = [:]
    for words in said.values { Self.link(words, &successors) }
    return successors
  }

  private static func link(_ words: [SourceWord], _ successors: inout [Int64: Int64]) {
    let ends = words.filter { $0.object == nil && $0.ending != nil }
      .sorted { ($0.effectiveAt, $0.seq) < ($1.effectiveAt, $1.seq) }
    for versions in Dictionary(grouping: words, by: \.object).values {
      let versions = versions.sorted { ($0.version, $0.seq) < ($1.version, $1.seq) }
      for (version, next) in zip(versions, versions.dropFirst()) where version.object != nil {
        successors[version.seq] = next.seq
      }
      for word in versions where word.ending == nil && successors[word.seq] == nil {
        successors[word.seq] = ends.first { ($0.effectiveAt, $0.seq) > (word.effectiveAt, word.seq) }?.seq
      }
    }
  }
}
