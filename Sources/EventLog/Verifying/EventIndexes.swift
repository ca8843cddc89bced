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

    /// Counts a row of the table.
    mutating func add(seq: Int64, id: UnsafeRawBufferPointer, stream: Int64, version: Int64) {
      add(seq: seq, id: id)
      add(seq: seq, stream: stream, version: version)
    }

    // Swift's hash is keyed by chance for each process, so that nobody can prepare entries whose sums agree.

    fileprivate mutating func add(seq: Int64, id: UnsafeRawBufferPointer) {
      var hasher = Hasher()
      hasher.combine(seq)
      hasher.combine(bytes: id)
      byID &+= UInt64(bitPattern: Int64(hasher.finalize()))
    }

    fileprivate mutating func add(seq: Int64, stream: Int64, version: Int64) {
      var hasher = Hasher()
      hasher.combine(seq)
      hasher.combine(stream)
      hasher.combine(version)
      byStream &+= UInt64(bitPattern: Int64(hasher.finalize()))
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
    let rows = try database.prepare(
      "SELECT event_id, seq FROM event INDEXED BY event_by_id ORDER BY event_id, seq")
    var previous: [UInt8] = []
    var previousSeq = Int64.min
    while try rows.step() {
      let (id, seq) = (rows.blob(0), rows.integer(1))
      guard seq <= last else { continue }
      sums.add(seq: seq, id: id)
      let order = previous.withUnsafeBytes { Self.compare($0, id) }
      if order == 0 {
        if seq <= previousSeq { areSorted = false }
        duplicate = min(duplicate ?? .max, seq)
      } else if order > 0 {
        areSorted = false
      }
      previous.removeAll(keepingCapacity: true)
      previous.append(contentsOf: id)
      previousSeq = seq
    }
  }

  private mutating func readByStream(_ database: Database, _ last: Int64) throws {
    let rows = try database.prepare(
      "SELECT stream, version, seq FROM event INDEXED BY event_by_stream ORDER BY stream, version, seq")
    var previous = (Int64.min, Int64.min, Int64.min)
    while try rows.step() {
      let entry = (rows.integer(0), rows.integer(1), rows.integer(2))
      guard entry.2 <= last else { continue }
      sums.add(seq: entry.2, stream: entry.0, version: entry.1)
      if entry <= previous { areSorted = false }
      previous = entry
    }
  }

  /// As SQLite compares blobs: byte by byte, and a beginning comes before the whole.
  private static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      return left[index] < right[index] ? -1 : 1
    }
    return left.count - right.count
  }
}
