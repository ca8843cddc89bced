/// A lookup that is due; the connector is that of the list it stands in.
struct DueLookup: Hashable, Sendable {
  /// Which lookups go first.
  enum Precedence: UInt8, Sendable {
    /// The connector has never been asked, or never answered.
    case neverAnswered
    /// It has answered, but too long ago.
    case stale
    /// It was asked within a day and gave no usable answer: what may fail again must not hold up the others.
    case failedLately
  }

  /// The indicator's stream; the lower, the earlier it was ingested.
  let stream: Int64
  let precedence: Precedence
  /// The indicator's score.
  let hundredths: Int32

  /// Never asked first, then the higher score, then the one ingested first.
  func precedes(_ other: DueLookup) -> Bool {
    if precedence != other.precedence { return precedence.rawValue < other.precedence.rawValue }
    return hundredths == other.hundredths ? stream < other.stream : hundredths > other.hundredths
  }
}

/// The first of many due lookups, in flat memory however many there are.
struct DueList {
  private let capacity: Int
  private var kept: [DueLookup] = []
  /// The last of the kept ones when there were enough of them: what comes after it is only counted.
  private var bar: DueLookup?
  /// How many were added.
  private(set) var count: Int64 = 0

  /// An empty list that keeps so many.
  init(capacity: Int) { self.capacity = capacity }

  mutating func add(_ lookup: DueLookup) {
    count += 1
    if let bar, !lookup.precedes(bar) { return }
    kept.append(lookup)
    if kept.count >= 2 * capacity { cut() }
  }

  private mutating func cut() {
    kept.sort { $0.precedes($1) }
    kept.removeLast(max(0, kept.count - capacity))
    bar = kept.last
  }

  /// The first ones, in order.
  var first: ArraySlice<DueLookup> { kept.sorted { $0.precedes($1) }.prefix(capacity) }
}
