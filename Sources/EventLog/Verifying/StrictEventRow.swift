import Events
import SQLite

/// A row of the event table, all of it read at once, and every column found to be what it must be by itself.
///
/// An ``EventRow`` takes what is NULL for what is none, and reads what it is asked for. Here nothing may be taken for
/// anything else: tables are strict, but a file can be edited past SQLite.
struct StrictEventRow {
  let id: EventID
  let stream: Int64
  let version: Int64
  let type: EventType
  let schemaVersion: Int64
  let source: Int
  let actor: Int
  let trafficLight: Int64?
  let observedAt: Int64
  let receivedAt: Int64
  let recordedAt: Int64
  let correlationID: EventID?
  let causationSeq: Int64?
  /// Valid during the visit.
  let facts: UnsafeRawBufferPointer
  let payloadHash: Digest?
  let leafHash: Digest

  /// Reads ``EventRow/columns``; nil where one holds what it cannot.
  init?(_ row: VisitedRow, seq: Int64) {
    guard let id = row.cell(1).blob, let id = EventID(bytes: id), let stream = row.cell(2).integer,
      let version = row.cell(3).integer, let code = row.cell(4).integer,
      let type = EventType(code: Int(code)), let schemaVersion = row.cell(5).integer,
      let source = row.cell(6).integer, let actor = row.cell(7).integer, let observedAt = row.cell(9).integer,
      let receivedAt = row.cell(10).integer, let recordedAt = row.cell(11).integer, let facts = row.cell(14).blob,
      let leaf = row.cell(16).blob, let leafHash = Digest(leaf)
    else { return nil }
    // Each NULL, or a value that the canonical bytes can tell from NULL.
    let (marking, cause) = (row.cell(8), row.cell(13))
    (trafficLight, causationSeq) = (marking.integer, cause.integer)
    guard marking.isNull || trafficLight.map({ (0...254).contains($0) }) == true,
      cause.isNull || causationSeq.map({ $0 >= 1 && $0 < seq }) == true
    else { return nil }
    let (correlation, payload) = (row.cell(12), row.cell(15))
    correlationID = correlation.blob.flatMap { EventID(bytes: $0) }
    payloadHash = payload.blob.flatMap { Digest($0) }
    guard correlation.isNull || correlationID != nil, payload.isNull || payloadHash != nil else { return nil }
    self.id = id
    self.stream = stream
    self.version = version
    self.type = type
    self.schemaVersion = schemaVersion
    self.source = Int(source)
    self.actor = Int(actor)
    self.observedAt = observedAt
    self.receivedAt = receivedAt
    self.recordedAt = recordedAt
    self.facts = facts
    self.leafHash = leafHash
  }
}
