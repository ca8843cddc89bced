import Events
import Time

/// The evidence that counts at a moment, kept up while events are applied and time goes on.
///
/// Both only go forward. Every event costs the logarithm of the stream's length, also where it retracts another, so
/// that a whole history stays nearly linear.
struct EvidenceFold {
  private(set) var moment: Timestamp
  private let evidence: Evidence
  private var retracted: Set<Int64> = []
  /// The observations of each source, newest first, by the order in which the sources came.
  private var sources: [Heap<Entry>] = []
  private var indexOfSource: [Int: Int] = [:]
  private var sightings = Heap<Entry>(by: Entry.isNewer)
  private var judgements = Heap<Entry>(by: Entry.isNewer)
  /// What was observed after `moment`, oldest first.
  private var pending = Heap<Entry>(by: { Entry.isNewer($1, $0) })

  /// An item by when it was observed.
  struct Entry {
    let observedAt: Timestamp
    let seq: Int64
    /// The place among the evidence's items.
    let index: Int

    static func isNewer(_ left: Entry, _ right: Entry) -> Bool {
      (left.observedAt, left.seq) > (right.observedAt, right.seq)
    }
  }

  init(_ evidence: Evidence, at moment: Timestamp) {
    self.evidence = evidence
    self.moment = moment
  }

  /// Takes in the item at an index.
  mutating func apply(_ index: Int) {
    let item = evidence.items[index]
    let entry = Entry(observedAt: item.observedAt, seq: item.seq, index: index)
    switch item.content {
    case .retraction(let seq):
      retracted.insert(seq)
    case .label, .trafficLight, .markingAlone: break
    case .observation, .positiveSighting, .judgement:
      if item.observedAt > moment { pending.insert(entry) } else { place(entry) }
    }
  }

  /// The next time after `moment` at which something observed in the future starts to count, or a judgement expires.
  mutating func nextTurn() -> Timestamp? {
    prune(&pending)
    let expiry = judgement()?.expires
    return [pending.first?.observedAt, expiry].compactMap(\.self).min()
  }

  /// Goes on to a moment at or before the next turn, leaving what turns there to ``takePending()``.
  mutating func advance(to moment: Timestamp) {
    self.moment = moment
  }

  /// Takes in one item that was observed by now, and returns its index.
  mutating func takePending() -> Int? {
    prune(&pending)
    guard let entry = pending.first, entry.observedAt <= moment else { return nil }
    pending.removeFirst()
    place(entry)
    return entry.index
  }

  /// The newest observation of each source.
  mutating func observations() -> [Entry] {
    sources.indices.compactMap { index in
      prune(&sources[index])
      return sources[index].first
    }
  }

  mutating func lastPositiveSighting() -> Timestamp? {
    prune(&sightings)
    return sightings.first?.observedAt
  }

  /// The judgement in force: the newest one, unless it was cleared or has expired.
  mutating func judgement() -> Judgement? {
    prune(&judgements)
    guard let entry = judgements.first, case .judgement(let judgement?) = evidence.items[entry.index].content else {
      return nil
    }
    return judgement.counts(at: moment) ? judgement : nil
  }

  private mutating func place(_ entry: Entry) {
    let item = evidence.items[entry.index]
    switch item.content {
    case .observation:
      if let index = indexOfSource[item.source] {
        sources[index].insert(entry)
      } else {
        indexOfSource[item.source] = sources.count
        sources.append(Heap(by: Entry.isNewer))
        sources[sources.count - 1].insert(entry)
      }
    case .positiveSighting: sightings.insert(entry)
    case .judgement: judgements.insert(entry)
    case .label, .trafficLight, .retraction, .markingAlone: break
    }
  }

  private func prune(_ heap: inout Heap<Entry>) {
    while let entry = heap.first, retracted.contains(entry.seq) { heap.removeFirst() }
  }
}
