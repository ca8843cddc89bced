import Events
import SQLite

/// What the index of the stream dictionary holds, read in its order and compared as ``EventIndexes`` are.
struct StreamIndex: Sendable {
  /// The sum over its entries.
  private(set) var sum: UInt64 = 0
  /// Whether its keys ascend, which no two do that are the same.
  private(set) var isSorted = true

  /// Reads the entries of all streams up to an id.
  init(_ database: Database, through last: Int64) throws {
    let previous = ByteBuffer(capacity: 256)
    var previousKind: Int64?
    try database.visit(
      "SELECT 1 FROM stream INDEXED BY stream_by_value WHERE visit(value, kind, id) ORDER BY value, kind, id"
    ) { row in
      guard let id = row.cell(2).integer, id <= last else { return true }
      let (value, kind) = (row.cell(0).text, row.cell(1).integer)
      sum &+= Self.hash(id: id, kind: kind, value: value)
      guard let value, let kind else {
        isSorted = false
        return false
      }
      if let previousKind {
        let isSame = previous.bytes.elementsEqual(value)
        if isSame ? previousKind >= kind : value.lexicographicallyPrecedes(previous.bytes) { isSorted = false }
      }
      previous.removeAll()
      previous.append(bytes: value)
      previousKind = kind
      return true
    }
  }

  /// The hash of an entry, or of the row that it stands for, whatever they hold; keyed anew for each process.
  static func hash(id: Int64, kind: Int64?, value: UnsafeRawBufferPointer?) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(key)
    hasher.combine(id)
    hasher.combine(kind ?? .min)
    if let value { hasher.combine(bytes: value) }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  // Hashing can be made the same for all processes by the environment.
  private static let key = UInt64.random(in: .min ... .max)
}
