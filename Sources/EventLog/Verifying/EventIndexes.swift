import Events
import SQLite

/// What the indexes of the event table hold, read in their order.
///
/// SQLite's own comparison looks every event up in every index. Here each index is read from end to end instead: its
/// keys must ascend, and the sum over a keyed hash of its entries must be that over the table's rows.
struct EventIndexes: Sendable {
  /// The sums over the entries, or over the rows that they should stand for.
  struct Sums: Hashable, Sendable {
    var byID: UInt64 = 0
    var byStream: UInt64 = 0

    /// Drawn for each process, so that nobody can prepare entries whose sums agree.
    private static let keys = (
      UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max),
      UInt64.random(in: .min ... .max)
    )

    /// Counts a row of the table.
    mutating func add(seq: Int64, id: EventID, stream: Int64, version: Int64) {
      add(seq: seq, id: id)
      add(seq: seq, stream: stream, version: version)
    }

    fileprivate mutating func add(seq: Int64, id: EventID) {
      let keys = Self.keys
      let id = Self.mix(id.high ^ keys.0, id.low ^ keys.1)
      byID &+= Self.mix(UInt64(bitPattern: seq) ^ keys.2, id ^ keys.3)
    }

    fileprivate mutating func add(seq: Int64, stream: Int64, version: Int64) {
      let keys = Self.keys
      let place = Self.mix(UInt64(bitPattern: stream) ^ keys.1, UInt64(bitPattern: version) ^ keys.2)
      byStream &+= Self.mix(UInt64(bitPattern: seq) ^ keys.3, place ^ keys.0)
    }

    /// Both halves of a product, as wyhash mixes two words.
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
      let product = left.multipliedFullWidth(by: right)
      return product.high ^ product.low
    }

    mutating func add(_ other: Sums) {
      byID &+= other.byID
      byStream &+= other.byStream
    }
  }

  private(set) var sums = Sums()
  /// Whether the keys of both indexes ascend.
  private(set) var areSorted = true
  /// The first event that has the id of an earlier one.
  private(set) var duplicate: Int64?

  /// Reads the entries of all events up to a position.
  init(_ database: Database, through last: Int64) throws {
    try readByID(database, last)
    try readByStream(database, last)
  }

  private mutating func readByID(_ database: Database, _ last: Int64) throws {
    var previous: (id: EventID, seq: Int64)?
    try database.visit("SELECT 1 FROM event INDEXED BY event_by_id WHERE visit(event_id, seq) ORDER BY event_id, seq") {
      guard let seq = $0.cell(1).integer, seq <= last else { return true }
      // No row that is sound has another id.
      guard let bytes = $0.cell(0).blob, let id = EventID(bytes: bytes) else {
        areSorted = false
        return false
      }
      sums.add(seq: seq, id: id)
      if let previous {
        if (id, seq) <= previous { areSorted = false }
        if id == previous.id { duplicate = min(duplicate ?? .max, seq) }
      }
      previous = (id, seq)
      return true
    }
  }

  private mutating func readByStream(_ database: Database, _ last: Int64) throws {
    var previous = (Int64.min, Int64.min, Int64.min)
    try database.visit(
      """
      SELECT 1 FROM event INDEXED BY event_by_stream WHERE visit(stream, version, seq) ORDER BY stream, version, seq
      """
    ) {
      guard let seq = $0.cell(2).integer, seq <= last else { return true }
      guard let stream = $0.cell(0).integer, let version = $0.cell(1).integer else {
        areSorted = false
        return false
      }
      sums.add(seq: seq, stream: stream, version: version)
      if (stream, version, seq) <= previous { areSorted = false }
      previous = (stream, version, seq)
      return true
    }
  }
}
