import EventLog
import Events
import Indicators
import Time
import Views

/// Appends events, with the views as they were before the transaction.
final class Writer {
  let appender: Appender
  /// May lack the events of the transaction before where these are being followed.
  let views: Views
  let log: EventLog
  let context: LedgerContext
  /// The id that all events of one run share.
  lazy var correlation = EventID(at: context.now(), entropy: context.entropy())

  private let follower: ViewsFollower?
  /// The last event before the transaction.
  private let head: Int64

  init(
    _ appender: Appender, _ views: Views, _ log: EventLog, _ context: LedgerContext, follower: ViewsFollower? = nil
  ) {
    self.appender = appender
    self.views = views
    self.log = log
    self.context = context
    self.follower = follower
    head = appender.head
  }

  /// The views as of before the transaction; nil where they cannot be caught up.
  func settledViews() throws -> Views? { follower?.finish() ?? true ? views : nil }

  /// The state of an indicator before the transaction; nil where there is none.
  func state(of id: Int64) throws -> IndicatorState? {
    guard follower?.finish() ?? true else { return try IndicatorState.folding(stream: id, of: log, asAt: head) }
    return try views.state(of: id)
  }

  /// The id of what events are about, or nil where there are none yet, in this transaction either.
  func streamID(of key: StreamKey) throws -> Int64? { try appender.streamID(of: key) }

  /// Whether a statement was recorded before the transaction; where the views lack the one before, not in that.
  func holds(_ key: StatementKey, stream: Int64) throws -> Bool { try views.holds(key, stream: stream) }

  /// Whether an entity was imported before the transaction, with the same reservation.
  func holdsEntity(_ key: StreamKey) throws -> Bool { try views.entityName(key) != nil }

  /// Whether anybody stated a relationship before the transaction, with the same reservation.
  func holdsRelationship(from: StreamKey, _ facts: Facts) throws -> Bool {
    try views.holdsRelationship(from: from, facts)
  }

  /// Offers an event whose id says what it states.
  func append(_ draft: EventDraft) throws -> AppendResult { try appender.append(draft) }

  /// Appends an event with an id of its own; gives its position.
  @discardableResult
  func append(
    _ type: EventType, about stream: StreamKey, source: String, observedAt: Timestamp? = nil,
    receivedAt: Timestamp? = nil, trafficLight: TrafficLight? = nil, correlation: EventID? = nil, cause: Int64? = nil,
    facts: Facts, payload: [UInt8]? = nil
  ) throws -> Int64 {
    let received = receivedAt ?? context.now()
    let draft = EventDraft(
      id: EventID(at: received, entropy: context.entropy()), stream: stream, type: type, source: source,
      actor: context.actor, trafficLight: trafficLight, observedAt: observedAt ?? received, receivedAt: received,
      correlationID: correlation, causationSeq: cause, facts: facts, payload: payload)
    guard let seq = try appender.append(draft).seq else {
      throw EventLogError(.refused, "an event's random id is taken already; run the command again")
    }
    return seq
  }
}
