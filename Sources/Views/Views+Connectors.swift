import SQLite
import Time

/// What a source has answered so far.
public struct SourceHealth: Hashable, Sendable {
  /// The dictionary id of the source's name.
  public var source: Int
  /// How many events it has stated.
  public var events: Int64
  /// How many of them said something.
  public var found: Int64
  /// How many said that nothing is known.
  public var notFound: Int64
  /// How many lookups gave no usable answer.
  public var failed: Int64
  /// How many indicators were withheld from it.
  public var withheld: Int64
  /// When the last of them was received.
  public var lastAt: Timestamp
  /// The reason of the last failure.
  public var lastFailure: String?
  /// When the first of its events was recorded.
  public var firstAt: Timestamp
}

/// Until when a connector is not asked, and why.
public struct ConnectorPause: Hashable, Sendable {
  /// The moment from which it may be asked again.
  public var until: Timestamp
  /// Why, such as `429`.
  public var reason: String
}

extension Views {
  /// When lookups were started since a moment, that moment included, oldest first.
  public func lookups(of connector: Int, since time: Timestamp) throws -> [Timestamp] {
    let rows = try database.cached(
      "SELECT started_at FROM lookup WHERE connector = ? AND started_at >= ? ORDER BY started_at")
    rows.bind(1, connector)
    rows.bind(2, time.milliseconds)
    defer { rows.reset() }
    var times: [Timestamp] = []
    while try rows.step() { times.append(Timestamp(milliseconds: rows.integer(0))) }
    return times
  }

  /// The events that say which lookups were started since a moment, that moment included, oldest first.
  public func lookupEvents(of connector: Int, since time: Timestamp) throws -> [Int64] {
    let rows = try database.cached(
      "SELECT seq FROM lookup WHERE connector = ? AND started_at >= ? ORDER BY started_at, seq")
    rows.bind(1, connector)
    rows.bind(2, time.milliseconds)
    defer { rows.reset() }
    var events: [Int64] = []
    while try rows.step() { events.append(rows.integer(0)) }
    return events
  }

  /// The connector's last pause, which may be over.
  public func pause(of connector: Int) throws -> ConnectorPause? {
    let row = try database.cached("SELECT until, reason FROM pause WHERE connector = ?")
    row.bind(1, connector)
    defer { row.reset() }
    return try row.step()
      ? ConnectorPause(until: Timestamp(milliseconds: row.integer(0)), reason: row.text(1)) : nil
  }

  /// What every source has answered, in the order of their ids.
  public func sourceHealth() throws -> [SourceHealth] {
    let rows = try database.cached(
      """
      SELECT source, events, found, not_found, failed, withheld, last_at, last_failure, first_at
      FROM source_health
      ORDER BY source
      """)
    defer { rows.reset() }
    var health: [SourceHealth] = []
    while try rows.step() {
      health.append(
        SourceHealth(
          source: Int(rows.integer(0)), events: rows.integer(1), found: rows.integer(2), notFound: rows.integer(3),
          failed: rows.integer(4), withheld: rows.integer(5), lastAt: Timestamp(milliseconds: rows.integer(6)),
          lastFailure: rows.optionalText(7), firstAt: Timestamp(milliseconds: rows.integer(8))))
    }
    return health
  }
}
