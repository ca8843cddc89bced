import Events
import SQLite

/// What streams are, as canonical bytes hold it, in memory for threads that ask for them in any order.
///
/// Streams are numbered in the order of their first events, so that the busiest are among the first: those are held,
/// as many as a fixed amount of memory takes.
final class StreamNames: Sendable {
  /// A stream that is held.
  struct Name {
    /// The dictionary id of its kind.
    let kindSymbol: Int
    /// Its kind and its value, as ``ByteBuffer/appendStream(_:)`` writes them; valid as long as the names are.
    let bytes: UnsafeRawBufferPointer
  }

  private struct Entry {
    let end: UInt32
    /// 0 where the row is not what it must be.
    let kindSymbol: Int32
  }

  // Written by the initializer alone, so that threads may share them; and pointers, because counting references to an
  // array from two cores takes longer than reading it.
  nonisolated(unsafe) private let bytes: ByteBuffer
  nonisolated(unsafe) private let entries: UnsafeMutablePointer<Entry>
  /// How many are held, from id 1 on.
  private let count: Int
  /// The sum over all rows, held or not, that the index must have too.
  let indexSum: UInt64
  /// Why the dictionary could not be read to its end; whoever asks for what is behind it will meet it again.
  let failure: (any Error)?

  /// Reads the dictionary up to an id, and holds as much of it as so many bytes take.
  init(_ database: Database, through last: Int64, greatestSize: Int) throws {
    let symbols = SymbolTable(database)
    try symbols.refresh()
    // A name takes eight bytes at least, and its entry as many.
    let capacity = Int(max(0, min(last, Int64(greatestSize / 16))))
    entries = .allocate(capacity: capacity)
    bytes = ByteBuffer(capacity: max(64, min(32 * capacity, greatestSize)))
    var (count, sum, isHolding) = (0, UInt64(0), true)
    var failure: (any Error)?
    let rows = try database.prepare("SELECT id, kind, value FROM stream WHERE id <= ? ORDER BY id")
    rows.bind(1, last)
    func step() -> Bool {
      do { return try rows.step() } catch { failure = error }
      return false
    }
    while step() {
      let (id, kind) = (rows.integer(0), rows.integer(1))
      let isTyped = rows.type(1) == .integer && rows.type(2) == .text
      let value = rows.textBytes(2)
      sum &+= StreamIndex.hash(id: id, kind: kind, value: value)
      // What follows a gap is nobody's, and not held.
      isHolding =
        isHolding && id == Int64(count + 1) && count < capacity
        && bytes.count + value.count + 256 + count * MemoryLayout<Entry>.stride <= greatestSize
      guard isHolding else { continue }
      var kindSymbol: Int32 = 0
      if isTyped, let text = symbols.text(Int(clamping: kind)), String(validating: value, as: UTF8.self) != nil {
        bytes.appendCanonicalText(text)
        bytes.appendCanonicalText(value)
        kindSymbol = Int32(clamping: kind)
      }
      entries.advanced(by: count).initialize(to: Entry(end: UInt32(bytes.count), kindSymbol: kindSymbol))
      count += 1
    }
    self.count = count
    indexSum = sum
    self.failure = failure
  }

  deinit { entries.deallocate() }

  /// Whether the stream of an id is held, which says nothing of whether it is sound.
  func holds(_ id: Int64) -> Bool { id >= 1 && id <= Int64(count) }

  /// The stream of an id that is held; nil where its row is not what it must be.
  func name(_ id: Int64) -> Name? {
    let index = Int(id) - 1
    let entry = entries[index]
    guard entry.kindSymbol != 0 else { return nil }
    let start = index == 0 ? 0 : Int(entries[index - 1].end)
    return Name(
      kindSymbol: Int(entry.kindSymbol), bytes: UnsafeRawBufferPointer(rebasing: bytes.bytes[start..<Int(entry.end)]))
  }
}
