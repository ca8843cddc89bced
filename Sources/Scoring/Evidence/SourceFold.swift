import Events
import Time

/// What one source has said: without any object, and by each of its objects.
struct SourceFold {
  typealias Entry = EvidenceFold.Entry

  private var words = Heap<Entry>(by: Entry.isNewer)
  private var ends = Heap<Entry>(by: Entry.isNewer)
  private var objects: [String: ObjectFold] = [:]
  /// Whether any word ends of itself.
  private var hasValidity = false

  /// Nothing is said of objects, and no word ends: the newest is the one.
  private var isPlain: Bool { objects.isEmpty && ends.first == nil }

  mutating func insert(_ entry: Entry, _ item: Evidence.Item) {
    guard let terms = item.terms else { return words.insert(entry) }
    hasValidity = hasValidity || terms.word.validUntil != nil
    if let object = terms.word.object {
      objects[object, default: ObjectFold()].insert(entry, terms)
    } else if terms.word.ending != nil {
      ends.insert(entry)
    } else {
      words.insert(entry)
    }
  }

  /// Where the source stands; nil where everything that it said was retracted.
  mutating func standing(
    _ evidence: Evidence, _ retracted: Set<Int64>, asOf moment: Timestamp
  ) -> EvidenceFold.Standing? {
    prune(&words, retracted)
    prune(&ends, retracted)
    if isPlain {
      guard let entry = words.first else { return nil }
      guard hasValidity, let until = evidence.items[entry.index].terms?.word.validUntil, until <= moment else {
        return .init(index: entry.index, end: nil)
      }
      return .init(index: entry.index, end: WordEnd(reason: .expired, at: until, seq: entry.seq))
    }
    let said = said(evidence, retracted, asOf: moment)
    guard let (place, end) = SourceWord.standing(of: said.map(\.word), asOf: moment) else { return nil }
    return .init(index: said[place].index, end: end)
  }

  /// When the standing changes next because time goes by.
  mutating func nextTurn(_ evidence: Evidence, _ retracted: Set<Int64>, after moment: Timestamp) -> Timestamp? {
    var turn = objects.values.compactMap { $0.nextVersion(retracted, after: moment) }.min()
    if hasValidity, let standing = standing(evidence, retracted, asOf: moment), standing.end == nil,
      let until = evidence.items[standing.index].terms?.word.validUntil
    {
      turn = min(until, turn ?? until)
    }
    return turn
  }

  /// The newest that was said without an object, and by each of them.
  private mutating func said(
    _ evidence: Evidence, _ retracted: Set<Int64>, asOf moment: Timestamp
  ) -> [(index: Int, word: SourceWord)] {
    var said = [words.first, ends.first].compactMap(\.self).map { ($0.index, evidence.items[$0.index].word) }
    for object in objects.keys {
      if let newest = objects[object]?.newest(retracted, asOf: moment) { said.append(newest) }
    }
    return said
  }

  private func prune(_ heap: inout Heap<Entry>, _ retracted: Set<Int64>) {
    while let entry = heap.first, retracted.contains(entry.seq) { heap.removeFirst() }
  }
}

/// The versions of one object.
private struct ObjectFold {
  private struct Version {
    let word: SourceWord
    let index: Int
  }

  /// Those that were there by now, the newest first.
  private var versions = Heap<Version>(by: { ($0.word.version, $0.word.seq) > ($1.word.version, $1.word.seq) })
  /// Those of them that the source thought fit for detection, the oldest first.
  private var detecting = Heap<Version>(by: { ($0.word.version, $0.word.seq) < ($1.word.version, $1.word.seq) })
  private var later: [(version: Version, isForDetection: Bool?)] = []
  private var notForDetection: Set<Int64> = []

  mutating func insert(_ entry: SourceFold.Entry, _ terms: Evidence.Terms) {
    later.append((Version(word: terms.word, index: entry.index), terms.isForDetection))
  }

  /// The version that was there as of a moment, else the first one known.
  mutating func newest(_ retracted: Set<Int64>, asOf moment: Timestamp) -> (index: Int, word: SourceWord)? {
    settle(asOf: moment)
    while let first = versions.first, retracted.contains(first.word.seq) { versions.removeFirst() }
    while let first = detecting.first, retracted.contains(first.word.seq) { detecting.removeFirst() }
    guard let newest = versions.first else {
      let first = later.map(\.version).filter { !retracted.contains($0.word.seq) }
        .max { $1.word.replaces($0.word, asOf: moment) }
      return first.map { ($0.index, $0.word) }
    }
    var word = newest.word
    if notForDetection.contains(word.seq), let first = detecting.first,
      (first.word.version, first.word.seq) < (word.version, word.seq)
    {
      // What was meant for detection and no longer is, is listed no longer.
      word.ending = .superseded
    }
    return (newest.index, word)
  }

  func nextVersion(_ retracted: Set<Int64>, after moment: Timestamp) -> Timestamp? {
    later.filter { !retracted.contains($0.version.word.seq) && $0.version.word.effectiveAt > moment }
      .map(\.version.word.effectiveAt).min()
  }

  private mutating func settle(asOf moment: Timestamp) {
    guard later.contains(where: { $0.version.word.effectiveAt <= moment }) else { return }
    for (version, isForDetection) in later where version.word.effectiveAt <= moment {
      versions.insert(version)
      guard version.word.ending == nil else { continue }
      switch isForDetection {
      case true?: detecting.insert(version)
      case false?: notForDetection.insert(version.word.seq)
      case nil: break
      }
    }
    later.removeAll { $0.version.word.effectiveAt <= moment }
  }
}

extension Evidence.Item {
  /// By which object an observation or an end is stated, and for how long; nil for plain words.
  var terms: Evidence.Terms? {
    switch content {
    case .observation(_, _, _, let terms): terms
    case .ending(let terms): terms
    default: nil
    }
  }

  /// The same, made up for plain words.
  fileprivate var word: SourceWord {
    if let terms { return terms.word }
    var isFound = false
    if case .observation(_, true, _, _) = content { isFound = true }
    return SourceWord(
      object: nil, version: nil, seq: seq, observedAt: observedAt, recordedAt: recordedAt, validUntil: nil,
      isFound: isFound, ending: nil)
  }
}
