import Events
import SQLite

/// Where streams stand within one transaction: looked up once each, then counted along.
///
/// Nobody else can write meanwhile, so that what was read stays true until the transaction ends.
final class StreamPlaces {
  private let log: EventLog
  private var places: [Key: Place] = [:]
  private var lastID: Int64?
  private let lastVersion: Statement
  private let insertion: Statement

  private struct Key: Hashable {
    let kind: ByteText
    let value: ByteText

    init(_ stream: StreamKey) {
      kind = ByteText(stream.kind)
      value = ByteText(stream.value)
    }
  }

  private struct Place {
    /// Nil where the dictionary has none.
    var id: Int64?
    /// The version of the stream's last event, once somebody has asked.
    var version: Int64?
  }

  init(_ log: EventLog) throws {
    self.log = log
    lastVersion = try log.database.cached("SELECT max(version) FROM event WHERE stream = ?")
    insertion = try log.database.cached("INSERT INTO stream VALUES (?, ?, ?)")
  }

  /// The dictionary id of a stream, or nil where there is none yet.
  func id(of stream: StreamKey) throws -> Int64? { try place(of: stream, Key(stream)).id }

  /// The dictionary id of a stream, made where there is none, and the version of its next event.
  func next(in stream: StreamKey) throws -> (id: Int64, version: Int64) {
    let key = Key(stream)
    var place = try place(of: stream, key)
    let id = try place.id ?? insert(stream)
    let version = try (place.version ?? (place.id == nil ? 0 : lastVersion(of: id))) + 1
    place.id = id
    place.version = version
    places[key] = place
    return (id, version)
  }

  private func place(of stream: StreamKey, _ key: Key) throws -> Place {
    if let known = places[key] { return known }
    let place = Place(id: try log.streamID(of: stream))
    places[key] = place
    return place
  }

  private func lastVersion(of id: Int64) throws -> Int64 {
    lastVersion.bind(1, id)
    defer { lastVersion.reset() }
    return try lastVersion.step() ? lastVersion.integer(0) : 0
  }

  private func insert(_ stream: StreamKey) throws -> Int64 {
    let kind = try log.symbols.intern(stream.kind)
    let id = try (lastID ?? log.lastStreamID()) + 1
    insertion.bind(1, id)
    insertion.bind(2, kind)
    insertion.bind(3, stream.value)
    try insertion.run()
    lastID = id
    return id
  }
}
