import EventLog
import Events
import Indicators
import SQLite
import Scoring
import Time

/// One indicator as the views hold it, still packed; valid during the visit.
public struct PackedIndicator {
  private let row: Statement
  // Read once: a replay scores each state under two scorecards.
  private let packed: UnsafeRawBufferPointer
  /// The id of its stream.
  public let id: Int64
  /// What sort of thing it is.
  public let kind: IndicatorKind

  init(row: Statement) {
    self.row = row
    id = row.integer(0)
    kind = IndicatorKind(code: row.integer(1)) ?? .url
    packed = row.blob(3)
  }

  /// The canonical value.
  public var value: String { row.text(2) }
  /// The indicator itself.
  public var indicator: Indicator { Indicator(kind, canonical: value) }

  /// The state, unpacked.
  public func state() throws -> IndicatorState {
    do {
      return try IndicatorState(encoded: packed)
    } catch {
      throw damaged(error)
    }
  }

  /// The score as of a moment, without unpacking; nil where the state speaks of later times, so that the log must be
  /// asked what was true then.
  public func score(asOf: Timestamp, with scorer: inout Scorer) throws -> Score? {
    do {
      return try IndicatorState.score(encoded: packed, kind: kind, asOf: asOf, with: &scorer, value: value)
    } catch {
      throw damaged(error)
    }
  }

  /// Where a source stands as of a moment, for which the state need be whole only as far as that source goes; nil where
  /// it has said nothing.
  public func standing(of source: Int, asOf moment: Timestamp) throws -> SourceStanding? {
    do {
      return try IndicatorState.state(of: source, encoded: packed)?.standing(asOf: moment)
    } catch {
      throw damaged(error)
    }
  }

  private func damaged(_ error: FactsError) -> EventLogError {
    EventLogError(.damaged, "the views are damaged at \(value) (\(error)); run 'iocledger rebuild'")
  }
}

extension Views {
  /// Calls the closure with each indicator whose id lies in a range, in the order of their first events.
  public func forEachIndicator(
    in ids: ClosedRange<Int64> = 1...Int64.max, _ body: (PackedIndicator) throws -> Void
  ) throws {
    let rows = try database.cached(
      "SELECT id, kind, value, state FROM indicator WHERE id BETWEEN ? AND ? ORDER BY id")
    rows.bind(1, ids.lowerBound)
    rows.bind(2, ids.upperBound)
    defer { rows.reset() }
    while try rows.step() { try body(PackedIndicator(row: rows)) }
  }

  /// The state of one indicator, or nil where there is none.
  public func state(of id: Int64) throws -> IndicatorState? {
    var found: IndicatorState?
    try forEachIndicator(in: id...id) { found = try $0.state() }
    return found
  }

  /// The highest id of an indicator; 0 where there are none.
  public func lastIndicatorID() throws -> Int64 { try database.integer("SELECT max(id) FROM indicator") ?? 0 }

  /// How many indicators there are of each kind.
  public func indicatorCounts() throws -> [(kind: IndicatorKind, count: Int64)] {
    let rows = try database.cached("SELECT kind, count(*) FROM indicator GROUP BY kind ORDER BY kind")
    defer { rows.reset() }
    var counts: [(kind: IndicatorKind, count: Int64)] = []
    while try rows.step() {
      if let kind = IndicatorKind(code: rows.integer(0)) { counts.append((kind, rows.integer(1))) }
    }
    return counts
  }

  /// Whether a source has made a statement before.
  public func holds(_ key: StatementKey, stream: Int64) throws -> Bool {
    let rows = try database.cached("SELECT keys FROM statement WHERE stream = ? ORDER BY part DESC")
    rows.bind(1, stream)
    defer { rows.reset() }
    let wanted = UInt64(bitPattern: key.stored).bigEndian
    while try rows.step() {
      let keys = rows.blob(0)
      for start in stride(from: 0, to: keys.count - 7, by: 8)
      where keys.loadUnaligned(fromByteOffset: start, as: UInt64.self) == wanted { return true }
    }
    return false
  }
}
