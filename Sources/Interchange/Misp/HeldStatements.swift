import Events
import Indicators

/// Statements that wait for what their event says about all of them, packed into about a tenth of their size.
///
/// MISP writes an event's tags after its attributes, and an event may have a million of those. First in, first out.
struct HeldStatements {
  /// The bound on the packed bytes: a million hashes fit.
  private static let maximumSize = 112 << 20
  /// Blocks rather than one growing array, which would need twice its size whenever it moves.
  private static let blockSize = 1 << 20

  private var blocks: [[UInt8]] = []
  private var size = 0
  private var position = 0

  /// Whether nothing waits.
  var isEmpty: Bool { blocks.isEmpty }

  /// Whether no more should be added.
  var isFull: Bool { size >= Self.maximumSize }

  /// Adds a statement at the end.
  mutating func append(_ statement: Statement) {
    let packed = PackedStatement.pack(statement)
    if blocks.isEmpty || blocks[blocks.count - 1].count + packed.count > Self.blockSize {
      var block: [UInt8] = []
      block.reserveCapacity(max(Self.blockSize, packed.count))
      blocks.append(block)
    }
    blocks[blocks.count - 1] += packed
    size += packed.count
  }

  /// Takes the first statement away.
  mutating func popFirst() -> Statement? {
    guard let block = blocks.first else { return nil }
    var packed = PackedStatement(block, from: position)
    let statement = packed.unpack()
    position = packed.position
    if position == block.count {
      blocks.removeFirst()
      position = 0
      if blocks.isEmpty { size = 0 }
    }
    return statement
  }
}
