import Events
import Indicators
import Time

/// Everything in one indicator's stream that bears on its score, its labels or its marking.
///
/// Built by applying the stream's events; then any *as at* and *as of* can be asked for. A retraction acts on *as at*
/// only; a retraction cannot itself be retracted.
public struct Evidence: Sendable {
  /// What the stream is about.
  public let indicator: Indicator
  /// In the order of their seqs.
  private(set) var items: [Item] = []
  /// The facts of all observations in the stored form, one after the other.
  private(set) var facts: [UInt8] = []

  /// One event that counts.
  struct Item: Sendable {
    let seq: Int64
    let type: EventType
    let source: Int
    let observedAt: Timestamp
    let recordedAt: Timestamp
    /// The marking of the statement.
    let trafficLight: TrafficLight?
    let content: Content
  }

  enum Content: Sendable {
    case observation(facts: Range<Int>, isFound: Bool, labels: [String])
    case positiveSighting
    /// Nil where a judgement is cleared.
    case judgement(Judgement?)
    case label(String, isAdded: Bool)
    case trafficLight(TrafficLight)
    case retraction(of: Int64)
    /// Nothing but the marking that the statement carried.
    case markingAlone
  }

  /// Starts without any evidence.
  public init(_ indicator: Indicator) {
    self.indicator = indicator
  }

  /// Takes in an event of the indicator's stream; those that change nothing are passed over.
  ///
  /// `facts` are in the stored form and `symbols` are the texts of the dictionary's ids. The events may come in any
  /// order, cheapest in that of their seqs; the same seq again is passed over. Throws where the facts are damaged.
  public mutating func apply(
    seq: Int64, type: EventType, source: Int, observedAt: Timestamp, recordedAt: Timestamp,
    trafficLight: TrafficLight? = nil, facts bytes: UnsafeRawBufferPointer, symbols: [String?]
  ) throws(FactsError) {
    let index = position(of: seq)
    guard index == items.count || items[index].seq != seq else { return }
    var fields = EventFields(seq: seq, observedAt: observedAt)
    try fields.read(bytes, symbols: symbols)
    guard let content = content(type, fields, bytes) ?? (trafficLight == nil ? nil : .markingAlone) else { return }
    items.insert(
      Item(
        seq: seq, type: type, source: source, observedAt: observedAt, recordedAt: recordedAt,
        trafficLight: trafficLight, content: content),
      at: index)
  }

  /// The items up to a seq.
  func items(asAt seq: Int64) -> ArraySlice<Item> {
    guard seq < .max else { return items[...] }
    return items[..<position(of: seq + 1)]
  }

  private mutating func content(
    _ type: EventType, _ fields: EventFields, _ bytes: UnsafeRawBufferPointer
  ) -> Content? {
    switch type {
    case .indicatorIngested, .observationRecorded:
      guard fields.status != .failed, fields.status != .withheld else { return nil }
      let start = facts.count
      facts.append(contentsOf: bytes)
      return .observation(facts: start..<facts.count, isFound: fields.status == .found, labels: fields.labels)
    case .sightingRecorded: return fields.isPositive ? .positiveSighting : nil
    case .judgementSet: return fields.judgement.map { .judgement($0) }
    case .judgementCleared: return .judgement(nil)
    case .labelAdded: return fields.label.map { .label($0, isAdded: true) }
    case .labelRemoved: return fields.label.map { .label($0, isAdded: false) }
    case .trafficLightSet: return fields.trafficLight.map { .trafficLight($0) }
    case .observationRetracted: return fields.retractedSeq.flatMap { $0 < fields.seq ? .retraction(of: $0) : nil }
    default: return nil
    }
  }

  /// The index at which a seq is or would be.
  private func position(of seq: Int64) -> Int {
    guard let last = items.last, last.seq >= seq else { return items.count }
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].seq < seq { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
