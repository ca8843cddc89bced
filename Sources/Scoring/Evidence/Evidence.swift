import Events
import Indicators
import Time

/// Everything in one indicator's stream that bears on its score, its labels or its marking.
///
/// Built by applying the stream's events; then any *as at* and *as of* can be asked for. A retraction acts on *as at*
/// only; what it took back counts again from a restoration on.
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
    /// What the statement says may be done with the indicator.
    let permissibleActions: PermissibleActions?
    let content: Content
  }

  enum Content: Sendable {
    /// The terms are nil for a word that no object says and that does not end of itself.
    case observation(facts: Range<Int>, isFound: Bool, labels: [String], terms: Terms?)
    /// The source's word ends.
    case ending(Terms)
    case positiveSighting
    /// Nil where a judgement is cleared.
    case judgement(Judgement?)
    case label(String, isAdded: Bool)
    case trafficLight(TrafficLight)
    case retraction(of: Int64)
    case restoration(of: Int64)
    /// Nothing but the marking that the statement carried.
    case markingAlone
  }

  /// By which object something is said, and for how long.
  struct Terms: Sendable {
    let word: SourceWord
    /// Whether the source thinks it fit for detection, where it says so.
    let isForDetection: Bool?
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
    // Where a lookup was withheld, it is the reason and no statement.
    if type == .lookupWithheld { fields.permissibleActions = nil }
    let isMarked = trafficLight != nil || fields.permissibleActions != nil
    guard let content = content(type, fields, bytes, recordedAt) ?? (isMarked ? .markingAlone : nil) else { return }
    items.insert(
      Item(
        seq: seq, type: type, source: source, observedAt: observedAt, recordedAt: recordedAt,
        trafficLight: trafficLight, permissibleActions: fields.permissibleActions, content: content),
      at: index)
  }

  /// The items up to a seq.
  func items(asAt seq: Int64) -> ArraySlice<Item> {
    guard seq < .max else { return items[...] }
    return items[..<position(of: seq + 1)]
  }

  private mutating func content(
    _ type: EventType, _ fields: EventFields, _ bytes: UnsafeRawBufferPointer, _ recordedAt: Timestamp
  ) -> Content? {
    switch type {
    case .indicatorIngested, .observationRecorded:
      guard fields.status != .failed, fields.status != .withheld else { return nil }
      let start = facts.count
      facts.append(contentsOf: bytes)
      let isPlain = fields.object == nil && fields.validUntil == nil
      return .observation(
        facts: start..<facts.count, isFound: fields.status == .found, labels: fields.labels,
        terms: isPlain ? nil : fields.terms(recordedAt, ending: nil))
    case .indicatorDelisted: return .ending(fields.terms(recordedAt, ending: fields.ending ?? .superseded))
    case .sightingRecorded: return fields.isPositive ? .positiveSighting : nil
    case .judgementSet: return fields.judgement.map { .judgement($0) }
    case .judgementCleared: return .judgement(nil)
    case .labelAdded: return fields.label.map { .label($0, isAdded: true) }
    case .labelRemoved: return fields.label.map { .label($0, isAdded: false) }
    case .trafficLightSet: return fields.trafficLight.map { .trafficLight($0) }
    case .observationRetracted: return fields.earlierSeq.flatMap { $0 < fields.seq ? .retraction(of: $0) : nil }
    case .observationRestored: return fields.earlierSeq.flatMap { $0 < fields.seq ? .restoration(of: $0) : nil }
    default: return nil
    }
  }

  /// The index at which a seq is or would be.
  func position(of seq: Int64) -> Int {
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

extension EventFields {
  fileprivate func terms(_ recordedAt: Timestamp, ending: Ending?) -> Evidence.Terms {
    Evidence.Terms(
      word: SourceWord(
        object: object, version: version, seq: seq, observedAt: observedAt, recordedAt: recordedAt,
        validUntil: ending == nil ? validUntil : nil, isFound: status == .found, ending: ending),
      isForDetection: isForDetection)
  }
}
