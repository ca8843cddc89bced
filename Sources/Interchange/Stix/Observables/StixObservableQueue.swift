import Events
import Indicators
import Time

/// What was observed, which waits to the end of the input.
///
/// By then it is known which values an indicator of the input names too. For those a statement of its own would do
/// harm: the newest statement of a source replaces its older ones, and one that says no more than "observed" would take
/// the accusation back. There an observation with a time is a sighting, and a bare observable says nothing new.
struct StixObservableQueue {
  /// Past the bound an observation is handed out at once.
  private static let maximumCount = 100_000

  /// One observed value, with the markings of the object that says so.
  struct Observed {
    var statement: Statement
    /// Whether somebody saw it at a stated time, rather than only listing it.
    var isSeen: Bool
    var marks: StixMarks
  }

  /// What becomes of an observation.
  enum Fate {
    /// It waits to the end.
    case waits
    /// It and an earlier one are one from now on; the line is that of the one that says less.
    case repeats(line: Int)
    /// There is no room for it.
    case goes(IntakeItem)
  }

  private var order: [Indicator] = []
  private var waiting: [Indicator: Observed] = [:]
  /// The values that indicators name, each in sixteen bytes.
  private var named: Set<StixObjectID> = []
  /// Values that are digests of something else, with what they are.
  private var misnamed: [Indicator: String] = [:]

  /// Notes that an indicator of the input names a value.
  mutating func name(_ indicator: Indicator) {
    if named.count < StixReferences.maximumCount { named.insert(Self.key(indicator)) }
  }

  /// Notes that a value is no checksum of a file, whatever an observable takes it for.
  mutating func misname(_ indicator: Indicator, as name: String) {
    guard IndicatorKind.hashes.contains(indicator.kind), misnamed.count < Self.maximumCount else { return }
    misnamed[indicator] = name
  }

  /// Lets an observation wait, if there is room.
  mutating func wait(_ observed: Observed) -> Fate {
    let indicator = observed.statement.indicator
    if let earlier = waiting[indicator] {
      let merged = earlier.merged(with: observed)
      waiting[indicator] = merged
      let lines = [earlier.statement.line, observed.statement.line]
      return .repeats(line: lines.first { $0 != merged.statement.line } ?? merged.statement.line)
    }
    guard order.count < Self.maximumCount else { return .goes(item(observed)) }
    order.append(indicator)
    waiting[indicator] = observed
    return .waits
  }

  /// Everything that waited, in the order it came.
  mutating func finish() -> [(item: IntakeItem, marks: StixMarks)] {
    defer {
      order = []
      waiting = [:]
    }
    return order.compactMap { indicator in
      waiting[indicator].map { (item($0), $0.marks) }
    }
  }

  private func item(_ observed: Observed) -> IntakeItem {
    let statement = observed.statement
    if let name = misnamed[statement.indicator] {
      return .rejected(
        Rejection(line: statement.line, text: statement.indicator.value, reason: StixObject.misnaming(name)))
    }
    guard named.contains(Self.key(statement.indicator)) else { return .statement(statement) }
    guard observed.isSeen else { return .skipped(Skip(line: statement.line, reason: .repeated)) }
    return .sighting(
      SightingStatement(
        indicator: statement.indicator, seenAt: statement.statedAt,
        count: min(max(1, statement.signals["feed.times_observed"]?.integer ?? 1), 999_999_999), line: statement.line))
  }

  private static func key(_ indicator: Indicator) -> StixObjectID {
    StixObjectID("\(indicator.kind.rawValue)|\(indicator.value)")
  }
}

extension StixObservableQueue.Observed {
  /// One statement for a value that was observed several times: the latest, with all labels, relations and markings.
  fileprivate func merged(with other: Self) -> Self {
    let (earlier, later) =
      (other.statement.statedAt?.milliseconds ?? .min) > (statement.statedAt?.milliseconds ?? .min)
      ? (self, other) : (other, self)
    var merged = later
    var labels = LabelList(statement.labels)
    labels.add(contentsOf: other.statement.labels)
    merged.statement.labels = labels.labels
    merged.statement.relations += earlier.statement.relations.filter { !later.statement.relations.contains($0) }.prefix(
      64)
    merged.isSeen = isSeen || other.isSeen
    merged.marks.merge(earlier.marks)
    return merged
  }
}
