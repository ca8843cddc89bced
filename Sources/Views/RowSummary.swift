import EventLog
import Events
import Indicators
import Time

/// What projections need of an event: the envelope, and of the facts only the fields that are not signals.
///
/// Signals stay encoded, so that the hot path of a feed decodes nothing but what it looks at.
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
  /// The facts that are fields, decoded.
  let fields: Facts
  /// All facts, in the stored form.
  let facts: [UInt8]

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
      var fields = Facts()
      var status = ObservationStatus.found
      var cursor = try FactsCursor(row.facts)
      while let fact = try cursor.next() {
        if fact.symbol == names.status {
          status = try fact.value.decoded().text.flatMap(ObservationStatus.init) ?? .found
        } else if let name = names.field(fact.symbol) {
          fields[name] = try fact.value.decoded()
        }
      }
      self.fields = fields
      self.status = status
    } catch {
      throw EventLogError(.damaged, "event \(row.seq) is damaged (\(error)); run 'iocledger verify'")
    }
    facts = Array(row.facts)
  }
}

extension RowSummary {
  /// The earlier event that this one takes back; nil where it takes back none.
  var retractedSeq: Int64? {
    guard type == .observationRetracted, let earlier = fields["seq"]?.integer, earlier < seq else { return nil }
    return earlier
  }
}

/// Which dictionary ids are names of fields rather than of signals.
struct FieldNames {
  /// The id of `status`, or -1 where no event has used it yet.
  private(set) var status = -1
  private var names: [String?] = []

  /// Looks at what the dictionary has gained.
  mutating func refresh(_ symbols: SymbolTable) {
    guard names.count < symbols.texts.count else { return }
    status = symbols.id(of: "status") ?? -1
    names = symbols.texts.map { text in
      text.flatMap { $0.utf8.contains(UInt8(ascii: ".")) ? nil : $0 }
    }
  }

  /// The name of a field; nil for signals.
  func field(_ id: Int) -> String? { names.indices.contains(id) ? names[id] : nil }
}
