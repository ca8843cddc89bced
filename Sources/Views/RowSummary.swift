import EventLog
import Events
import Indicators
import Time

/// What projections need of an event: the envelope, and the facts in the stored form.
///
/// Facts stay encoded, so that the hot path of a feed decodes nothing but what it looks at.
struct RowSummary {
  let seq: Int64
  let streamID: Int64
  let type: EventType
  let source: Int
  let trafficLight: TrafficLight?
  let observedAt: Timestamp
  let receivedAt: Timestamp
  let recordedAt: Timestamp
  let identity: EventID
  let status: ObservationStatus
  /// When the source saw it first and last, where it says so.
  let seen: (first: Int64?, last: Int64?)
  /// Whether the source states relations.
  let hasRelations: Bool
  /// The facts that are fields, decoded as they are asked for.
  let fields: StoredFields
  /// All facts, in the stored form.
  var facts: [UInt8] { fields.facts }

  init(_ row: EventRow, _ log: EventLog, _ names: FieldNames) throws {
    try log.requireKnownShape(row)
    guard let type = row.type, let identity = row.id, log.symbols.text(row.source) != nil else {
      throw EventLogError(.damaged, "event \(row.seq) is damaged; run 'iocledger verify'")
    }
    seq = row.seq
    streamID = row.streamID
    self.type = type
    source = row.source
    trafficLight = row.trafficLight.flatMap { TrafficLight(rawValue: Int($0)) }
    observedAt = row.observedAt
    receivedAt = row.receivedAt
    recordedAt = row.recordedAt
    self.identity = identity
    do throws(FactsError) {
      var status = ObservationStatus.found
      var seen: (first: Int64?, last: Int64?)
      var hasRelations = false
      // To the end, so that damage shows here and not in what is asked for later.
      var cursor = try FactsCursor(row.facts)
      while let fact = try cursor.next() {
        switch fact.symbol {
        case names.status:
          let text = fact.value.utf8.map { String(decoding: $0, as: UTF8.self) }
          status = text.flatMap { ObservationStatus(rawValue: $0) } ?? .found
        case names.firstSeen: seen.first = try fact.value.decoded().integer
        case names.lastSeen: seen.last = try fact.value.decoded().integer
        case names.relations: hasRelations = true
        default: break
        }
      }
      self.status = status
      self.seen = seen
      self.hasRelations = hasRelations
    } catch {
      throw EventLogError(.damaged, "event \(row.seq) is damaged (\(error)); run 'iocledger verify'")
    }
    fields = StoredFields(facts: Array(row.facts), names: names)
  }
}

extension RowSummary {
  /// The earlier event that this one takes back; nil where it takes back none.
  var retractedSeq: Int64? {
    guard type == .observationRetracted, let earlier = fields["seq"]?.integer, earlier < seq else { return nil }
    return earlier
  }
}
