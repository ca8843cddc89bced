import EventLog
import Events
import Scoring
import Time

/// From when to when a source spoke of an indicator, before its word ended.
struct Listing {
  /// The earliest moment at which it says that it was there.
  var since: Timestamp
  /// The latest such moment, its sightings included.
  var last: Timestamp
  /// Its last word.
  var word: RecordedEvent
}

extension Ledger {
  /// Goes through a stream for what a source said by a point; nil where that is nothing.
  ///
  /// Only asked for sources whose word has ended: states keep what counts, not what counted.
  func listing(ofStream stream: Int64, by source: Int, _ point: ResolvedPoint) throws -> Listing? {
    var listing: Listing?
    var sightings: [Timestamp] = []
    let retracted = try retractedEvents(ofStream: stream, asAt: point.seq)
    try log.forEachRow(ofStream: stream, through: point.seq) { row in
      guard row.source == source, row.observedAt <= point.asOf, !retracted.contains(row.seq) else { return true }
      switch row.type {
      case .sightingRecorded:
        if try log.facts(row)["positive"]?.bool ?? true { sightings.append(row.observedAt) }
      case .indicatorIngested, .observationRecorded:
        let event = try log.event(row)
        guard event.facts.status == .found else { return true }
        let first = event.facts["first_seen"]?.integer.map(Timestamp.init(milliseconds:)) ?? event.observedAt
        let last = event.facts["last_seen"]?.integer.map(Timestamp.init(milliseconds:)) ?? event.observedAt
        let newer = listing.map { $0.word.observedAt <= event.observedAt ? event : $0.word } ?? event
        listing = Listing(
          since: min(first, listing?.since ?? first), last: max(last, listing?.last ?? last), word: newer)
      default: break
      }
      return true
    }
    if let seen = sightings.max(), let last = listing?.last { listing?.last = max(seen, last) }
    return listing
  }

  /// The events of a stream that are taken back as at a position.
  func retractedEvents(ofStream stream: Int64, asAt seq: Int64) throws -> Set<Int64> {
    var retracted = Set<Int64>()
    try log.forEachRow(ofStream: stream, through: seq) { row in
      guard row.type == .observationRetracted || row.type == .observationRestored,
        let earlier = try log.facts(row)["seq"]?.integer, earlier < row.seq
      else { return true }
      if row.type == .observationRetracted { retracted.insert(earlier) } else { retracted.remove(earlier) }
      return true
    }
    return retracted
  }
}
