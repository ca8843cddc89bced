import EventLog
import Events
import Indicators
import Scoring
import Time
import Views

/// The size and shape of a ledger.
public struct StatsReport: Sendable {
  /// How many events.
  public var events: Int64
  /// How many events of each type, in the catalogue's order.
  public var types: [(type: EventType, count: Int64)]
  /// How many indicators of each kind.
  public var kinds: [(kind: IndicatorKind, count: Int64)]
  /// How many indicators have each verdict.
  public var verdicts: [(verdict: Verdict, count: Int64)]
  /// How many entities of each STIX type.
  public var entities: [(kind: String, count: Int64)]
  /// How many relationships that nobody took back.
  public var relationships: Int64
  /// What each source has answered, by name.
  public var sources: [SourceStats]
  /// The last position that counts.
  public var asAt: Int64
  /// The moment of the verdicts.
  public var asOf: Timestamp
  /// When the first and the last of the events were recorded.
  public var recorded: ClosedRange<Timestamp>?
  /// How many bytes the log takes on disk, write-ahead log included.
  public var logBytes: Int64
  /// How many bytes the views take on disk.
  public var viewBytes: Int64
}

/// What one source has said so far.
public struct SourceStats: Hashable, Sendable {
  /// The source's name.
  public var source: String
  /// How many events it has stated.
  public var events: Int64 = 0
  /// How many of them said something.
  public var found: Int64 = 0
  /// How many said that nothing is known.
  public var notFound: Int64 = 0
  /// How many lookups gave no usable answer.
  public var failed: Int64 = 0
  /// How many indicators were withheld from it.
  public var withheld: Int64 = 0
  /// When the last of them was received.
  public var lastAt: Timestamp
}

extension Ledger {
  /// The size and shape of the ledger, as at a position and as of a moment.
  public func stats(at point: PointInTime = PointInTime()) throws -> StatsReport {
    var kinds: [IndicatorKind: Int64] = [:]
    var verdicts: [Verdict: Int64] = [:]
    var query = ListQuery()
    query.order = .ingested
    let asOf = point.asOf ?? context.now()
    let seq = try list(query, at: PointInTime(asAt: point.asAt, asOf: asOf)) { row in
      kinds[row.indicator.kind, default: 0] += 1
      verdicts[row.score.verdict, default: 0] += 1
    }
    let views = try views()
    return try log.read {
      let counts = try countEvents(through: seq)
      return StatsReport(
        events: seq, types: EventType.allCases.compactMap { type in counts.types[type].map { (type, $0) } },
        kinds: IndicatorKind.allCases.compactMap { kind in kinds[kind].map { (kind, $0) } },
        verdicts: [.malicious, .suspicious, .benign, .unknown].compactMap { verdict in
          verdicts[verdict].map { (verdict, $0) }
        },
        entities: try views.entityCounts(through: seq),
        relationships: try views.relationshipCount(asAt: seq),
        sources: counts.sources.values.sorted { $0.source < $1.source }, asAt: seq, asOf: asOf,
        recorded: counts.recorded, logBytes: Files.size(folder.log) + Files.size(folder.log + "-wal"),
        viewBytes: Files.size(folder.views) + Files.size(folder.views + "-wal"))
    }
  }

  /// Whether any scorecard ruled; before the first one there are no verdicts to count.
  func hasRules(asAt seq: Int64) throws -> Bool {
    do {
      _ = try activeScorecard(asAt: seq)
      return true
    } catch let error as LedgerError where error.code == .badFile {
      return false
    }
  }

  private struct Counts {
    var types: [EventType: Int64] = [:]
    var sources: [Int: SourceStats] = [:]
    var recorded: ClosedRange<Timestamp>?
  }

  /// One pass over the log: the same answer at its end as at any earlier position.
  private func countEvents(through seq: Int64) throws -> Counts {
    var counts = Counts()
    try log.forEachRow(through: seq) { row in
      guard let type = row.type else { return true }
      counts.types[type, default: 0] += 1
      counts.recorded = (counts.recorded?.lowerBound ?? row.recordedAt)...row.recordedAt
      let name = log.symbols.text(row.source) ?? "?"
      var stats = counts.sources[row.source] ?? SourceStats(source: name, lastAt: row.receivedAt)
      stats.events += 1
      stats.lastAt = max(stats.lastAt, row.receivedAt)
      switch type {
      case .indicatorIngested: stats.found += 1
      case .observationRecorded:
        if try log.facts(row).status == .notFound { stats.notFound += 1 } else { stats.found += 1 }
      case .lookupFailed: stats.failed += 1
      case .lookupWithheld: stats.withheld += 1
      default: break
      }
      counts.sources[row.source] = stats
      return true
    }
    return counts
  }
}
