import EventLog
import Events
import Indicators
import Scoring
import Time

/// What projections need of an event: the envelope, and the facts in the stored form.
///
/// Facts stay encoded and where they are, so that the hot path of a feed decodes nothing but what it looks at, and
/// copies nothing but what it keeps: a summary is valid as long as the row that it was made from.
struct RowSummary {
  let seq: Int64
  let streamID: Int64
  let type: EventType
  let source: Int
  let trafficLight: TrafficLight?
  let observedAt: Timestamp
  let receivedAt: Timestamp
  let recordedAt: Timestamp
  /// What the view keeps of the key of a statement.
  let statementKey: Int64
  let status: ObservationStatus
  /// When the source saw it first and last, where it says so.
  let seen: (first: Int64?, last: Int64?)
  /// Which of the rarer facts there are.
  let details: Details
  /// The facts that are fields, decoded as they are asked for.
  let fields: StoredFields

  /// Facts that few events have.
  struct Details: OptionSet {
    let rawValue: UInt8
    /// Relations that the source states.
    static let relations = Details(rawValue: 1)
    /// What may be done with the indicator.
    static let permissibleActions = Details(rawValue: 2)
    /// The object by which the source says it.
    static let object = Details(rawValue: 4)
    /// Until when it is valid.
    static let validity = Details(rawValue: 8)
  }
}

extension RowSummary {
  /// Checks the current row of the log and takes out what is needed.
  init(_ row: EventRow, _ log: EventLog, _ names: FieldNames) throws {
    let type = try log.knownType(row)
    let source = row.source
    guard let identity = row.id, log.symbols.holds(source) else {
      throw EventLogError(.damaged, "event \(row.seq) is damaged; run 'iocledger verify'")
    }
    let facts = row.facts
    do throws(FactsError) {
      var status = ObservationStatus.found
      var seen: (first: Int64?, last: Int64?)
      var details: Details = []
      // To the end, so that damage shows here and not in what is asked for later.
      var cursor = try FactsCursor(facts)
      while let fact = try cursor.next() {
        switch fact.symbol {
        case names.status: status = fact.value.utf8.flatMap { ObservationStatus(utf8: $0) } ?? .found
        case names.firstSeen: seen.first = try fact.value.decoded().integer
        case names.lastSeen: seen.last = try fact.value.decoded().integer
        case names.relations: details.insert(.relations)
        case names.object: details.insert(.object)
        case names.validUntil: details.insert(.validity)
        case names.permissibleActions: details.insert(.permissibleActions)
        default: break
        }
      }
      self.init(
        seq: row.seq, streamID: row.streamID, type: type, source: source,
        trafficLight: row.trafficLight.flatMap { TrafficLight(rawValue: Int($0)) }, observedAt: row.observedAt,
        receivedAt: row.receivedAt, recordedAt: row.recordedAt, statementKey: StatementKey(identity).stored,
        status: status, seen: seen, details: details, fields: StoredFields(facts: facts, names: names))
    } catch {
      throw EventLogError(.damaged, "event \(row.seq) is damaged (\(error)); run 'iocledger verify'")
    }
  }

  /// What may be done with the indicator, where the event says so.
  var permissibleActions: PermissibleActions? {
    // Where a lookup was withheld, it is the reason and no statement.
    guard details.contains(.permissibleActions), type != .lookupWithheld else { return nil }
    return fields["pap"]?.text.flatMap { PermissibleActions(parsing: $0) }
  }

  /// From when on what is said no longer counts of itself.
  var validUntil: Timestamp? {
    guard details.contains(.validity) else { return nil }
    return fields["valid_until"].flatMap(Timestamp.init(validity:))
  }

  /// The earlier event that this one takes back, or brings back; nil where it does neither.
  var earlierSeq: Int64? {
    guard type == .observationRetracted || type == .observationRestored, let earlier = fields["seq"]?.integer,
      earlier < seq
    else { return nil }
    return earlier
  }

  /// The earlier event that this one takes back; nil where it takes back none.
  var retractedSeq: Int64? {
    type == .observationRetracted ? earlierSeq : nil
  }
}

extension ObservationStatus {
  /// The status of a name, found without making a text of it.
  fileprivate init?(utf8 name: UnsafeRawBufferPointer) {
    guard let status = Self.all.first(where: { $0.name.elementsEqual(name) })?.status else { return nil }
    self = status
  }

  private static let all = allCases.map { (name: Array($0.rawValue.utf8), status: $0) }
}
