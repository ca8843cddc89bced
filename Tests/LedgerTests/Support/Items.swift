import EventLog
import Events
import Indicators
import Interchange
import Ledger
import Scoring
import Time

/// An input whose items are made by hand.
struct Items: IntakeReader {
  private var items: ArraySlice<IntakeItem>
  /// What is thrown where the items end.
  private let failure: IntakeError?

  init(_ items: [IntakeItem], failure: IntakeError? = nil) {
    self.items = items[...]
    self.failure = failure
  }

  mutating func next() throws -> IntakeItem? {
    if items.isEmpty, let failure { throw failure }
    return items.popFirst()
  }
}

extension Ledger {
  /// Takes in items that are made by hand.
  @discardableResult
  func take(
    _ items: [IntakeItem], source: String = "partner", trafficLight: TrafficLight? = nil, isSnapshot: Bool = false
  ) throws -> IntakeReport {
    var options = IntakeOptions(source: source, trafficLight: trafficLight)
    options.isSnapshot = isSnapshot
    let intake = Intake(self, options: options, file: "items")
    try intake.run(Items(items))
    return intake.report
  }
}

/// A version of an object, and everything that it says.
func version(
  of id: String, _ version: Timestamp, names values: [String], until: Timestamp? = nil, toIDs: Bool? = nil,
  labels: [String] = [], ending: Ending? = nil, tlp: TrafficLight? = nil, pap: PermissibleActions? = nil
) throws -> [IntakeItem] {
  let object = SourceObject(id: id, version: version)
  let indicators = try values.map { try ioc($0) }
  var signals: Facts = ["feed.listed": true]
  signals["feed.to_ids"] = toIDs.map { .bool($0) }
  signals["valid_until"] = until.map { .text($0.rfc3339) }
  let statements = indicators.map { indicator in
    IntakeItem.statement(
      Statement(
        indicator: indicator, signals: signals, statedAt: version, labels: labels, trafficLight: tlp,
        permissibleActions: pap, object: object, line: 1))
  }
  return statements + [
    .object(ObjectStatement(object: object, indicators: ending == nil ? indicators : [], ending: ending, line: 1))
  ]
}

extension TemporaryLedger {
  /// So many days before the clock's now.
  func daysAgo(_ days: Double) -> Timestamp {
    Timestamp(milliseconds: clock.now.milliseconds - Int64(days * 86_400_000))
  }

  func score(_ value: String, asOf time: Timestamp? = nil, asAt seq: Int64? = nil) throws -> Int32 {
    let point = PointInTime(asAt: seq.map { PointInTime.Knowledge.seq($0) }, asOf: time)
    return try ledger.show(ioc(value), at: point).score.hundredths
  }

  /// The types of the events about an indicator, oldest first.
  func types(_ value: String) throws -> [EventType] {
    var types: [EventType] = []
    var query = EventQuery()
    query.indicator = try ioc(value)
    try ledger.events(query) { event, _ in types.append(event.type) }
    return types
  }
}
