import Events
import Indicators
import Scoring
import Time

/// The packed form of a state, as the `indicator` view keeps it.
///
/// What replay needs comes first, so that it can stop reading early. Not frozen: views can be deleted at any time, and
/// ``Views/codeVersion`` changes with the form.
extension IndicatorState {
  /// The packed form.
  func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Appends the packed form.
  func append(to bytes: inout [UInt8]) {
    bytes.appendSignedVarint(latestTime.milliseconds)
    bytes.append(optional: sightedAt?.milliseconds)
    bytes.append(judgement == nil ? 0 : 1)
    if let judgement {
      bytes.append(judgement.verdict.rawValue)
      bytes.append(optional: judgement.hundredths.map(Int64.init))
      bytes.append(optional: judgement.expires?.milliseconds)
      bytes.appendSignedVarint(judgement.observedAt.milliseconds)
      bytes.appendSignedVarint(judgement.seq)
    }
    bytes.appendVarint(UInt64(sources.count))
    for source in sources {
      bytes.appendVarint(UInt64(source.source))
      bytes.append(PackedSource.flags(of: source))
      bytes.appendSignedVarint(source.seq)
      bytes.appendSignedVarint(source.observedAt.milliseconds)
      bytes.appendVarint(UInt64(source.facts.count))
      bytes.append(contentsOf: source.facts)
      bytes.appendSignedVarint(source.recordedAt.milliseconds)
      bytes.appendSignedVarint(source.answeredAt.milliseconds)
      PackedSource.appendRest(of: source, to: &bytes)
    }
    for number in [firstSeq, lastSeq] { bytes.appendSignedVarint(number) }
    for time in [firstSeen, lastSeen, judgedAt, trafficLightSetAt] { bytes.appendSignedVarint(time.milliseconds) }
    bytes.append(statedTrafficLight.map { UInt8($0.rawValue) } ?? 0xFF)
    bytes.append(setTrafficLight.map { UInt8($0.rawValue) } ?? 0xFF)
    bytes.append(permissibleActions.map { UInt8($0.rawValue) } ?? 0xFF)
    bytes.appendVarint(UInt64(labelMarks.count))
    for mark in labelMarks {
      bytes.append(mark.isAdded ? 1 : 0)
      bytes.appendSignedVarint(mark.observedAt.milliseconds)
      bytes.appendText(mark.label)
    }
    bytes.appendVarint(UInt64(withheld.count))
    for note in withheld {
      bytes.appendVarint(UInt64(note.connector))
      bytes.appendText(note.reason)
    }
    bytes.appendVarint(UInt64(unanswered.count))
    for lookup in unanswered {
      bytes.appendVarint(UInt64(lookup.source))
      bytes.appendSignedVarint(lookup.seq)
      bytes.appendSignedVarint(lookup.observedAt.milliseconds)
    }
    bytes.appendVarint(UInt64(notes.count))
    for seq in notes { bytes.appendSignedVarint(seq) }
    bytes.appendVarint(UInt64(answers.count))
    for answer in answers {
      bytes.appendVarint(UInt64(answer.connector))
      bytes.appendSignedVarint(answer.receivedAt.milliseconds)
    }
  }

  /// Reads the packed form.
  init(encoded bytes: UnsafeRawBufferPointer) throws(FactsError) {
    var reader = ByteReader(bytes)
    latestTime = Timestamp(milliseconds: try reader.signedVarint())
    sightedAt = try reader.optional().map { Timestamp(milliseconds: $0) }
    judgement = try reader.judgement()
    for _ in 0..<(try reader.count()) {
      let packed = try PackedSource(&reader)
      sources.append(try SourceState(packed))
    }
    firstSeq = try reader.signedVarint()
    lastSeq = try reader.signedVarint()
    firstSeen = Timestamp(milliseconds: try reader.signedVarint())
    lastSeen = Timestamp(milliseconds: try reader.signedVarint())
    judgedAt = Timestamp(milliseconds: try reader.signedVarint())
    trafficLightSetAt = Timestamp(milliseconds: try reader.signedVarint())
    statedTrafficLight = TrafficLight(rawValue: Int(try reader.byte()))
    setTrafficLight = TrafficLight(rawValue: Int(try reader.byte()))
    permissibleActions = PermissibleActions(rawValue: Int(try reader.byte()))
    for _ in 0..<(try reader.count()) {
      let isAdded = try reader.byte() == 1
      let observedAt = Timestamp(milliseconds: try reader.signedVarint())
      let label = String(decoding: try reader.slice(), as: UTF8.self)
      labelMarks.append(LabelMark(label: label, isAdded: isAdded, observedAt: observedAt))
    }
    for _ in 0..<(try reader.count()) {
      let connector = Int(truncatingIfNeeded: try reader.varint())
      withheld.append(WithheldNote(connector: connector, reason: String(decoding: try reader.slice(), as: UTF8.self)))
    }
    for _ in 0..<(try reader.count()) {
      let source = Int(truncatingIfNeeded: try reader.varint())
      let seq = try reader.signedVarint()
      let observedAt = Timestamp(milliseconds: try reader.signedVarint())
      unanswered.append(UnansweredLookup(source: source, seq: seq, observedAt: observedAt))
    }
    for _ in 0..<(try reader.count()) { notes.append(try reader.signedVarint()) }
    for _ in 0..<(try reader.count()) {
      let connector = Int(truncatingIfNeeded: try reader.varint())
      let receivedAt = Timestamp(milliseconds: try reader.signedVarint())
      answers.append(AnsweredLookup(connector: connector, receivedAt: receivedAt))
    }
  }

  /// The state of one source in a packed state, without unpacking the others.
  static func state(of source: Int, encoded bytes: UnsafeRawBufferPointer) throws(FactsError) -> SourceState? {
    var reader = ByteReader(bytes)
    _ = try reader.signedVarint()
    _ = try reader.optional()
    _ = try reader.judgement()
    for _ in 0..<(try reader.count()) {
      let packed = try PackedSource(&reader)
      if packed.source == source { return try SourceState(packed) }
    }
    return nil
  }

  /// Scores a packed state without unpacking it; nil where it speaks of times after `asOf`, so that the log must be
  /// asked what was true then.
  static func score(
    encoded bytes: UnsafeRawBufferPointer, kind: IndicatorKind, asOf: Timestamp, with scorer: inout Scorer,
    value: @autoclosure () -> String
  ) throws(FactsError) -> Score? {
    var reader = ByteReader(bytes)
    guard try reader.signedVarint() <= asOf.milliseconds else { return nil }
    scorer.begin(
      kind: kind, asOf: asOf, lastPositiveSighting: try reader.optional().map { Timestamp(milliseconds: $0) })
    let judgement = try reader.judgement()
    for _ in 0..<(try reader.count()) {
      let packed = try PackedSource(&reader)
      if try packed.counts(asOf: asOf.milliseconds) {
        try scorer.add(
          source: packed.source, seq: packed.seq, observedAt: Timestamp(milliseconds: packed.observedAt),
          facts: packed.facts)
      } else if packed.mayHaveOtherWord(asOf: asOf.milliseconds) {
        try SourceState(packed).score(asOf: asOf, with: &scorer)
      }
    }
    return scorer.finish(value: value(), judgement: judgement)
  }

  /// Scores the state; nil where it speaks of times after `asOf`.
  public func score(_ indicator: Indicator, asOf: Timestamp, with scorer: inout Scorer) throws(FactsError) -> Score? {
    guard latestTime <= asOf else { return nil }
    scorer.begin(kind: indicator.kind, asOf: asOf, lastPositiveSighting: sightedAt)
    for source in sources { try source.score(asOf: asOf, with: &scorer) }
    return scorer.finish(value: indicator.value, judgement: judgement)
  }
}

extension SourceState {
  /// Adds the word that counts as of a moment, if one does.
  func score(asOf: Timestamp, with scorer: inout Scorer) throws(FactsError) {
    let word = standing(asOf: asOf)
    guard word.counts else { return }
    var failure: FactsError?
    word.facts.withUnsafeBytes { facts in
      do throws(FactsError) {
        try scorer.add(source: source, seq: word.seq, observedAt: word.observedAt, facts: facts)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}

extension [UInt8] {
  mutating func append(optional number: Int64?) {
    append(number == nil ? 0 : 1)
    if let number { appendSignedVarint(number) }
  }
}

extension ByteReader {
  mutating func optional() throws(FactsError) -> Int64? {
    try byte() == 0 ? nil : try signedVarint()
  }

  mutating func count() throws(FactsError) -> Int { Int(min(try varint(), 1 << 24)) }

  fileprivate mutating func judgement() throws(FactsError) -> Judgement? {
    guard try byte() == 1 else { return nil }
    let verdict = Verdict(rawValue: try byte()) ?? .unknown
    let hundredths = try optional().map { Int32(clamping: $0) }
    let expires = try optional().map { Timestamp(milliseconds: $0) }
    let observedAt = Timestamp(milliseconds: try signedVarint())
    return Judgement(
      verdict: verdict, hundredths: hundredths, expires: expires, observedAt: observedAt, seq: try signedVarint())
  }
}
