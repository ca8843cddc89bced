import Events
import Scoring
import Time

/// The newest word of one source about one indicator.
public struct SourceState: Hashable, Sendable {
  /// The dictionary id of the source's name.
  public var source: Int
  /// `found` or `not_found`; failed and withheld lookups change nothing.
  public var status: ObservationStatus
  /// The event that said so, or that ended it.
  public var seq: Int64
  /// When the source says it was true.
  public var observedAt: Timestamp
  /// When it was appended.
  public var recordedAt: Timestamp
  /// When the source last said anything.
  public var answeredAt: Timestamp
  /// The stored form of what it said.
  public var facts: [UInt8]
  /// From when on it no longer counts of itself.
  public var validUntil: Timestamp?
  /// How it ended otherwise; nil for a word that stands.
  public var end: WordEnd?
  /// The newest that was said by each object, and without any; empty for sources that never named an object and whose
  /// word never ended but of itself.
  var words: [KeptWord] = []
}

/// What counts of a source as of a moment.
public struct SourceStanding: Hashable, Sendable {
  /// `found` or `not_found`.
  public var status: ObservationStatus
  /// The event that says it, or that ended it.
  public var seq: Int64
  /// When the source says it was true.
  public var observedAt: Timestamp
  /// From when on it replaced what was said before.
  public var effectiveAt: Timestamp
  /// When it was appended.
  public var recordedAt: Timestamp
  /// The stored form of what it says.
  public var facts: [UInt8]
  /// How it ended; nil for a word that counts.
  public var end: WordEnd?

  /// Whether what it says counts.
  public var counts: Bool { status == .found && end == nil }
}

/// The newest that was said by one object of a source, or without any.
struct KeptWord: Hashable, Sendable {
  var word: SourceWord
  var recordedAt: Timestamp
  var facts: [UInt8]
  /// Whether the source thinks it fit for detection, where it says so.
  var isForDetection: Bool?
  /// The first version of the object that was.
  var detectedFrom: Detection?

  struct Detection: Hashable, Comparable, Sendable {
    var version: Int64
    var seq: Int64

    static func < (left: Self, right: Self) -> Bool { (left.version, left.seq) < (right.version, right.seq) }
  }

  /// The word, ended where the object was meant for detection and no longer is.
  fileprivate var effective: SourceWord {
    guard word.ending == nil, isForDetection == false, let detectedFrom,
      detectedFrom < Detection(version: word.version, seq: word.seq)
    else { return word }
    var word = word
    word.ending = .superseded
    return word
  }
}

extension SourceState {
  /// What counts as of a moment for which the state is whole.
  public func standing(asOf moment: Timestamp) -> SourceStanding {
    guard let until = validUntil, until <= moment, end == nil else { return SourceStanding(self, end) }
    guard words.count > 1, let (place, end) = SourceWord.standing(of: words.map(\.effective), asOf: moment) else {
      return SourceStanding(self, WordEnd(reason: .expired, at: until, seq: seq))
    }
    return SourceStanding(words[place], end)
  }

  /// Takes in what was said by an object, or without any beside objects and ends; `moment` is that of the question.
  mutating func keep(_ kept: KeptWord, asOf moment: Timestamp) {
    if words.isEmpty { words = [KeptWord(self)] }
    add(kept, moment)
    settle()
  }

  /// The state of a source that begins with the word of an object, or with an end.
  init(source: Int, answeredAt: Timestamp, _ kept: KeptWord, asOf moment: Timestamp) {
    self.init(
      source: source, status: .found, seq: 0, observedAt: kept.word.observedAt, recordedAt: kept.recordedAt,
      answeredAt: answeredAt, facts: [])
    add(kept, moment)
    settle()
  }

  private mutating func add(_ kept: KeptWord, _ moment: Timestamp) {
    let word = kept.word
    guard word.object != nil else {
      // Words and ends apart: what is listed again after its end does not bring back what objects said before.
      let index = words.firstIndex { $0.word.object == nil && ($0.word.ending == nil) == (word.ending == nil) }
      guard let index else { return words.append(kept) }
      if (words[index].word.observedAt, words[index].word.seq) < (word.observedAt, word.seq) { words[index] = kept }
      return
    }
    let index = words.firstIndex { $0.word.object == word.object }
    var detectedFrom = index.flatMap { words[$0].detectedFrom }
    if word.ending == nil, kept.isForDetection == true, word.effectiveAt <= moment {
      let detection = KeptWord.Detection(version: word.version, seq: word.seq)
      detectedFrom = min(detection, detectedFrom ?? detection)
    }
    if let index {
      if word.replaces(words[index].word, asOf: moment) { words[index] = kept }
      words[index].detectedFrom = detectedFrom
    } else {
      words.append(kept)
      words[words.count - 1].detectedFrom = detectedFrom
    }
  }

  /// Finds the word that counts, validity apart, which depends on the moment of the question.
  private mutating func settle() {
    let always = Timestamp(milliseconds: .min)
    guard let (place, end) = SourceWord.standing(of: words.map(\.effective), asOf: always) else { return }
    let kept = words[place]
    status = kept.word.isFound ? .found : .notFound
    (seq, observedAt, validUntil) = (kept.word.seq, kept.word.observedAt, kept.word.validUntil)
    (recordedAt, facts) = (kept.recordedAt, kept.facts)
    self.end = end
  }
}

extension KeptWord {
  /// The word of a source that named no object so far.
  fileprivate init(_ state: SourceState) {
    word = SourceWord(
      object: nil, version: nil, seq: state.seq, observedAt: state.observedAt, recordedAt: state.recordedAt,
      validUntil: state.validUntil, isFound: state.status == .found, ending: nil)
    recordedAt = state.recordedAt
    facts = state.facts
  }

  /// What an observation says, or what ends one.
  init(_ event: RowSummary) {
    let isEnding = event.type == .indicatorDelisted
    let object = event.details.contains(.object) ? event.fields["object"]?.text : nil
    word = SourceWord(
      object: object, version: object == nil ? nil : event.fields["version"]?.integer, seq: event.seq,
      observedAt: event.observedAt, recordedAt: event.recordedAt, validUntil: isEnding ? nil : event.validUntil,
      isFound: event.status == .found,
      ending: isEnding ? event.fields["reason"]?.text.flatMap(Ending.init) ?? .superseded : nil)
    recordedAt = event.recordedAt
    facts = Array(event.fields.facts)
    isForDetection = object == nil || isEnding ? nil : event.fields.isForDetection
  }
}

extension SourceStanding {
  fileprivate init(_ state: SourceState, _ end: WordEnd?) {
    self.init(
      status: state.status, seq: state.seq, observedAt: state.observedAt,
      effectiveAt: state.words.first { $0.word.seq == state.seq }?.word.effectiveAt ?? state.observedAt,
      recordedAt: state.recordedAt, facts: state.facts, end: end)
  }

  fileprivate init(_ kept: KeptWord, _ end: WordEnd?) {
    self.init(
      status: kept.word.isFound ? .found : .notFound, seq: kept.word.seq, observedAt: kept.word.observedAt,
      effectiveAt: kept.word.effectiveAt, recordedAt: kept.recordedAt, facts: kept.facts, end: end)
  }
}

/// That a connector has answered a lookup, which a feed of its name cannot.
public struct AnsweredLookup: Hashable, Sendable {
  /// The dictionary id of the connector's name.
  public var connector: Int
  /// When the newest answer was received.
  public var receivedAt: Timestamp
}

/// A lookup that failed or was withheld.
public struct UnansweredLookup: Hashable, Sendable {
  /// The dictionary id of the source's name.
  public var source: Int
  /// The event that says so, and why.
  public var seq: Int64
  /// When that was.
  public var observedAt: Timestamp
}

/// That an indicator is not sent to a connector, and why; said once.
public struct WithheldNote: Hashable, Sendable {
  /// The dictionary id of the connector's name.
  public var connector: Int
  /// Why.
  public var reason: String
}
