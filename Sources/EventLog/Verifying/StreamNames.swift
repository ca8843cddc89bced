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
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    let bytes = ByteBuffer(capacity: max(64, min(32 * capacity, greatestSize)))
    var (count, sum, isHolding) = (0, UInt64(0), true)
    var failure: (any Error)?
    do {
      try database.visit("SELECT 1 FROM stream WHERE id <= ? AND visit(id, kind, value) ORDER BY id") {
        $0.bind(1, last)
      } row: { row in
        let (id, kind, value) = (row.cell(0).integer ?? 0, row.cell(1).integer, row.cell(2).text)
        sum &+= StreamIndex.hash(id: id, kind: kind, value: value)
        // What follows a gap is nobody's, and not held.
        isHolding =
          isHolding && id == Int64(count + 1) && count < capacity
          && bytes.count + (value?.count ?? 0) + 256 + count * MemoryLayout<Entry>.stride <= greatestSize
        guard isHolding else { return true }
        var kindSymbol: Int32 = 0
        if let kind, let text = symbols.text(Int(clamping: kind)), let value, value.isValidText {
          bytes.appendCanonicalText(text)
          bytes.appendCanonicalText(value)
          kindSymbol = Int32(clamping: kind)
        }
        entries.advanced(by: count).initialize(to: Entry(end: UInt32(bytes.count), kindSymbol: kindSymbol))
        count += 1
        return true
      }
    } catch let error as SQLiteError where error.isCorrupt || error.isInputOutput {
      failure = error
    }
    (self.bytes, self.entries, self.count) = (bytes, entries, count)
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

extension UnsafeRawBufferPointer {
  /// Whether it is UTF-8; nearly everything that streams are called is ASCII, which is quickly seen.
  fileprivate var isValidText: Bool {
    allSatisfy { $0 < 0x80 } || String(validating: self, as: UTF8.self) != nil
  }
}
