import EventLog
import Events
import Indicators
import Time

/// The head of a row's summary as it waits for the turn of its stream while views are built; the facts follow it.
///
/// The memory of this process as it is: nobody else ever reads it. What is no number is checked all the same when it
/// comes back from a disk.
struct SpooledRow {
  private let seq: Int64
  private let stream: Int64
  private let observedAt: Int64
  private let receivedAt: Int64
  private let recordedAt: Int64
  private let statementKey: Int64
  private let source: Int32
  private let factsCount: UInt32
  private let type: UInt8
  private let trafficLight: UInt8
  private let status: UInt8
  private let extras: UInt8

  /// Without the padding that follows it in memory.
  private static var size: Int { MemoryLayout<SpooledRow>.size }
  private static var none: UInt8 { 0xFF }

  /// What is there besides the head.
  private enum Extra {
    static let firstSeen: UInt8 = 1
    static let lastSeen: UInt8 = 2
    /// By so many bits the rarer facts are moved.
    static let detailsShift: UInt8 = 2
  }

  /// Appends a row.
  static func append(_ row: RowSummary, to bytes: inout [UInt8]) {
    let head = SpooledRow(row)
    withUnsafeBytes(of: head) { bytes.append(contentsOf: $0) }
    if let first = row.seen.first { withUnsafeBytes(of: first) { bytes.append(contentsOf: $0) } }
    if let last = row.seen.last { withUnsafeBytes(of: last) { bytes.append(contentsOf: $0) } }
    bytes.append(contentsOf: row.fields.facts)
  }

  private init(_ row: RowSummary) {
    seq = row.seq
    stream = row.streamID
    observedAt = row.observedAt.milliseconds
    receivedAt = row.receivedAt.milliseconds
    recordedAt = row.recordedAt.milliseconds
    statementKey = row.statementKey
    source = Int32(row.source)
    factsCount = UInt32(row.fields.facts.count)
    type = UInt8(row.type.code)
    trafficLight = row.trafficLight.map { UInt8($0.rawValue) } ?? Self.none
    status = Self.number(of: row.status)
    extras =
      (row.seen.first == nil ? 0 : Extra.firstSeen) | (row.seen.last == nil ? 0 : Extra.lastSeen)
      | row.details.rawValue << Extra.detailsShift
  }

  /// Calls the closure with each of the rows that were appended to some bytes.
  static func forEach(
    in bytes: UnsafeRawBufferPointer, _ names: FieldNames, _ body: (RowSummary) throws -> Void
  ) throws {
    var rest = bytes
    while !rest.isEmpty { try body(try next(&rest, names)) }
  }

  private static func next(_ rest: inout UnsafeRawBufferPointer, _ names: FieldNames) throws -> RowSummary {
    let head = try take(&rest, size).loadUnaligned(as: SpooledRow.self)
    var seen: (first: Int64?, last: Int64?)
    if head.extras & Extra.firstSeen != 0 { seen.first = try take(&rest, 8).loadUnaligned(as: Int64.self) }
    if head.extras & Extra.lastSeen != 0 { seen.last = try take(&rest, 8).loadUnaligned(as: Int64.self) }
    let facts = try take(&rest, Int(head.factsCount))
    guard let type = EventType(code: Int(head.type)), let status = status(head.status) else { throw damage }
    return RowSummary(
      seq: head.seq, streamID: head.stream, type: type, source: Int(head.source),
      trafficLight: TrafficLight(rawValue: Int(head.trafficLight)),
      observedAt: Timestamp(milliseconds: head.observedAt), receivedAt: Timestamp(milliseconds: head.receivedAt),
      recordedAt: Timestamp(milliseconds: head.recordedAt), statementKey: head.statementKey, status: status,
      seen: seen, details: RowSummary.Details(rawValue: head.extras >> Extra.detailsShift),
      fields: StoredFields(facts: facts, names: names))
  }

  /// Cuts off the first so many bytes.
  private static func take(_ rest: inout UnsafeRawBufferPointer, _ count: Int) throws -> UnsafeRawBufferPointer {
    guard count <= rest.count else { throw damage }
    let taken = UnsafeRawBufferPointer(rebasing: rest[..<count])
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    return taken
  }

  private static var damage: EventLogError {
    EventLogError(.inputOutput, "a temporary file reads otherwise than it was written; check the disk")
  }

  private static func number(of status: ObservationStatus) -> UInt8 {
    switch status {
    case .found: 0
    case .notFound: 1
    case .failed: 2
    case .withheld: 3
    }
  }

  private static func status(_ number: UInt8) -> ObservationStatus? {
    switch number {
    case 0: .found
    case 1: .notFound
    case 2: .failed
    case 3: .withheld
    default: nil
    }
  }
}
