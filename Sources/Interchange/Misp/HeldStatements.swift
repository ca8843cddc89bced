import Events
import Indicators
import Time

/// Statements that wait for what their event says about all of them, packed into about a tenth of their size.
///
/// MISP writes an event's tags after its attributes, and an event may have a million of those. First in, first out.
struct HeldStatements {
  /// The bound on the packed bytes: a million hashes fit.
  private static let maximumSize = 96 << 20
  /// The bound on statements that are kept whole because they say more than most.
  private static let maximumWhole = 20_000
  /// Blocks rather than one growing array, which would need twice its size whenever it moves.
  private static let blockSize = 1 << 20

  private var blocks: [[UInt8]] = []
  private var size = 0
  private var position = 0
  private var whole: [Statement] = []
  private var nextWhole = 0

  /// Whether nothing waits.
  private(set) var isEmpty = true

  /// Whether no more should be added.
  var isFull: Bool { size >= Self.maximumSize || whole.count >= Self.maximumWhole }

  /// Adds a statement at the end.
  mutating func append(_ statement: Statement) {
    var packed: [UInt8] = []
    if !Self.pack(statement, into: &packed) {
      packed = [Self.wholeMark]
      whole.append(statement)
    }
    if blocks.isEmpty || blocks[blocks.count - 1].count + packed.count > Self.blockSize {
      var block: [UInt8] = []
      block.reserveCapacity(max(Self.blockSize, packed.count))
      blocks.append(block)
    }
    blocks[blocks.count - 1] += packed
    size += packed.count
    isEmpty = false
  }

  /// Takes the first statement away.
  mutating func popFirst() -> Statement? {
    while let block = blocks.first, position == block.count {
      blocks.removeFirst()
      position = 0
    }
    guard let mark = blocks.first?[position] else {
      self = HeldStatements()
      return nil
    }
    guard mark == Self.wholeMark else { return unpack() }
    position += 1
    nextWhole += 1
    return whole[nextWhole - 1]
  }

  // MARK: Packing

  // kind 1 byte, flags 1 byte, value, line, then the times that the flags announce
  private static let wholeMark: UInt8 = 0xFF
  private static let listed: UInt8 = 1
  private static let toIDs: UInt8 = 2
  /// The flag of the first of the three times; the others follow.
  private static let firstTime: UInt8 = 4
  private static let kinds = IndicatorKind.allCases

  /// False for a statement that says more than the packed form holds.
  private static func pack(_ statement: Statement, into bytes: inout [UInt8]) -> Bool {
    guard statement.labels.isEmpty, statement.relations.isEmpty, statement.trafficLight == nil,
      statement.signals.entries.count == 2, let isListed = statement.signals["feed.listed"]?.bool,
      let isForDetection = statement.signals["feed.to_ids"]?.bool,
      let kind = kinds.firstIndex(of: statement.indicator.kind)
    else { return false }
    let times = [statement.statedAt, statement.firstSeen, statement.lastSeen]
    var flags = (isListed ? listed : 0) | (isForDetection ? toIDs : 0)
    for (index, time) in times.enumerated() where time != nil { flags |= firstTime << UInt8(index) }
    bytes += [UInt8(kind), flags]
    append(UInt64(statement.indicator.value.utf8.count), to: &bytes)
    bytes += statement.indicator.value.utf8
    append(UInt64(statement.line), to: &bytes)
    for time in times.compactMap(\.self) { append(UInt64(bitPattern: time.milliseconds), to: &bytes) }
    return true
  }

  private mutating func unpack() -> Statement {
    let kind = Self.kinds[Int(byte())]
    let flags = byte()
    let count = Int(number())
    let value = String(decoding: blocks[0][position..<position + count], as: UTF8.self)
    position += count
    var statement = Statement(
      indicator: Indicator(kind, canonical: value),
      signals: ["feed.listed": .bool(flags & Self.listed != 0), "feed.to_ids": .bool(flags & Self.toIDs != 0)],
      line: Int(number()))
    statement.statedAt = time(0, flags)
    statement.firstSeen = time(1, flags)
    statement.lastSeen = time(2, flags)
    return statement
  }

  private mutating func time(_ index: UInt8, _ flags: UInt8) -> Timestamp? {
    guard flags & (Self.firstTime << index) != 0 else { return nil }
    return Timestamp(milliseconds: Int64(bitPattern: number()))
  }

  private mutating func byte() -> UInt8 {
    defer { position += 1 }
    return blocks[0][position]
  }

  /// Seven bits a byte, least significant first.
  private mutating func number() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = byte()
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
