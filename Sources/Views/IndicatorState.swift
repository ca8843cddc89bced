import EventLog
import Events
import Indicators
import Scoring
import Time

/// What all events about one indicator amount to: the one fold behind `show`, `list` and replay.
///
/// Applying an event costs the same however long the history is. The exception is a retraction, after which the
/// state is folded anew from the log.
public struct IndicatorState: Hashable, Sendable {
  /// The first event about it.
  public var firstSeq: Int64 = 0
  /// The last event about it.
  public var lastSeq: Int64 = 0
  /// The earliest moment at which any source says that it was there.
  public var firstSeen = Timestamp(milliseconds: .max)
  /// The latest such moment, sightings included.
  public var lastSeen = Timestamp(milliseconds: .min)
  /// The latest moment that any event speaks of: as of that moment or later, this state is the whole truth.
  public var latestTime = Timestamp(milliseconds: .min)
  /// The strictest marking ever stated.
  public var statedTrafficLight: TrafficLight?
  /// The strictest that was ever stated about what may be done with it.
  public var permissibleActions: PermissibleActions?
  /// The marking that an analyst set last; it beats the stated ones.
  public var setTrafficLight: TrafficLight?
  /// When that was set.
  public var trafficLightSetAt = Timestamp(milliseconds: .min)
  /// The latest positive sighting.
  public var sightedAt: Timestamp?
  /// The analyst's last decision, which may have expired; nil also where it was cleared.
  public var judgement: Judgement?
  /// When that was made or cleared.
  public var judgedAt = Timestamp(milliseconds: .min)
  /// What analysts said about its labels, sorted: the last word on each.
  public var labelMarks: [LabelMark] = []
  /// The newest word of each source, in the order of the sources' ids.
  public var sources: [SourceState] = []
  /// Which connectors it is withheld from.
  public var withheld: [WithheldNote] = []
  /// When each connector last answered a lookup, in the order of their ids: what freshness is counted from.
  public var answers: [AnsweredLookup] = []
  /// The last lookup of each source that brought no answer, in the order of the sources' ids.
  public var unanswered: [UnansweredLookup] = []
  /// The events that are notes on it.
  public var notes: [Int64] = []

  /// The state before the first event.
  public init() {}

  /// The marking that counts, or nil where there is none.
  public var trafficLight: TrafficLight? { setTrafficLight ?? statedTrafficLight }

  /// Whether nothing in it is of a later time, so that it is all that is true as of a moment; notes may be later.
  public func isWhole(asOf moment: Timestamp) -> Bool {
    latestTime <= moment && unanswered.allSatisfy { $0.observedAt <= moment }
  }

  /// Takes in the next event, in the order of the log.
  ///
  /// Of two words on the same matter the one with the later observed_at counts, of two as late the later in the log:
  /// a late event does not replace a newer one. Of the versions of an object the newest counts that was there as of
  /// `moment`.
  mutating func apply(_ event: RowSummary, asOf moment: Timestamp = Timestamp(milliseconds: .max)) {
    pass(over: event)
    if let marking = event.trafficLight {
      latestTime = max(latestTime, event.observedAt)
      statedTrafficLight = max(marking, statedTrafficLight ?? marking)
    }
    if let marking = event.permissibleActions {
      latestTime = max(latestTime, event.observedAt)
      permissibleActions = max(marking, permissibleActions ?? marking)
    }
    switch event.type {
    case .indicatorIngested, .observationRecorded: observe(event, moment)
    case .indicatorDelisted: delist(event, moment)
    case .sightingRecorded: sight(event)
    case .lookupFailed: miss(event)
    case .lookupWithheld:
      let note = WithheldNote(connector: event.source, reason: event.fields["reason"]?.text ?? "")
      if !withheld.contains(note) { withheld.append(note) }
      miss(event)
    case .noteAdded: notes.append(event.seq)
    case .labelAdded, .labelRemoved: mark(event)
    case .trafficLightSet: setMarking(event)
    case .judgementSet: if let judgement = Judgement(event) { judge(judgement, event) }
    case .judgementCleared: judge(nil, event)
    default: break
    }
  }

  /// Takes in that there is a next event, and nothing of what it says: it is taken back later.
  mutating func pass(over event: RowSummary) {
    if firstSeq == 0 { firstSeq = event.seq }
    lastSeq = event.seq
  }

  private mutating func judge(_ judgement: Judgement?, _ event: RowSummary) {
    latestTime = max(latestTime, event.observedAt)
    guard event.observedAt >= judgedAt else { return }
    judgedAt = event.observedAt
    self.judgement = judgement
  }

  private mutating func setMarking(_ event: RowSummary) {
    guard let marking = event.fields["tlp"]?.text.flatMap({ TrafficLight(parsing: $0) }) else { return }
    latestTime = max(latestTime, event.observedAt)
    guard event.observedAt >= trafficLightSetAt else { return }
    trafficLightSetAt = event.observedAt
    setTrafficLight = marking
  }

  private mutating func observe(_ event: RowSummary, _ moment: Timestamp) {
    // Failed and withheld lookups change nothing.
    guard event.status == .found || event.status == .notFound else { return }
    latestTime = max(latestTime, event.observedAt)
    if event.status == .found {
      let first = event.seen.first.map { Timestamp(milliseconds: $0) } ?? event.observedAt
      let last = event.seen.last.map { Timestamp(milliseconds: $0) } ?? event.observedAt
      firstSeen = min(firstSeen, first)
      lastSeen = max(lastSeen, last)
    }
    if event.type == .observationRecorded { answer(event) }
    let index = place(of: event.source)
    let isKnown = index < sources.count && sources[index].source == event.source
    if event.details.contains(.object) || isKnown && !sources[index].words.isEmpty {
      return keep(event, at: index, isKnown, moment)
    }
    guard isKnown else {
      sources.insert(SourceState(event), at: index)
      return
    }
    let answered = max(sources[index].answeredAt, event.receivedAt)
    if event.observedAt >= sources[index].observedAt { sources[index] = SourceState(event) }
    sources[index].answeredAt = answered
  }

  private mutating func answer(_ event: RowSummary) {
    let index = answers.firstIndex { $0.connector >= event.source } ?? answers.count
    if index < answers.count, answers[index].connector == event.source {
      answers[index].receivedAt = max(answers[index].receivedAt, event.receivedAt)
    } else {
      answers.insert(AnsweredLookup(connector: event.source, receivedAt: event.receivedAt), at: index)
    }
  }

  private mutating func delist(_ event: RowSummary, _ moment: Timestamp) {
    let index = place(of: event.source)
    keep(event, at: index, index < sources.count && sources[index].source == event.source, moment)
  }

  /// Takes in what is said by an object, or beside objects and ends.
  private mutating func keep(_ event: RowSummary, at index: Int, _ isKnown: Bool, _ moment: Timestamp) {
    let kept = KeptWord(event)
    // A version of a later time may be all that is known, and then it counts.
    latestTime = max(latestTime, min(kept.word.effectiveAt, moment))
    if isKnown {
      sources[index].keep(kept, asOf: moment)
      sources[index].answeredAt = max(sources[index].answeredAt, event.receivedAt)
    } else {
      sources.insert(
        SourceState(source: event.source, answeredAt: event.receivedAt, kept, asOf: moment), at: index)
    }
  }

  /// The index at which a source is or would be.
  private func place(of source: Int) -> Int {
    // Without a closure, into which each state would be copied.
    var index = 0
    while index < sources.count, sources[index].source < source { index += 1 }
    return index
  }

  private mutating func miss(_ event: RowSummary) {
    let lookup = UnansweredLookup(source: event.source, seq: event.seq, observedAt: event.observedAt)
    let index = unanswered.firstIndex { $0.source >= event.source } ?? unanswered.count
    if index < unanswered.count, unanswered[index].source == event.source {
      if event.observedAt >= unanswered[index].observedAt { unanswered[index] = lookup }
    } else {
      unanswered.insert(lookup, at: index)
    }
  }

  private mutating func sight(_ event: RowSummary) {
    latestTime = max(latestTime, event.observedAt)
    guard event.fields["positive"]?.bool ?? true else { return }
    sightedAt = max(sightedAt ?? event.observedAt, event.observedAt)
    firstSeen = min(firstSeen, event.observedAt)
    lastSeen = max(lastSeen, event.observedAt)
  }

  private mutating func mark(_ event: RowSummary) {
    guard let label = event.fields["label"]?.text else { return }
    latestTime = max(latestTime, event.observedAt)
    let mark = LabelMark(label: label, isAdded: event.type == .labelAdded, observedAt: event.observedAt)
    let index = labelMarks.firstIndex { $0.label >= label } ?? labelMarks.count
    if index < labelMarks.count, labelMarks[index].label == label {
      if event.observedAt >= labelMarks[index].observedAt { labelMarks[index] = mark }
    } else {
      labelMarks.insert(mark, at: index)
    }
  }

  /// What it is labelled as of a moment: by the newest word of each source, and by analysts, whose word beats theirs; sorted.
  public func labels(_ symbols: SymbolTable, asOf moment: Timestamp) -> [String] {
    var labels = Set<String>()
    for standing in sources.lazy.map({ $0.standing(asOf: moment) }) where standing.counts {
      labels.formUnion(Facts.labels(stored: standing.facts, symbols))
    }
    for mark in labelMarks {
      if mark.isAdded { labels.insert(mark.label) } else { labels.remove(mark.label) }
    }
    return labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// What an analyst last said about a label.
public struct LabelMark: Hashable, Sendable {
  /// The label.
  public var label: String
  /// Whether it was given or taken away.
  public var isAdded: Bool
  /// When that was.
  public var observedAt: Timestamp
}

extension Facts {
  /// The labels in facts of the stored form, decoding nothing else; none where the bytes are damaged.
  static func labels(stored bytes: [UInt8], _ symbols: SymbolTable) -> [String] {
    guard let name = symbols.id(of: "labels") else { return [] }
    return bytes.withUnsafeBytes { bytes in
      guard var cursor = try? FactsCursor(bytes) else { return [] }
      while let fact = try? cursor.next() {
        if fact.symbol == name { return (try? fact.value.decoded())?.list?.compactMap(\.text) ?? [] }
      }
      return []
    }
  }
}

extension SourceState {
  fileprivate init(_ event: RowSummary) {
    self.init(
      source: event.source, status: event.status, seq: event.seq, observedAt: event.observedAt,
      recordedAt: event.recordedAt, answeredAt: event.receivedAt, facts: Array(event.fields.facts),
      validUntil: event.validUntil)
  }
}

extension Judgement {
  init?(_ event: RowSummary) {
    guard let verdict = event.fields["verdict"]?.text.flatMap(Verdict.init(name:)) else { return nil }
    self.init(
      verdict: verdict, hundredths: event.fields["score"]?.integer.map { Int32(min(max($0, 0), 10_000)) },
      expires: event.fields["expires"]?.integer.map { Timestamp(milliseconds: $0) }, observedAt: event.observedAt,
      seq: event.seq)
  }
}
