import Events
import SQLite

/// The newest that an object of a source said about a stream, or that ended it there.
public struct ObjectPlace: Hashable, Comparable, Sendable {
  /// The version in milliseconds; where none is stated, when it was observed.
  public var version: Int64
  /// The event.
  public var seq: Int64
  /// Whether it is an end.
  public var isEnded: Bool

  /// Collects the three.
  public init(version: Int64, seq: Int64, isEnded: Bool) {
    self.version = version
    self.seq = seq
    self.isEnded = isEnded
  }

  /// Orders by version, of one version by event.
  public static func < (left: ObjectPlace, right: ObjectPlace) -> Bool {
    (left.version, left.seq) < (right.version, right.seq)
  }
}

extension Views {
  /// Of what an object of a source ever spoke, by stream.
  public func places(ofObject object: String, source: Int) throws -> [Int64: ObjectPlace] {
    let rows = try database.cached("SELECT stream, version, seq, ended FROM object WHERE source = ? AND object = ?")
    rows.bind(1, source)
    rows.bind(2, object)
    defer { rows.reset() }
    var places: [Int64: ObjectPlace] = [:]
    while try rows.step() {
      places[rows.integer(0)] = ObjectPlace(
        version: rows.integer(1), seq: rows.integer(2), isEnded: rows.integer(3) != 0)
    }
    return places
  }

  /// Whether a whole list of a source, read as such, ever ended its word about a stream, or about anything.
  public func holdsAbsence(ofSource source: Int, stream: Int64?) throws -> Bool {
    let row = try database.cached(
      "SELECT 1 FROM object WHERE source = ?1 AND object = '' AND (?2 IS NULL OR stream = ?2) LIMIT 1")
    row.bind(1, source)
    row.bind(2, stream)
    defer { row.reset() }
    return try row.step()
  }

  func write(_ objects: [ViewChanges.ObjectRow]) throws {
    for object in objects {
      let row = try database.cached(
        """
        INSERT INTO object VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (source, object, stream)
        DO UPDATE SET version = ?4, seq = ?5, ended = ?6 WHERE (version, seq) < (?4, ?5)
        """)
      row.bind(1, object.source)
      row.bind(2, object.object)
      row.bind(3, object.stream)
      row.bind(4, object.place.version)
      row.bind(5, object.place.seq)
      row.bind(6, object.place.isEnded ? 1 : 0)
      try row.run()
    }
  }
}
