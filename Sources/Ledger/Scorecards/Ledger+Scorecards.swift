import EventLog
import Events
import Scoring
import Time

/// A scorecard as the ledger's history knows it.
public struct ScorecardRecord: Hashable, Sendable {
  /// The SHA-256 of its text and lists.
  public var id: String
  /// The name in its text.
  public var name: String
  /// The event that published it.
  public var seq: Int64
  /// When it was published.
  public var publishedAt: Timestamp
  /// The events that activated it.
  public var activations: [Int64]
  /// Whether it rules as at the end of what was looked at.
  public var isActive: Bool
}

extension Ledger {
  /// Every scorecard that was ever published, oldest first.
  public func scorecards(asAt: Int64 = .max) throws -> [ScorecardRecord] {
    var records: [ScorecardRecord] = []
    var active: String?
    try forEachScorecardEvent(asAt: asAt) { event in
      guard let id = event.facts["id"]?.text else { return }
      switch event.type {
      case .scorecardPublished:
        records.append(
          ScorecardRecord(
            id: id, name: event.facts["name"]?.text ?? "", seq: event.seq, publishedAt: event.recordedAt,
            activations: [], isActive: false))
      case .scorecardActivated:
        active = id
        if let index = records.lastIndex(where: { $0.id == id }) { records[index].activations.append(event.seq) }
      default: break
      }
    }
    for index in records.indices { records[index].isActive = records[index].id == active }
    return records
  }

  /// The scorecard that ruled as at a position.
  public func activeScorecard(asAt: Int64 = .max) throws -> Scorecard {
    var active: String?
    try forEachScorecardEvent(asAt: asAt) { event in
      if event.type == .scorecardActivated { active = event.facts["id"]?.text }
    }
    guard let active else {
      throw LedgerError(
        .badFile, "no scorecard was active as at event \(asAt == .max ? try head() : asAt); name one with --rules")
    }
    return try publishedScorecard(id: active)
  }

  /// A published scorecard by its id.
  public func publishedScorecard(id: String) throws -> Scorecard {
    if let known = scorecardCache[id] { return known.scorecard }
    var published: RecordedEvent?
    try forEachScorecardEvent(asAt: .max) { event in
      if event.type == .scorecardPublished, event.facts["id"]?.text == id { published = event }
    }
    guard let published,
      case .bytes(let payload) = try translatingErrors({ try log.payload(hash: published.payloadHash) })
    else {
      throw LedgerError(.badFile, "the text of scorecard \(id.prefix(12)) is not in the ledger; run 'iocledger verify'")
    }
    let stored = try StoredScorecard(payload: payload, seq: published.seq)
    guard stored.scorecard.id == id else {
      throw LedgerError(
        .badFile, "event \(published.seq) published another scorecard than its id says; it cannot be used")
    }
    scorecardCache[id] = stored
    return stored.scorecard
  }

  /// Reads a scorecard from a file, or by the name of one in the ledger's `scorecards` folder; the lists it names come
  /// from the ledger's `lists` folder.
  public func scorecard(file name: String) throws -> Scorecard {
    let kept = "\(folder.scorecards)/\(name).yml"
    let path = !Files.exists(name) && !name.contains("/") && Files.exists(kept) ? kept : name
    guard Files.exists(path) else {
      throw LedgerError(
        .badFile, "there is no scorecard \(name): give a file, or one of \(scorecardNames().joined(separator: ", "))")
    }
    let text = String(
      decoding: try Files.contents(of: path, limit: 1 << 20, allowingStreams: path != kept), as: UTF8.self)
    var lists: [String: String] = [:]
    for list in try Scorecard.listNames(in: text, file: path) where !list.contains("/") && !list.contains("..") {
      let file = "\(folder.lists)/\(list).json"
      if Files.exists(file) { lists[list] = String(decoding: try Files.contents(of: file), as: UTF8.self) }
    }
    return try Scorecard(parsing: text, lists: lists, file: path)
  }

  /// The names of the files in the ledger's `scorecards` folder.
  public func scorecardNames() -> [String] {
    Files.names(in: folder.scorecards).filter { $0.hasSuffix(".yml") }.map { String($0.dropLast(4)) }
  }

  /// Publishes a scorecard where it is not yet, and makes it the one that rules; gives the event that activated it, or
  /// nil where it rules already.
  public func activate(_ scorecard: Scorecard) throws -> Int64? {
    try write { writer in
      let records = try scorecards()
      guard records.first(where: \.isActive)?.id != scorecard.id else { return nil }
      if !records.contains(where: { $0.id == scorecard.id }) { try Self.publish(scorecard, writer) }
      return try writer.append(
        .scorecardActivated, about: .scorecards, source: "analyst",
        facts: ["id": .text(scorecard.id), "name": .text(scorecard.name)])
    }
  }

  static func publish(_ scorecard: Scorecard, _ writer: Writer) throws {
    try writer.append(
      .scorecardPublished, about: .scorecards, source: "analyst",
      facts: ["id": .text(scorecard.id), "name": .text(scorecard.name)], payload: StoredScorecard(scorecard).payload)
  }

  /// The scorecards that ruled, each from the event that activated it.
  func reigns(asAt: Int64) throws -> [Reign] {
    var reigns: [Reign] = []
    var activations: [(seq: Int64, at: Timestamp, id: String)] = []
    try forEachScorecardEvent(asAt: asAt) { event in
      if event.type == .scorecardActivated, let id = event.facts["id"]?.text {
        activations.append((event.seq, event.recordedAt, id))
      }
    }
    for activation in activations {
      reigns.append(
        Reign(
          fromSeq: activation.seq, recordedAt: activation.at,
          scorer: Scorer(try publishedScorecard(id: activation.id), symbols: log.symbols.texts)))
    }
    return reigns
  }

  private func forEachScorecardEvent(asAt: Int64, _ body: (RecordedEvent) throws -> Void) throws {
    guard let stream = try log.streamID(of: .scorecards) else { return }
    var events: [RecordedEvent] = []
    try log.forEachRow(ofStream: stream, through: asAt) { row in
      events.append(try log.event(row))
      return true
    }
    for event in events { try body(event) }
  }
}
