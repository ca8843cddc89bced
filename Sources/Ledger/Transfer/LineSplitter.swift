/// Cuts input that comes in pieces into lines, without their line feeds.
struct LineSplitter {
  /// The longest line that is read, in bytes.
  private let limit: Int
  private let file: String
  private let source: () throws -> [UInt8]
  private var buffer: [UInt8] = []
  private var start = 0
  /// How far the buffer was looked through for a line feed.
  private var searched = 0
  private var isAtEnd = false
  private var number = 0

  /// Will cut what comes from `source`; `file` is its name for messages.
  init(limit: Int, file: String, _ source: @escaping () throws -> [UInt8]) {
    self.limit = limit
    self.file = file
    self.source = source
  }

  /// The next line, or nil at the end; a last line needs no line feed.
  mutating func next() throws -> [UInt8]? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        guard end - start <= limit else { throw tooLong }
        defer {
          start = end + 1
          searched = start
        }
        return line(upTo: end)
      }
      searched = buffer.count
      guard !isAtEnd else { return nil }
      guard buffer.count - start <= limit else { throw tooLong }
      try fill()
      if isAtEnd, start < buffer.count {
        defer { start = buffer.count }
        return line(upTo: buffer.count)
      }
    }
  }

  private var tooLong: LedgerError {
    LedgerError(
      .badFile,
      "\(file):\(number + 1): the line is longer than \(limit >> 20) MiB; where it is an event with a large payload, allow more with --max-line"
    )
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
