import EventLog
import Events
import Indicators
import Interchange
import Time
import Views

/// Turns the items of one batch into events, and leaves out what the ledger knows already.
struct IntakeBatch {
  let writer: any IntakeRecorder
  let options: IntakeOptions
  let correlation: EventID
  let receivedAt: Timestamp
  let source: Int?
  private(set) var fileDate: Timestamp?
  /// What this batch has stated, which the views do not hold yet.
  private(set) var stated = Set<Stated>()
  /// What the batch before it has, which the views may not hold yet.
  private let statedBefore: Set<Stated>
  /// Of what objects have spoken in this batch and in the one before it.
  var places: ObjectPlaces
  /// The markings that this batch has stated, by stream.
  var markings: [Int64: Marking] = [:]
  /// Whether the source's word ever ended because a whole list left something out; nil until somebody asks.
  var hasAbsences: Bool?
  /// What this batch has listed again.
  var listedAgain = Set<Int64>()
  /// What has become of the item at hand so far.
  var outcome = IntakeOutcome()

  /// That something was said of a stream.
  struct Stated: Hashable {
    let stream: Int64
    let key: StatementKey
  }

  init(
    _ writer: any IntakeRecorder, _ options: IntakeOptions, correlation: EventID, fileDate: Timestamp?,
    statedBefore: Set<Stated> = [], placesBefore: ObjectPlaces = ObjectPlaces()
  ) {
    places = placesBefore
    self.statedBefore = statedBefore
    self.writer = writer
    self.options = options
    self.correlation = correlation
    self.fileDate = fileDate
    receivedAt = writer.context.now()
    source = writer.symbols.id(of: options.source)
  }

  /// Records what an item says, if it is new, and tells what became of it.
  mutating func take(_ item: IntakeItem) throws -> IntakeOutcome {
    outcome = IntakeOutcome()
    switch item {
    case .statement(let statement):
      outcome.line = statement.line
      try take(statement)
    case .sighting(let sighting):
      outcome.line = sighting.line
      try take(sighting)
    case .entity(let entity):
      outcome.line = entity.line
      try take(entity)
    case .relationship(let relationship):
      outcome.line = relationship.line
      try take(relationship)
    case .rejected(let rejection), .setAside(let rejection): outcome.line = rejection.line
    case .skipped(let skip): outcome.line = skip.line
    case .fileDate(let date): fileDate = date
    case .object(let object): try take(object)
    case .ignored: break
    }
    return outcome
  }

  // MARK: Indicators

  private mutating func take(_ statement: Statement) throws {
    var facts = Observation(
      status: .found, signals: statement.signals, labels: merged(statement.labels, options.labels),
      relations: statement.relations
    ).facts
    facts["first_seen"] = statement.firstSeen.map { .integer($0.milliseconds) }
    facts["last_seen"] = statement.lastSeen.map { .integer($0.milliseconds) }
    if let object = statement.object {
      facts["object"] = .text(object.id)
      facts["version"] = object.version.map { .integer($0.milliseconds) }
    }
    let stated = statement.statedAt ?? fileDate ?? (statement.hasUnreadTime ? options.modifiedAt : nil)
    let stream = StreamKey(statement.indicator)
    let key = StatementKey(source: options.source, stream: stream, facts: facts, statedAt: stated)
    let marking = Marking(
      trafficLight: stricter(statement.trafficLight, options.trafficLight),
      permissibleActions: statement.permissibleActions)
    let known = try streamID(stream)
    if let known, try holds(key, known) {
      outcome.stream = known
      if let end = try absence(of: known) {
        try listAgain(stream, known, key, facts, stated, marking, after: end)
      } else if stated == nil {
        try repeatReading(of: stream, known, facts)
      }
      return try raise(marking, of: stream, known)
    }
    if statement.isOnlyObserved, let known, try hasListed(known) {
      // It would take back what the source holds against the indicator. Seen at a time, it is a sighting.
      guard let seenAt = statement.lastSeen ?? statement.firstSeen else {
        outcome.stream = known
        return try raise(marking, of: stream, known)
      }
      let times = max(1, statement.signals["feed.times_observed"]?.integer ?? 1)
      return try take(
        SightingStatement(
          indicator: statement.indicator, seenAt: seenAt, count: times, trafficLight: statement.trafficLight,
          line: statement.line))
    }
    var observedAt = receivedAt
    if let stated {
      // A time in the future is kept as it was stated, and the statement counts from now.
      if stated > receivedAt { facts["stated_at"] = .integer(stated.milliseconds) } else { observedAt = stated }
    }
    // Not in the key: a marking is no other statement.
    facts["pap"] = marking.permissibleActions.map { .text($0.name) }
    try append(
      .indicatorIngested, stream, known, key, facts, observedAt: observedAt, trafficLight: marking.trafficLight)
  }

  /// Whether the source's newest word on an indicator says that it is listed, or that it is not.
  private func hasListed(_ id: Int64) throws -> Bool {
    guard let source, let word = try writer.state(of: id)?.sources.first(where: { $0.source == source }) else {
      return false
    }
    let standing = word.standing(asOf: receivedAt)
    guard standing.counts else { return false }
    let facts = try standing.facts.withUnsafeBytes { try Facts(stored: $0, name: writer.symbols.text) }
    return facts["feed.listed"] != nil
  }

  /// A statement without a time of its own, read again on a later day, is a sighting of that day.
  private mutating func repeatReading(of stream: StreamKey, _ id: Int64, _ facts: Facts) throws {
    let today = receivedAt.day
    let key = StatementKey(source: options.source, stream: stream, facts: facts, statedAt: nil, day: today)
    guard try !holds(key, id), let source,
      let last = try writer.state(of: id)?.sources.first(where: { $0.source == source })?.answeredAt,
      last.midnight < receivedAt.midnight
    else { return }
    try append(.sightingRecorded, stream, id, key, ["count": 1], observedAt: receivedAt, trafficLight: nil)
  }

  private mutating func take(_ sighting: SightingStatement) throws {
    var facts: Facts = ["count": .integer(sighting.count)]
    if !sighting.isPositive { facts["positive"] = false }
    let stream = StreamKey(sighting.indicator)
    try appendOnce(.sightingRecorded, stream, facts, statedAt: sighting.seenAt ?? fileDate, sighting.trafficLight)
  }

  // MARK: Entities and relationships

  private mutating func take(_ entity: EntityStatement) throws {
    var facts = entity.facts
    facts["name"] = .text(entity.name)
    try appendOnce(.entityImported, entity.key, facts, statedAt: entity.modifiedAt, entity.trafficLight)
  }

  private mutating func take(_ relationship: RelationshipStatement) throws {
    let facts: Facts = [
      "type": .text(relationship.type), "target_kind": .text(relationship.to.kind),
      "target_value": .text(relationship.to.value),
    ]
    try appendOnce(
      .relationshipAsserted, relationship.from, facts, statedAt: relationship.modifiedAt, relationship.trafficLight)
  }

  // MARK: Appending

  private mutating func appendOnce(
    _ type: EventType, _ stream: StreamKey, _ facts: Facts, statedAt: Timestamp?, _ marking: TrafficLight?
  ) throws {
    var facts = facts
    let key = StatementKey(
      source: options.source, stream: stream, facts: facts, statedAt: statedAt, day: type.rawValue)
    let known = try streamID(stream)
    let trafficLight = stricter(marking, options.trafficLight)
    if let known, try holds(key, known) {
      outcome.stream = known
      return try raise(Marking(trafficLight: trafficLight), of: stream, known)
    }
    if let statedAt, statedAt > receivedAt { facts["stated_at"] = .integer(statedAt.milliseconds) }
    try append(
      type, stream, known, key, facts, observedAt: min(statedAt ?? receivedAt, receivedAt),
      trafficLight: trafficLight)
  }

  /// Appends an event; `known` is the id of its stream, nil where it begins one.
  mutating func append(
    _ type: EventType, _ stream: StreamKey, _ known: Int64?, _ key: StatementKey, _ facts: Facts,
    observedAt: Timestamp, trafficLight: TrafficLight?
  ) throws {
    let draft = EventDraft(
      id: key.eventID(at: receivedAt), stream: stream, type: type, source: options.source,
      actor: writer.context.actor, trafficLight: trafficLight, observedAt: observedAt, receivedAt: receivedAt,
      correlationID: correlation, facts: facts)
    let isFirst = try isFirst(type, facts, of: stream, known)
    let result = try writer.append(draft)
    guard let id = try known ?? streamID(stream) else { return }
    outcome.stream = id
    guard case .appended(let seq) = result else { return }
    outcome.events += 1
    outcome.seq = seq
    stated.insert(Stated(stream: id, key: key))
    note(draft, at: seq, in: id)
    if type == .entityImported || type == .relationshipAsserted {
      stated.insert(Stated(stream: id, key: StatementKey(naming: stream, facts, type)))
    }
    if isFirst { outcome.isNew = true }
  }

  /// Whether an event is the first about something that the ledger does not hold; `id` is that of its stream.
  ///
  /// An entity and a relationship may share a stream that something else began.
  private func isFirst(_ type: EventType, _ facts: Facts, of stream: StreamKey, _ id: Int64?) throws -> Bool {
    guard let id else { return true }
    guard type == .entityImported || type == .relationshipAsserted else { return false }
    let thing = Stated(stream: id, key: StatementKey(naming: stream, facts, type))
    if stated.contains(thing) || statedBefore.contains(thing) { return false }
    return type == .entityImported
      ? try !writer.holdsEntity(stream) : try !writer.holdsRelationship(from: stream, facts)
  }

  func streamID(_ key: StreamKey) throws -> Int64? { try writer.streamID(of: key) }

  func holds(_ key: StatementKey, _ stream: Int64) throws -> Bool {
    let statement = Stated(stream: stream, key: key)
    if stated.contains(statement) || statedBefore.contains(statement) { return true }
    return try writer.holds(key, stream: stream)
  }

  private func merged(_ first: [String], _ second: [String]) -> [String] {
    var labels: [String] = []
    for label in first + second {
      let label = label.inNormalForm
      if !labels.contains(label) { labels.append(label) }
    }
    return labels
  }

  private func stricter(_ first: TrafficLight?, _ second: TrafficLight?) -> TrafficLight? {
    guard let first, let second else { return first ?? second }
    return max(first, second)
  }
}
