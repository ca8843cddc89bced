import Events
import Indicators
import SQLite
import Time

/// A stated relationship as the views hold it.
public struct RelationshipRow: Hashable, Sendable {
  /// Where it starts.
  public var from: StreamKey
  /// The STIX relationship type.
  public var type: String
  /// Where it ends.
  public var to: StreamKey
  /// The name the source gave to the end.
  public var toName: String?
  /// The dictionary id of who says so.
  public var source: Int
  /// The event that says so.
  public var seq: Int64
}

extension Views {
  /// The relationships that start or end at something, as at a position and as of a time, by position.
  public func relationships(of key: StreamKey, asAt: Int64 = .max, asOf: Timestamp? = nil) throws -> [RelationshipRow] {
    let rows = try database.cached(
      """
      SELECT from_kind, from_value, type, to_kind, to_value, to_name, source, seq FROM relationship
      WHERE ((from_value = ?1 AND from_kind = ?2) OR (to_value = ?1 AND to_kind = ?2))
      AND since_seq <= ?3 AND (retracted_seq IS NULL OR retracted_seq > ?3) AND observed_at <= ?4
      ORDER BY seq, type, to_kind, to_value
      """)
    rows.bind(1, key.value)
    rows.bind(2, key.kind)
    rows.bind(3, asAt)
    rows.bind(4, asOf?.milliseconds ?? .max)
    defer { rows.reset() }
    var found: [RelationshipRow] = []
    while try rows.step() {
      found.append(
        RelationshipRow(
          from: StreamKey(kind: rows.text(0), value: rows.text(1)), type: rows.text(2),
          to: StreamKey(kind: rows.text(3), value: rows.text(4)), toName: rows.optionalText(5),
          source: Int(rows.integer(6)), seq: rows.integer(7)))
    }
    return found
  }

  /// Whether anybody ever stated a relationship, as the facts of `relationship.asserted` name it.
  public func holdsRelationship(from: StreamKey, _ facts: Facts) throws -> Bool {
    guard let type = facts["type"]?.text, let kind = facts["target_kind"]?.text,
      let value = facts["target_value"]?.text
    else { return false }
    let row = try database.cached(
      """
      SELECT 1 FROM relationship
      WHERE from_value = ? AND from_kind = ? AND type = ? AND to_kind = ? AND to_value = ? LIMIT 1
      """)
    row.bind(1, from.value)
    row.bind(2, from.kind)
    row.bind(3, type)
    row.bind(4, kind)
    row.bind(5, value)
    defer { row.reset() }
    return try row.step()
  }

  /// The name of an entity, or nil where none was imported.
  public func entityName(_ key: StreamKey) throws -> String? {
    let row = try database.cached("SELECT name FROM entity WHERE value = ? AND kind = ?")
    row.bind(1, key.value)
    row.bind(2, key.kind)
    defer { row.reset() }
    return try row.step() ? row.text(0) : nil
  }

  /// The strictest marking that was ever stated about an entity, by the id of its stream.
  public func entityTrafficLight(_ stream: Int64) throws -> TrafficLight? {
    let row = try database.cached("SELECT tlp FROM marking WHERE stream = ?")
    row.bind(1, stream)
    defer { row.reset() }
    return try row.step() ? TrafficLight(rawValue: Int(row.integer(0))) : nil
  }

  /// How many relationships there are, as at a position, that nobody took back.
  public func relationshipCount(asAt seq: Int64) throws -> Int64 {
    let row = try database.cached(
      "SELECT count(*) FROM relationship WHERE since_seq <= ?1 AND (retracted_seq IS NULL OR retracted_seq > ?1)")
    row.bind(1, seq)
    defer { row.reset() }
    return try row.step() ? row.integer(0) : 0
  }

  /// How many entities of each STIX type were imported by a position, by type.
  public func entityCounts(through seq: Int64) throws -> [(kind: String, count: Int64)] {
    let rows = try database.cached("SELECT kind, count(*) FROM entity WHERE first_seq <= ? GROUP BY kind ORDER BY kind")
    rows.bind(1, seq)
    defer { rows.reset() }
    var counts: [(kind: String, count: Int64)] = []
    while try rows.step() { counts.append((rows.text(0), rows.integer(1))) }
    return counts
  }
}
