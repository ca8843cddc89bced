import Events
import SQLite

/// Where streams stand for a writer: looked up once each, then counted along.
///
/// Within a transaction nobody else can write. What one transaction leaves is good for the next one if that finds the
/// log as long as it was left: the log only grows.
final class StreamPlaces {
  /// Unowned because the log owns this.
  private unowned let log: EventLog
  /// Where in `places` a stream's is.
  private var positions: [Key: Int] = [:]
  private var places: [Place] = []
  private var lastID: Int64?
  /// The log's length for which the places are right.
  private var length: Int64?

  /// So many streams are remembered from one transaction to the next: about 6 MB.
  private static let mostRemembered = 1 << 15

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

  init(_ log: EventLog) { self.log = log }

  /// Goes on in a transaction that finds a log of that length.
  func resume(length: Int64) {
    if self.length != length || places.count > Self.mostRemembered { forget() }
    // Until the transaction has committed, nothing is sure.
    self.length = nil
  }

  /// Keeps the places for the next transaction, the log having been left with that length.
  func keep(length: Int64) { self.length = length }

  private func forget() {
    positions.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    lastID = nil
  }

  /// The dictionary id of a stream, or nil where there is none yet.
  func id(of stream: StreamKey) throws -> Int64? { places[try position(of: stream)].id }

  /// The dictionary id of a stream, made where there is none, and the version of its next event.
  func next(in stream: StreamKey) throws -> (id: Int64, version: Int64) {
    let position = try position(of: stream)
    let place = places[position]
    let id = try place.id ?? insert(stream)
    let version = try (place.version ?? (place.id == nil ? 0 : lastVersion(of: id))) + 1
    places[position] = Place(id: id, version: version)
    return (id, version)
  }

  private func position(of stream: StreamKey) throws -> Int {
    let key = Key(stream)
    if let known = positions[key] { return known }
    places.append(Place(id: try log.streamID(of: stream)))
    positions[key] = places.count - 1
    return places.count - 1
  }

  private func lastVersion(of id: Int64) throws -> Int64 {
    let row = try log.database.cached("SELECT max(version) FROM event WHERE stream = ?")
    row.bind(1, id)
    defer { row.reset() }
    return try row.step() ? row.integer(0) : 0
  }

  private func insert(_ stream: StreamKey) throws -> Int64 {
    let kind = try log.symbols.intern(stream.kind)
    let id = try (lastID ?? log.lastStreamID()) + 1
    let row = try log.database.cached("INSERT OR FAIL INTO stream VALUES (?, ?, ?)")
    row.bind(1, id)
    row.bind(2, kind)
    row.bind(3, stream.value)
    try row.run()
    lastID = id
    return id
  }
}
