import Events
import SQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the index of the stream dictionary holds, read in its order and compared as ``EventIndexes`` are.
struct StreamIndex: Sendable {
  /// The sum over its entries.
  private(set) var sum: UInt64 = 0
  /// Whether its keys ascend, which no two do that are the same.
  private(set) var isSorted = true

  /// Reads the entries of all streams up to an id.
  init(_ database: Database, through last: Int64) throws {
    let rows = try database.prepare(
      "SELECT value, kind, id FROM stream INDEXED BY stream_by_value ORDER BY value, kind, id")
    let previous = ByteBuffer(capacity: 256)
    var previousKind = Int64.min
    while try rows.step() {
      let (kind, id) = (rows.integer(1), rows.integer(2))
      guard id <= last else { continue }
      if rows.type(0) != .text || rows.type(1) != .integer { isSorted = false }
      let value = rows.textBytes(0)
      sum &+= Self.hash(id: id, kind: kind, value: value)
      if previousKind != .min, !previous.bytes.precedes(value, orIsEqualAnd: previousKind < kind) { isSorted = false }
      previous.removeAll()
      previous.append(bytes: value)
      previousKind = kind
    }
  }

  /// The hash of an entry, or of the row that it stands for; keyed anew for each process.
  static func hash(id: Int64, kind: Int64, value: UnsafeRawBufferPointer) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(key)
    hasher.combine(id)
    hasher.combine(kind)
    hasher.combine(bytes: value)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  // Hashing can be made the same for all processes by the environment.
  private static let key = UInt64.random(in: .min ... .max)
}

extension UnsafeRawBufferPointer {
  /// Whether these bytes come before others in SQLite's order of texts; `tie` says so where they are the same.
  fileprivate func precedes(_ other: Self, orIsEqualAnd tie: Bool) -> Bool {
    if let start = baseAddress, let otherStart = other.baseAddress {
      let order = memcmp(start, otherStart, Swift.min(count, other.count))
      guard order == 0 else { return order < 0 }
    }
    return count == other.count ? tie : count < other.count
  }
}
