/// Cuts input that comes in pieces into lines, without their line feeds.
struct LineSplitter {
  /// The longest line: far above any event with its payload, so that only a file of something else reaches it.
  static let maximumLength = 256 << 20

  private let source: () throws -> [UInt8]
  private var buffer: [UInt8] = []
  private var start = 0
  /// How far the buffer was looked through for a line feed.
  private var searched = 0
  private var isAtEnd = false
  private var number = 0

  init(_ source: @escaping () throws -> [UInt8]) { self.source = source }

  /// The next line, or nil at the end; a last line needs no line feed.
  mutating func next() throws -> [UInt8]? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer {
          start = end + 1
          searched = start
        }
        return line(upTo: end)
      }
      searched = buffer.count
      guard !isAtEnd else { return nil }
      guard buffer.count - start <= Self.maximumLength else {
        throw LedgerError(
          .badFile, "line \(number + 1) is longer than \(Self.maximumLength >> 20) MiB; that is no file of events")
      }
      try fill()
      if isAtEnd, start < buffer.count {
        defer { start = buffer.count }
        return line(upTo: buffer.count)
      }
    }
  }

  private mutating func line(upTo end: Int) -> [UInt8] {
    number += 1
    return Array(buffer[start..<end])
  }

  private mutating func fill() throws {
    let piece = try source()
    isAtEnd = piece.isEmpty
    // Moved only when most of it is used up, so that each byte is moved a bounded number of times.
    if start > buffer.count / 2 {
      buffer.removeFirst(start)
      searched -= start
      start = 0
    }
    buffer += piece
  }
}
