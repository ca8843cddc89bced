/// Bytes that come a piece at a time, with the place in the whole text.
struct JSONInput {
  private let source: () throws -> [UInt8]
  private(set) var chunk: [UInt8] = []
  var position = 0
  private var isAtEnd = false
  private var chunkOffset = 0
  private var countedLines = 1
  /// Up to where in the chunk line feeds have been counted: only when somebody asks, because most values are passed
  /// over without that.
  private var countedTo = 0

  init(_ source: @escaping () throws -> [UInt8]) {
    self.source = source
  }

  /// The byte of the whole text that comes next, from 0.
  var offset: Int { chunkOffset + position }

  /// The line of the byte that comes next, from 1.
  mutating func line() -> Int {
    for byte in chunk[countedTo..<position] where byte == 0x0A { countedLines += 1 }
    countedTo = position
    return countedLines
  }

  /// The next byte, which stays; nil at the end.
  mutating func peek() throws -> UInt8? {
    guard try fill() else { return nil }
    return chunk[position]
  }

  /// Makes sure that there is a next byte; false at the end.
  mutating func fill() throws -> Bool {
    while position >= chunk.count {
      if isAtEnd { return false }
      _ = line()
      chunkOffset += chunk.count
      chunk = try source()
      position = 0
      countedTo = 0
      isAtEnd = chunk.isEmpty
    }
    return true
  }

  mutating func skip(_ scalar: Unicode.Scalar) throws -> Bool {
    guard try peek() == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  mutating func skipSpace() throws {
    while let byte = try peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Passes over a byte order mark, where the text begins with one.
  mutating func skipByteOrderMark() throws {
    for byte in [0xEF, 0xBB, 0xBF] as [UInt8] {
      guard try peek() == byte else { return }
      position += 1
    }
  }
}
