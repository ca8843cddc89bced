import EventLog
import Events
import Indicators
import SQLite
import Scoring
import Time

/// One view that `sql` offers.
public struct DocumentedView: Sendable {
  /// Its name.
  public let name: String
  /// What a row is.
  public let summary: String
  /// Its columns and what they hold.
  public let columns: [(name: String, summary: String)]
  let definition: String
}

extension Views {
  /// Runs one query over the documented views, and nothing else.
  ///
  /// Scores are those of `asOf` under `scorer`, computed as they are asked for by the function that `list` uses. Throws
  /// ``QueryRefusal`` for a query that wants anything else.
  public func query(
    _ sql: String, log: EventLog, scorer: Scorer, asOf: Timestamp, columns: ([String]) throws -> Void,
    row: ([ColumnValue]) throws -> Void
  ) throws {
    let room = try QueryRoom(database, isInPlace: isInPlace)
    try QueryFunctions(log: log, scorer: scorer, asOf: asOf).install(in: room.connection)
    try room.run { connection in
      let statement = try connection.prepare(sql)
      let count = statement.columnCount
      guard count > 0 else { throw EventLogError(.refused, "that is not a query") }
      try columns((0..<count).map(statement.columnName))
      while try statement.step() { try row((0..<count).map(statement.value)) }
    }
  }

  /// The views that queries may use.
  public static let documented: [DocumentedView] = [
    DocumentedView(
      name: "indicator", summary: "one row an indicator",
      columns: [
        ("kind", "ipv4, ipv6, cidr, domain, url, email, md5, sha1, sha256, sha512"), ("value", "canonical value"),
        ("score", "0 to 100, as of now"), ("verdict", "malicious, suspicious, benign, unknown"),
        ("tlp", "effective marking, or null"), ("labels", "JSON array"), ("sources", "JSON array of names"),
        ("first_seen", "RFC 3339, or null"), ("last_seen", "RFC 3339, or null"), ("first_seq", "its first event"),
        ("last_seq", "its last event"),
      ],
      definition: """
        SELECT ioc_kind(kind) AS kind, value, ioc_score(kind, value, state, id) AS score,
        ioc_verdict(kind, value, state, id) AS verdict, ioc_state(state) ->> '$.tlp' AS tlp,
        ioc_state(state) -> '$.labels' AS labels, ioc_state(state) -> '$.source_names' AS sources,
        ioc_state(state) ->> '$.first_seen' AS first_seen, ioc_state(state) ->> '$.last_seen' AS last_seen,
        ioc_state(state) ->> '$.first_seq' AS first_seq, ioc_state(state) ->> '$.last_seq' AS last_seq
        FROM \(QueryRoom.tables).indicator
        """),
    DocumentedView(
      name: "score", summary: "the score of each indicator, as of now",
      columns: [("kind", ""), ("value", ""), ("score", "0 to 100"), ("verdict", "")],
      definition: """
        SELECT ioc_kind(kind) AS kind, value, ioc_score(kind, value, state, id) AS score,
        ioc_verdict(kind, value, state, id) AS verdict FROM \(QueryRoom.tables).indicator
        """),
    DocumentedView(
      name: "latest_observation", summary: "the newest word of each source about each indicator",
      columns: [
        ("kind", ""), ("value", ""), ("source", ""), ("status", "found or not_found"), ("observed_at", "RFC 3339"),
        ("recorded_at", "RFC 3339"), ("seq", "the event"), ("signals", "JSON object"),
        ("delisted_at", "RFC 3339, or null: from then on its word does not count"),
        ("delisted_reason", "superseded, revoked, deleted, expired, absent, or null"),
      ],
      definition: """
        SELECT ioc_kind(i.kind) AS kind, i.value AS value, s.value ->> '$.source' AS source,
        s.value ->> '$.status' AS status, s.value ->> '$.observed_at' AS observed_at,
        s.value ->> '$.recorded_at' AS recorded_at, s.value ->> '$.seq' AS seq, s.value -> '$.signals' AS signals,
        s.value ->> '$.delisted_at' AS delisted_at, s.value ->> '$.delisted_reason' AS delisted_reason
        FROM \(QueryRoom.tables).indicator AS i, json_each(ioc_state(i.state), '$.sources') AS s
        """),
    DocumentedView(
      name: "label", summary: "one row a label of an indicator",
      columns: [("kind", ""), ("value", ""), ("label", "")],
      definition: """
        SELECT ioc_kind(i.kind) AS kind, i.value AS value, l.value AS label
        FROM \(QueryRoom.tables).indicator AS i, json_each(ioc_state(i.state), '$.labels') AS l
        """),
    DocumentedView(
      name: "relationship", summary: "stated relationships that nobody took back",
      columns: [
        ("from_kind", ""), ("from_value", ""), ("type", "STIX relationship type"), ("to_kind", ""), ("to_value", ""),
        ("to_name", "what the source called it, or null"), ("source", ""), ("seq", "the event"),
        ("observed_at", "RFC 3339"),
      ],
      definition: """
        SELECT from_kind, from_value, type, to_kind, to_value, to_name, ioc_name(source) AS source, seq,
        ioc_time(observed_at) AS observed_at FROM \(QueryRoom.tables).relationship WHERE retracted_seq IS NULL
        """),
    DocumentedView(
      name: "entity", summary: "campaigns, threat actors, malware and other STIX objects",
      columns: [("kind", "STIX type"), ("id", "STIX id"), ("name", ""), ("seq", "its last event")],
      definition: "SELECT kind, value AS id, name, seq FROM \(QueryRoom.tables).entity"),
    DocumentedView(
      name: "source_health", summary: "what each source has answered",
      columns: [
        ("source", ""), ("events", ""), ("found", ""), ("not_found", ""), ("failed", ""), ("withheld", ""),
        ("last_at", "RFC 3339"), ("last_failure", "reason, or null"), ("first_at", "RFC 3339"),
      ],
      definition: """
        SELECT ioc_name(source) AS source, events, found, not_found, failed, withheld, ioc_time(last_at) AS last_at,
        last_failure, ioc_time(first_at) AS first_at FROM \(QueryRoom.tables).source_health
        """),
    DocumentedView(
      name: "quota", summary: "lookups that were sent, by connector and UTC day",
      columns: [
        ("connector", ""), ("day", "YYYY-MM-DD"), ("lookups", ""), ("paused_until", "RFC 3339, or null"),
        ("pause_reason", "or null"),
      ],
      definition: """
        SELECT ioc_name(l.connector) AS connector, substr(ioc_time(l.started_at), 1, 10) AS day, count(*) AS lookups,
        ioc_time(p.until) AS paused_until, p.reason AS pause_reason
        FROM \(QueryRoom.tables).lookup AS l LEFT JOIN \(QueryRoom.tables).pause AS p ON p.connector = l.connector GROUP BY 1, 2
        """),
  ]
}
