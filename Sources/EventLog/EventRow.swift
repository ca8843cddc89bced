import Events
import Indicators
import SQLite
import Time

/// The current row of a query over the event table, read column by column without copying.
public struct EventRow {
  let row: Statement

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
  public var seq: Int64 { row.integer(0) }
  /// The producer's id.
  public var id: EventID? { EventID(bytes: row.blob(1)) }
  /// The dictionary id of what it is about.
  public var streamID: Int64 { row.integer(2) }
  /// The position within its stream.
  public var version: Int64 { row.integer(3) }
  /// What happened; nil where a newer program wrote it.
  public var type: EventType? { EventType(code: Int(row.integer(4))) }
  /// The version of the facts' shape.
  public var schemaVersion: Int64 { row.integer(5) }
  /// The dictionary id of who says so.
  public var source: Int { Int(row.integer(6)) }
  /// The dictionary id of who ran the program.
  public var actor: Int { Int(row.integer(7)) }
  /// The number of the statement's own marking.
  public var trafficLight: Int64? { row.optionalInteger(8) }
  /// When the source says it was true.
  public var observedAt: Timestamp { Timestamp(milliseconds: row.integer(9)) }
  /// When we got it.
  public var receivedAt: Timestamp { Timestamp(milliseconds: row.integer(10)) }
  /// When it was appended.
  public var recordedAt: Timestamp { Timestamp(milliseconds: row.integer(11)) }
  /// The run it belongs to.
  public var correlationID: EventID? { row.isNull(12) ? nil : EventID(bytes: row.blob(12)) }
  /// The earlier event that led to it.
  public var causationSeq: Int64? { row.optionalInteger(13) }
  /// The stored form of the facts; valid until the next step.
  public var facts: UnsafeRawBufferPointer { row.blob(14) }
  /// What the leaf commits to of the payload.
  public var payloadHash: Digest? { row.isNull(15) ? nil : Digest(row.blob(15)) }
  /// The leaf that was stored.
  public var leafHash: Digest? { Digest(row.blob(16)) }
}
