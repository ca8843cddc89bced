import Events
import Scoring
import Time

/// One source in a packed state, where it lies: what replay needs of it without unpacking the rest.
struct PackedSource {
  let source: Int
  let seq: Int64
  let observedAt: Int64
  let facts: UnsafeRawBufferPointer
  private let flags: UInt8
  private let recordedAt: Int64
  private let answeredAt: Int64
  private let validUntil: Int64
  /// The end and the words, which few sources have.
  private let rest: UnsafeRawBufferPointer

  private enum Flag {
    static let found: UInt8 = 1
    static let ended: UInt8 = 2
    static let validity: UInt8 = 4
    static let words: UInt8 = 8
    /// More than one word, so that when one has expired another may count.
    static let otherWords: UInt8 = 16
  }

  @inline(__always)
  init(_ reader: inout ByteReader) throws(FactsError) {
    source = Int(truncatingIfNeeded: try reader.varint())
    flags = try reader.byte()
    seq = try reader.signedVarint()
    observedAt = try reader.signedVarint()
    facts = try reader.slice()
    recordedAt = try reader.signedVarint()
    answeredAt = try reader.signedVarint()
    validUntil = flags & Flag.validity == 0 ? .max : try reader.signedVarint()
    rest =
      flags & (Flag.ended | Flag.words) == 0 ? UnsafeRawBufferPointer(start: nil, count: 0) : try reader.slice()
  }

  /// Whether its word counts as of a moment.
  @inline(__always)
  func counts(asOf moment: Int64) throws(FactsError) -> Bool {
    flags & (Flag.found | Flag.ended) == Flag.found && moment < validUntil
  }

  /// Whether another word may count instead.
  @inline(__always)
  func mayHaveOtherWord(asOf moment: Int64) -> Bool {
    flags & (Flag.ended | Flag.otherWords) == Flag.otherWords && moment >= validUntil
  }

  static func flags(of source: SourceState) -> UInt8 {
    (source.status == .found ? Flag.found : 0) | (source.end == nil ? 0 : Flag.ended)
      | (source.validUntil == nil ? 0 : Flag.validity) | (source.words.isEmpty ? 0 : Flag.words)
      | (source.words.count > 1 ? Flag.otherWords : 0)
  }

  /// Appends what comes behind what every source has.
  static func appendRest(of source: SourceState, to bytes: inout [UInt8]) {
    if let until = source.validUntil { bytes.appendSignedVarint(until.milliseconds) }
    guard source.end != nil || !source.words.isEmpty else { return }
    var rest: [UInt8] = []
    if let end = source.end {
      rest.append(ending: end.reason)
      rest.appendSignedVarint(end.at.milliseconds)
      rest.appendSignedVarint(end.seq)
    }
    rest.appendVarint(UInt64(source.words.count))
    for kept in source.words { rest.append(kept, shared: source.seq) }
    bytes.appendVarint(UInt64(rest.count))
    bytes.append(contentsOf: rest)
  }

  fileprivate func unpack(into state: inout SourceState) throws(FactsError) {
    if flags & Flag.validity != 0 { state.validUntil = Timestamp(milliseconds: validUntil) }
    guard flags & (Flag.ended | Flag.words) != 0 else { return }
    var reader = ByteReader(rest)
    if flags & Flag.ended != 0 {
      let reason = try reader.ending() ?? .superseded
      let at = Timestamp(milliseconds: try reader.signedVarint())
      state.end = WordEnd(reason: reason, at: at, seq: try reader.signedVarint())
    }
    for _ in 0..<(try reader.count()) { state.words.append(try reader.keptWord(shared: state)) }
  }

  fileprivate var state: SourceState {
    SourceState(
      source: source, status: flags & Flag.found == 0 ? .notFound : .found, seq: seq,
      observedAt: Timestamp(milliseconds: observedAt), recordedAt: Timestamp(milliseconds: recordedAt),
      answeredAt: Timestamp(milliseconds: answeredAt), facts: Array(facts))
  }
}

extension SourceState {
  /// The state, unpacked.
  init(_ packed: PackedSource) throws(FactsError) {
    self = packed.state
    try packed.unpack(into: &self)
  }
}

/// The packed form of a kept word; the facts of the word that counts are not written twice.
private enum WordFlag {
  static let object: UInt8 = 1
  static let found: UInt8 = 2
  static let validity: UInt8 = 4
  static let shared: UInt8 = 8
  static let judged: UInt8 = 16
  static let forDetection: UInt8 = 32
  static let detected: UInt8 = 64
}

extension [UInt8] {
  fileprivate mutating func append(ending: Ending?) {
    append(ending.flatMap(Ending.allCases.firstIndex).map { UInt8($0 + 1) } ?? 0)
  }

  fileprivate mutating func append(_ kept: KeptWord, shared seq: Int64) {
    let word = kept.word
    var flags: UInt8 = word.object == nil ? 0 : WordFlag.object
    if word.isFound { flags |= WordFlag.found }
    if word.validUntil != nil { flags |= WordFlag.validity }
    if word.seq == seq { flags |= WordFlag.shared }
    if let isForDetection = kept.isForDetection {
      flags |= WordFlag.judged | (isForDetection ? WordFlag.forDetection : 0)
    }
    if kept.detectedFrom != nil { flags |= WordFlag.detected }
    append(flags)
    append(ending: word.ending)
    if let object = word.object { appendText(object) }
    for number in [word.version, word.seq, word.observedAt.milliseconds, word.effectiveAt.milliseconds] {
      appendSignedVarint(number)
    }
    if let until = word.validUntil { appendSignedVarint(until.milliseconds) }
    if let first = kept.detectedFrom {
      appendSignedVarint(first.version)
      appendSignedVarint(first.seq)
    }
    appendSignedVarint(kept.recordedAt.milliseconds)
    guard word.seq != seq else { return }
    appendVarint(UInt64(kept.facts.count))
    append(contentsOf: kept.facts)
  }
}

extension ByteReader {
  fileprivate mutating func ending() throws(FactsError) -> Ending? {
    let code = Int(try byte())
    return code > 0 && code <= Ending.allCases.count ? Ending.allCases[code - 1] : nil
  }

  fileprivate mutating func keptWord(shared state: SourceState) throws(FactsError) -> KeptWord {
    let flags = try byte()
    let ending = try ending()
    let object = flags & WordFlag.object == 0 ? nil : String(decoding: try slice(), as: UTF8.self)
    let version = try signedVarint()
    let seq = try signedVarint()
    let observedAt = Timestamp(milliseconds: try signedVarint())
    let effectiveAt = Timestamp(milliseconds: try signedVarint())
    let validUntil = flags & WordFlag.validity == 0 ? nil : Timestamp(milliseconds: try signedVarint())
    var detectedFrom: KeptWord.Detection?
    if flags & WordFlag.detected != 0 {
      let version = try signedVarint()
      detectedFrom = KeptWord.Detection(version: version, seq: try signedVarint())
    }
    let recordedAt = Timestamp(milliseconds: try signedVarint())
    var word = SourceWord(
      object: object, version: version, seq: seq, observedAt: observedAt, recordedAt: recordedAt,
      validUntil: validUntil, isFound: flags & WordFlag.found != 0, ending: ending)
    word.effectiveAt = effectiveAt
    return KeptWord(
      word: word, recordedAt: recordedAt, facts: flags & WordFlag.shared != 0 ? state.facts : Array(try slice()),
      isForDetection: flags & WordFlag.judged == 0 ? nil : flags & WordFlag.forDetection != 0,
      detectedFrom: detectedFrom)
  }
}
