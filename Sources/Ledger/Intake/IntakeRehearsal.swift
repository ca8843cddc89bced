import EventLog
import Events
import Views

/// Stands in for a ledger's writer in a dry run: it asks the ledger, keeps in mind what would be recorded, and writes
/// nothing.
///
/// One serves for all inputs of a run. It takes sixteen bytes or so for each event that would be recorded.
public final class IntakeRehearsal: IntakeRecorder {
  let context: LedgerContext
  private let ledger: Ledger
  private var views: Views
  /// The streams that would begin, by what would be their ids.
  private var begun = Set<Int64>()
  /// What would be stated.
  private var stated = Set<Int64>()
  /// What streams are about that would begin, and of which objects speak.
  private var namesOfBegun: [Int64: StreamKey] = [:]
  /// The markings that would be stated.
  private var markings: [Int64: Marking] = [:]
  private(set) var lastSeq: Int64

  /// Begins with the ledger as it is; from now on its views are left as they are found.
  public init(_ ledger: Ledger) throws {
    ledger.leavesViews = true
    self.ledger = ledger
    context = ledger.context
    views = try ledger.views()
    lastSeq = try ledger.head()
  }

  /// Looks at the ledger again, for others may write meanwhile.
  func refresh() throws { views = try ledger.views() }

  var symbols: SymbolTable { ledger.log.symbols }

  func streamID(of key: StreamKey) throws -> Int64? {
    if let id = try ledger.log.streamID(of: key) { return id }
    let id = Self.id(of: key)
    return begun.contains(id) ? id : nil
  }

  func holds(_ key: StatementKey, stream: Int64) throws -> Bool {
    if stated.contains(key.stored) { return true }
    return try stream > 0 && views.holds(key, stream: stream)
  }

  func holdsEntity(_ key: StreamKey) throws -> Bool {
    if stated.contains(StatementKey(naming: key, [:], .entityImported).stored) { return true }
    return try views.entityName(key) != nil
  }

  func holdsRelationship(from: StreamKey, _ facts: Facts) throws -> Bool {
    if stated.contains(StatementKey(naming: from, facts, .relationshipAsserted).stored) { return true }
    return try views.holdsRelationship(from: from, facts)
  }

  func state(of id: Int64) throws -> IndicatorState? { id > 0 ? try views.state(of: id) : nil }

  func streamKey(of id: Int64) throws -> StreamKey? { try id > 0 ? ledger.log.stream(id) : namesOfBegun[id] }

  func places(ofObject object: String, source: Int) throws -> [Int64: ObjectPlace] {
    try views.places(ofObject: object, source: source)
  }

  func holdsAbsence(ofSource source: Int, stream: Int64?) throws -> Bool {
    try stream ?? 1 > 0 && views.holdsAbsence(ofSource: source, stream: stream)
  }

  func marking(of stream: StreamKey, _ id: Int64) throws -> Marking {
    let kept = markings[id] ?? Marking()
    guard id > 0 else { return kept }
    guard stream.indicator == nil else { return Marking(try state(of: id)).joined(with: kept) }
    return Marking(trafficLight: try views.entityTrafficLight(id)).joined(with: kept)
  }

  func append(_ draft: EventDraft) throws -> AppendResult {
    if try streamID(of: draft.stream) == nil { begun.insert(Self.id(of: draft.stream)) }
    stated.insert(StatementKey(draft.id).stored)
    switch draft.type {
    case .entityImported: stated.insert(StatementKey(naming: draft.stream, [:], draft.type).stored)
    case .relationshipAsserted: stated.insert(StatementKey(naming: draft.stream, draft.facts, draft.type).stored)
    default: break
    }
    lastSeq += 1
    if let id = try streamID(of: draft.stream) {
      if draft.facts["object"] != nil { namesOfBegun[id] = draft.stream }
      let marking = Marking(draft)
      if !marking.isEmpty { markings[id] = marking.joined(with: markings[id] ?? Marking()) }
    }
    return .appended(lastSeq)
  }

  /// An id that no stream of the ledger has.
  private static func id(of key: StreamKey) -> Int64 {
    -1 - StatementKey(source: "", stream: key, facts: [:], statedAt: nil).stored
  }
}

extension StatementKey {
  /// Stands for an entity or a relationship, whoever says it and when.
  init(naming stream: StreamKey, _ facts: Facts, _ type: EventType) {
    var facts = type == .entityImported ? Facts() : facts
    facts["stated_at"] = nil
    self.init(source: "", stream: stream, facts: facts, statedAt: nil, day: type.rawValue)
  }
}
