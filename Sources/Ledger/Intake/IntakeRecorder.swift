import EventLog
import Events
import Views

/// What an intake asks of a ledger and gives to it: a ``Writer``, or an ``IntakeRehearsal``, which only acts as if.
protocol IntakeRecorder: AnyObject {
  var context: LedgerContext { get }
  /// The dictionary of names, for what was recorded before.
  var symbols: SymbolTable { get }
  /// The position of the last event.
  var lastSeq: Int64 { get }
  /// The id of what events are about, or nil where there are none yet.
  func streamID(of key: StreamKey) throws -> Int64?
  /// Whether a statement was recorded before.
  func holds(_ key: StatementKey, stream: Int64) throws -> Bool
  /// Whether an entity was imported before.
  func holdsEntity(_ key: StreamKey) throws -> Bool
  /// Whether anybody stated a relationship before, as the facts of `relationship.asserted` name it.
  func holdsRelationship(from: StreamKey, _ facts: Facts) throws -> Bool
  /// The state of an indicator before; nil where there is none.
  func state(of id: Int64) throws -> IndicatorState?
  /// What a stream that an object speaks of is about.
  func streamKey(of id: Int64) throws -> StreamKey?
  /// Of what an object of a source spoke before, by stream.
  func places(ofObject object: String, source: Int) throws -> [Int64: ObjectPlace]
  /// Whether the source's word about anything, or about one stream, ever ended because a whole list left it out.
  func holdsAbsence(ofSource source: Int, stream: Int64?) throws -> Bool
  /// The strictest marking that was stated before.
  func marking(of stream: StreamKey, _ id: Int64) throws -> Marking
  /// Offers an event whose id says what it states.
  func append(_ draft: EventDraft) throws -> AppendResult
}

extension Writer: IntakeRecorder {
  var symbols: SymbolTable { log.symbols }
  var lastSeq: Int64 { appender.head }

  func streamKey(of id: Int64) throws -> StreamKey? { try log.stream(id) }

  func places(ofObject object: String, source: Int) throws -> [Int64: ObjectPlace] {
    try views.places(ofObject: object, source: source)
  }

  func holdsAbsence(ofSource source: Int, stream: Int64?) throws -> Bool {
    try views.holdsAbsence(ofSource: source, stream: stream)
  }

  func marking(of stream: StreamKey, _ id: Int64) throws -> Marking {
    if stream.indicator != nil { return Marking(try state(of: id)) }
    return Marking(trafficLight: try settledViews()?.entityTrafficLight(id))
  }
}
