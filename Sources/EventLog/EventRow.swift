import Events
import Indicators
import SQLite
import Time

/// A row of the event table that is being visited, read column by column without copying; valid during the visit.
public struct EventRow {
  @usableFromInline let row: VisitedRow

  init(_ row: VisitedRow) { self.row = row }

  /// The columns in the order in which this type reads them.
  static let columns = """
    seq, event_id, stream, version, type, schema_version, source, actor, tlp, observed_at, received_at, recorded_at,
    correlation_id, causation_seq, facts, payload_hash, leaf_hash
    """

  /// Which columns are read.
  public enum Columns: Sendable {
    /// All of them.
    case all
    /// Those that projections need: without version, actor, correlation, causation and hashes.
    case projected

    var list: String {
      switch self {
      case .all: EventRow.columns
      case .projected:
        """
        seq, event_id, stream, NULL, type, schema_version, source, NULL, tlp, observed_at, received_at, recorded_at,
        NULL, NULL, facts
        """
      }
    }
  }

  /// The gapless position.
  @inlinable
  public var seq: Int64 { number(0) }
  /// The producer's id.
  @inlinable
  public var id: EventID? { row.cell(1).blob.flatMap { EventID(bytes: $0) } }
  /// The dictionary id of what it is about.
  @inlinable
  public var streamID: Int64 { number(2) }
  /// The position within its stream.
  public var version: Int64 { number(3) }
  /// What happened; nil where a newer program wrote it.
  @inlinable
  public var type: EventType? { EventType(code: Int(number(4))) }
  /// The version of the facts' shape.
  @inlinable
  public var schemaVersion: Int64 { number(5) }
  /// The dictionary id of who says so.
  @inlinable
  public var source: Int { Int(number(6)) }
  /// The dictionary id of who ran the program.
  public var actor: Int { Int(number(7)) }
  /// The number of the statement's own marking.
  @inlinable
  public var trafficLight: Int64? { row.cell(8).integer }
  /// When the source says it was true.
  @inlinable
  public var observedAt: Timestamp { Timestamp(milliseconds: number(9)) }
  /// When we got it.
  @inlinable
  public var receivedAt: Timestamp { Timestamp(milliseconds: number(10)) }
  /// When it was appended.
  @inlinable
  public var recordedAt: Timestamp { Timestamp(milliseconds: number(11)) }
  /// The run it belongs to.
  public var correlationID: EventID? { row.cell(12).blob.flatMap { EventID(bytes: $0) } }
  /// The earlier event that led to it.
  public var causationSeq: Int64? { row.cell(13).integer }
  /// The stored form of the facts; valid during the visit.
  @inlinable
  public var facts: UnsafeRawBufferPointer { row.cell(14).blob ?? UnsafeRawBufferPointer(start: nil, count: 0) }
  /// What the leaf commits to of the payload.
  public var payloadHash: Digest? { row.cell(15).blob.flatMap { Digest($0) } }
  /// The leaf that was stored.
  public var leafHash: Digest? { row.cell(16).blob.flatMap { Digest($0) } }

  /// A number that must be there; what is none reads as 0, which nothing that is sound has for an id.
  @inlinable
  func number(_ column: Int) -> Int64 { row.cell(column).integer ?? 0 }
}
