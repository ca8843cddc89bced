import EventLog
import Events
import Indicators
import Interchange
import Time
import Views

/// Turns the items of one batch into events, and leaves out what the ledger knows already.
struct IntakeBatch {
  private let writer: Writer
  private let options: IntakeOptions
  private let correlation: EventID
  private let receivedAt: Timestamp
  private let source: Int?
  private(set) var fileDate: Timestamp?
  /// What this batch has stated, which the views do not hold yet.
  private(set) var stated = Set<Stated>()
  /// What the batch before it has, which the views may not hold yet.
  private let statedBefore: Set<Stated>

  /// That something was said of a stream.
  struct Stated: Hashable {
    let stream: Int64
    let key: StatementKey
  }

  init(
    _ writer: Writer, _ options: IntakeOptions, correlation: EventID, fileDate: Timestamp?,
    statedBefore: Set<Stated> = []
  ) {
    self.statedBefore = statedBefore
    self.writer = writer
    self.options = options
    self.correlation = correlation
    self.fileDate = fileDate
    receivedAt = writer.context.now()
    source = writer.log.symbols.id(of: options.source)
  }

  mutating func take(_ item: IntakeItem, file: String, _ report: inout IntakeReport) throws {
    switch item {
    case .statement(let statement):
      report.read += 1
      report.committedLines = max(report.committedLines, Int64(statement.line))
      try take(statement, &report)
    case .sighting(let sighting):
      report.read += 1
      report.committedLines = max(report.committedLines, Int64(sighting.line))
      try take(sighting, &report)
    case .entity(let entity):
      report.read += 1
      report.committedLines = max(report.committedLines, Int64(entity.line))
      try take(entity, &report)
    case .relationship(let relationship):
      report.read += 1
      report.committedLines = max(report.committedLines, Int64(relationship.line))
      try take(relationship, &report)
    case .rejected(let rejection):
      report.rejectedTotal += 1
      report.committedLines = max(report.committedLines, Int64(rejection.line))
      if report.rejected.count < IntakeReport.keptRejections {
        report.rejected.append(
          RejectedLine(file: file, line: rejection.line, text: rejection.text, reason: rejection.reason))
      }
    case .ignored(let cell):
      report.ignored.append(RejectedLine(file: file, line: cell.line, text: cell.text, reason: cell.reason))
    case .setAside: break
    case .skipped: report.skipped += 1
    case .object: break
    case .fileDate(let date): fileDate = date
    }
  }

  // MARK: Indicators

  private mutating func take(_ statement: Statement, _ report: inout IntakeReport) throws {
    var facts = Observation(
      status: .found, signals: statement.signals, labels: merged(statement.labels, options.labels),
      relations: statement.relations
    ).facts
    facts["first_seen"] = statement.firstSeen.map { .integer($0.milliseconds) }
    facts["last_seen"] = statement.lastSeen.map { .integer($0.milliseconds) }
    let stated = statement.statedAt ?? fileDate
    let stream = StreamKey(statement.indicator)
    let key = StatementKey(source: options.source, stream: stream, facts: facts, statedAt: stated)
    let known = try streamID(stream)
    if let known, try holds(key, known) {
      count(known, &report)
      if stated == nil { try repeatReading(of: stream, known, facts, &report) }
      return
    }
    if statement.isOnlyObserved, let known, try hasListed(known) {
      // It would take back what the source holds against the indicator. Seen at a time, it is a sighting.
      guard let seenAt = statement.lastSeen ?? statement.firstSeen else { return count(known, &report) }
      let times = max(1, statement.signals["feed.times_observed"]?.integer ?? 1)
      return try take(
        SightingStatement(indicator: statement.indicator, seenAt: seenAt, count: times, line: statement.line), &report)
    }
    var observedAt = receivedAt
    if let stated {
      // A time in the future is kept as it was stated, and the statement counts from now.
      if stated > receivedAt { facts["stated_at"] = .integer(stated.milliseconds) } else { observedAt = stated }
    }
    try append(
      .indicatorIngested, stream, known, key, facts, observedAt: observedAt,
      trafficLight: stricter(statement.trafficLight, options.trafficLight), &report)
  }

  /// Whether the source's newest word on an indicator says that it is listed, or that it is not.
  private func hasListed(_ id: Int64) throws -> Bool {
    guard let source, let word = try writer.state(of: id)?.sources.first(where: { $0.source == source }) else {
      return false
    }
    let facts = try word.facts.withUnsafeBytes { try Facts(stored: $0, name: writer.log.symbols.text) }
    return facts["feed.listed"] != nil
  }

  /// A statement without a time of its own, read again on a later day, is a sighting of that day.
  private mutating func repeatReading(
    of stream: StreamKey, _ id: Int64, _ facts: Facts, _ report: inout IntakeReport
  ) throws {
    let today = receivedAt.day
    let key = StatementKey(source: options.source, stream: stream, facts: facts, statedAt: nil, day: today)
    guard try !holds(key, id), let source,
      let last = try writer.state(of: id)?.sources.first(where: { $0.source == source })?.answeredAt,
      last.midnight < receivedAt.midnight
    else { return }
    try append(.sightingRecorded, stream, id, key, ["count": 1], observedAt: receivedAt, trafficLight: nil, &report)
  }

  private mutating func take(_ sighting: SightingStatement, _ report: inout IntakeReport) throws {
    var facts: Facts = ["count": .integer(sighting.count)]
    if !sighting.isPositive { facts["positive"] = false }
    let stream = StreamKey(sighting.indicator)
    try appendOnce(.sightingRecorded, stream, facts, statedAt: sighting.seenAt ?? fileDate, nil, &report)
  }

  // MARK: Entities and relationships

  private mutating func take(_ entity: EntityStatement, _ report: inout IntakeReport) throws {
    var facts = entity.facts
    facts["name"] = .text(entity.name)
    try appendOnce(.entityImported, entity.key, facts, statedAt: entity.modifiedAt, entity.trafficLight, &report)
  }

  private mutating func take(_ relationship: RelationshipStatement, _ report: inout IntakeReport) throws {
    let facts: Facts = [
      "type": .text(relationship.type), "target_kind": .text(relationship.to.kind),
      "target_value": .text(relationship.to.value),
    ]
    try appendOnce(
      .relationshipAsserted, relationship.from, facts, statedAt: relationship.modifiedAt, relationship.trafficLight,
      &report)
  }

  // MARK: Appending

  private mutating func appendOnce(
    _ type: EventType, _ stream: StreamKey, _ facts: Facts, statedAt: Timestamp?, _ marking: TrafficLight?,
    _ report: inout IntakeReport
  ) throws {
    var facts = facts
    let key = StatementKey(
      source: options.source, stream: stream, facts: facts, statedAt: statedAt, day: type.rawValue)
    let known = try streamID(stream)
    if let known, try holds(key, known) {
      if type == .relationshipAsserted {
        if isFirst(facts, of: stream, &report) { report.known += 1 }
      } else {
        count(known, &report)
      }
      return
    }
    if let statedAt, statedAt > receivedAt { facts["stated_at"] = .integer(statedAt.milliseconds) }
    try append(
      type, stream, known, key, facts, observedAt: min(statedAt ?? receivedAt, receivedAt),
      trafficLight: stricter(marking, options.trafficLight), &report)
  }

  /// Appends an event; `known` is the id of its stream, nil where it begins one.
  private mutating func append(
    _ type: EventType, _ stream: StreamKey, _ known: Int64?, _ key: StatementKey, _ facts: Facts,
    observedAt: Timestamp, trafficLight: TrafficLight?, _ report: inout IntakeReport
  ) throws {
    let draft = EventDraft(
      id: key.eventID(at: receivedAt), stream: stream, type: type, source: options.source,
      actor: writer.context.actor, trafficLight: trafficLight, observedAt: observedAt, receivedAt: receivedAt,
      correlationID: correlation, facts: facts)
    guard case .appended = try writer.appender.append(draft), let id = try known ?? streamID(stream) else { return }
    report.events += 1
    stated.insert(Stated(stream: id, key: key))
    if known == nil { _ = report.fresh.insert(id) }
    if type == .relationshipAsserted {
      if isFirst(facts, of: stream, &report) { report.new += 1 }
    } else {
      count(id, &report)
    }
  }

  /// Whether a relationship has not been counted yet; by itself, as its stream is that of the thing it starts from.
  private func isFirst(_ facts: Facts, of stream: StreamKey, _ report: inout IntakeReport) -> Bool {
    var facts = facts
    facts["stated_at"] = nil
    return report.relationships.insert(StatementKey(source: "", stream: stream, facts: facts, statedAt: nil)).inserted
  }

  private func count(_ id: Int64, _ report: inout IntakeReport) {
    guard report.touched.insert(id) else { return }
    if report.fresh.contains(id) { report.new += 1 } else { report.known += 1 }
  }

  private func streamID(_ key: StreamKey) throws -> Int64? { try writer.appender.streamID(of: key) }

  private func holds(_ key: StatementKey, _ stream: Int64) throws -> Bool {
    let statement = Stated(stream: stream, key: key)
    if stated.contains(statement) || statedBefore.contains(statement) { return true }
    return try writer.views.holds(key, stream: stream)
  }

  private func merged(_ first: [String], _ second: [String]) -> [String] {
    var labels: [String] = []
    for label in first + second where !labels.contains(label) { labels.append(label) }
    return labels
  }

  private func stricter(_ first: TrafficLight?, _ second: TrafficLight?) -> TrafficLight? {
    guard let first, let second else { return first ?? second }
    return max(first, second)
  }
}
