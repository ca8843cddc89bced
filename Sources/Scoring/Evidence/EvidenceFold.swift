import Events
import Time

/// The evidence that counts at a moment, kept up while events are applied and time goes on.
///
/// Both only go forward. Every event costs the logarithm of the stream's length, also where it retracts another, so
/// that a whole history stays nearly linear.
struct EvidenceFold {
  private(set) var moment: Timestamp
  private let evidence: Evidence
  private(set) var retracted: Set<Int64> = []
  /// What each source has said, by the order in which the sources came.
  private var sources: [SourceFold] = []
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

  /// The place of what a source said last, and how it ended where it did.
  struct Standing {
    let index: Int
    let end: WordEnd?
  }

  init(_ evidence: Evidence, at moment: Timestamp) {
    self.evidence = evidence
    self.moment = moment
  }

  /// Takes in the item at an index.
  mutating func apply(_ index: Int) {
    let item = evidence.items[index]
    switch item.content {
    case .retraction(let seq): retracted.insert(seq)
    case .restoration(let seq):
      // What it took back may be gone from where it stood.
      guard retracted.remove(seq) != nil else { return }
      let place = evidence.position(of: seq)
      if place < index, evidence.items[place].seq == seq { take(place) }
    case .label, .trafficLight, .markingAlone: break
    case .observation, .ending, .positiveSighting, .judgement: take(index)
    }
  }

  private mutating func take(_ index: Int) {
    let item = evidence.items[index]
    let entry = Entry(observedAt: item.observedAt, seq: item.seq, index: index)
    if item.observedAt > moment { pending.insert(entry) } else { place(entry) }
  }

  /// The next time after `moment` at which something observed in the future starts to count, a judgement expires or a
  /// source's word changes of itself.
  mutating func nextTurn() -> Timestamp? {
    prune(&pending)
    var turn = pending.first?.observedAt
    func note(_ time: Timestamp?) {
      if let time, time > moment, turn.map({ time < $0 }) ?? true { turn = time }
    }
    note(judgement()?.expires)
    for index in sources.indices { note(sources[index].nextTurn(evidence, retracted, after: moment)) }
    return turn
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

  /// Where each source stands.
  mutating func standings() -> [Standing] {
    sources.indices.compactMap { sources[$0].standing(evidence, retracted, asOf: moment) }
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
    case .observation, .ending:
      let index: Int
      if let known = indexOfSource[item.source] {
        index = known
      } else {
        index = sources.count
        indexOfSource[item.source] = index
        sources.append(SourceFold())
      }
      sources[index].insert(entry, item)
    case .positiveSighting: sightings.insert(entry)
    case .judgement: judgements.insert(entry)
    case .label, .trafficLight, .retraction, .restoration, .markingAlone: break
    }
  }

  private func prune(_ heap: inout Heap<Entry>) {
    while let entry = heap.first, retracted.contains(entry.seq) { heap.removeFirst() }
  }
}
