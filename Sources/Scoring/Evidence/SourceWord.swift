import Events
import Time

/// The newest thing that a source said about an indicator by one of its objects, or without any: a word, or its end.
///
/// A source speaks by objects where its events name them (STIX ids, MISP uuids); of an object the newest version counts.
/// Which of them is the source's word as of a moment is decided here and nowhere else.
public struct SourceWord: Hashable, Sendable {
  /// The object; nil for lists, prose and vendors' answers.
  public var object: String?
  /// The version of the object in milliseconds; without an object, and where none is stated, when it was observed.
  public var version: Int64
  /// The event that says it.
  public var seq: Int64
  /// When the source says it was true.
  public var observedAt: Timestamp
  /// From when on it replaces what the object said before.
  public var effectiveAt: Timestamp
  /// From when on it no longer counts.
  public var validUntil: Timestamp?
  /// Whether the source knows the indicator; where it does not, that is no end, but nothing it says counts.
  public var isFound: Bool
  /// Why the source's word ends here; nil for a word.
  public var ending: Ending?

  /// Collects what is said.
  ///
  /// A version from the future counts from when it was recorded.
  public init(
    object: String?, version: Int64?, seq: Int64, observedAt: Timestamp, recordedAt: Timestamp, validUntil: Timestamp?,
    isFound: Bool, ending: Ending?
  ) {
    self.object = object
    self.version = object == nil ? observedAt.milliseconds : version ?? observedAt.milliseconds
    self.seq = seq
    self.observedAt = observedAt
    effectiveAt = max(observedAt, Timestamp(milliseconds: min(self.version, recordedAt.milliseconds)))
    self.validUntil = validUntil
    self.isFound = isFound
    self.ending = ending
  }

  /// Whether this takes the place of another thing that was said by the same object.
  ///
  /// The newest version does that was there as of a moment; before the first of those that are known, the first one.
  public func replaces(_ other: SourceWord, asOf moment: Timestamp) -> Bool {
    let (isThere, otherIsThere) = (effectiveAt <= moment, other.effectiveAt <= moment)
    guard isThere == otherIsThere else { return isThere }
    if version != other.version { return isThere == (version > other.version) }
    return seq > other.seq
  }

  /// Where a source stands as of a moment, by the newest thing that each of its objects said, and that was said without
  /// any; nil where there is nothing.
  ///
  /// The newest live word is the source's word. An end without an object ends all that took effect before it, and what
  /// is said by an object ends what was said without any before. Where nothing is live, the place is that of the newest
  /// thing said, and the end is its.
  public static func standing(
    of words: [SourceWord], asOf moment: Timestamp
  ) -> (place: Int, end: WordEnd?)? {
    let close = words.filter { $0.object == nil && $0.ending != nil }.map(\.place).max { $0 < $1 }
    let spoken = words.filter { $0.object != nil }.map(\.place).max { $0 < $1 }
    var live: Int?
    var newest: Int?
    for index in words.indices {
      let word = words[index]
      if newest.map({ words[$0].place < word.place }) ?? true { newest = index }
      guard word.ending == nil, word.validUntil.map({ moment < $0 }) ?? true, close.map({ $0 < word.place }) ?? true,
        word.object != nil || spoken.map({ $0 < word.place }) ?? true
      else { continue }
      if live.map({ (words[$0].observedAt, words[$0].seq) < (word.observedAt, word.seq) }) ?? true { live = index }
    }
    if let live { return (live, nil) }
    return newest.map { ($0, words[$0].end) }
  }

  private var place: (Timestamp, Int64) { (effectiveAt, seq) }

  /// The end that this is, or that it comes to of itself.
  private var end: WordEnd {
    if let ending { return WordEnd(reason: ending, at: effectiveAt, seq: seq) }
    return WordEnd(reason: .expired, at: validUntil ?? effectiveAt, seq: seq)
  }
}

/// That a source's word on an indicator has ended.
public struct WordEnd: Hashable, Sendable {
  /// Why.
  public var reason: Ending
  /// From when on it does not count.
  public var at: Timestamp
  /// The event that says so; of a word that was valid until then, the word.
  public var seq: Int64

  /// Collects the three.
  public init(reason: Ending, at: Timestamp, seq: Int64) {
    self.reason = reason
    self.at = at
    self.seq = seq
  }
}
