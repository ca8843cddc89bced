/// Cuts an input of any size into numbered lines, in memory that the longest allowed line bounds.
///
/// Lines end with LF or CRLF; an input whose first piece knows only CR ends its lines with CR. A byte order mark is
/// dropped and UTF-16 becomes UTF-8 (see ``UTF16Decoder``). The last line needs no line end, and an empty line counts.
public struct LineSplitter {
  /// What to do with a line above the limit.
  public enum LongLines: Sendable {
    /// Give its beginning, marked as too long, and go on behind its end.
    case skip
    /// Give it in pieces of at most the limit, cut behind a blank where there is one near.
    case cut
  }

  private let source: ByteSource
  private let limit: Int
  private let longLines: LongLines

  private var piece: [UInt8] = []
  private var position = 0
  private var carry: [UInt8] = []
  private var lineEnd: UInt8?
  private var isAtEnd = false
  private var number = 1

  /// How much of a skipped line is kept, so that a rejection can quote it.
  static let quotedBytes = 1024

  /// Reads from a source.
  ///
  /// `limit` is the length of the longest allowed line in bytes, by default 1 MiB.
  public init(_ source: @escaping ByteSource, limit: Int = 1 << 20, longLines: LongLines = .skip) {
    self.source = UTF16Decoder.decoding(source)
    self.limit = max(limit, Self.quotedBytes)
    self.longLines = longLines
  }

  /// The next line, or nil at the end of the input.
  public mutating func next() throws -> TextLine? {
    while true {
      if position == piece.count {
        guard try refill() else { return lastLine() }
      }
      let (end, isComplete) = endOfLine()
      if carry.isEmpty, isComplete {
        let line = piece[position..<end]
        position = end + 1
        return finish(line, isTooLong: false)
      }
      carry.append(contentsOf: piece[position..<end])
      position = end
      if carry.count > limit { return try longLine() }
      if isComplete {
        position += 1
        return finish(takeCarry(), isTooLong: false)
      }
    }
  }

  /// The index of the next line end in the piece.
  ///
  /// Looks no further than a line may be long, because the piece can be a whole file: without a line end the index
  /// is where looking stopped.
  private func endOfLine() -> (index: Int, isComplete: Bool) {
    let wanted = lineEnd ?? UInt8(ascii: "\n")
    let farthest = min(piece.count, position + limit + 1 - carry.count)
    return piece.withUnsafeBufferPointer { bytes in
      var index = position
      while index < farthest, bytes[index] != wanted { index += 1 }
      return (index, index < farthest)
    }
  }

  /// Fetches the next piece that is not empty.
  private mutating func refill() throws -> Bool {
    guard !isAtEnd else { return false }
    piece = try source()
    position = 0
    if piece.isEmpty {
      isAtEnd = true
      return false
    }
    if lineEnd == nil {
      if piece.contains(UInt8(ascii: "\n")) {
        lineEnd = UInt8(ascii: "\n")
      } else if let index = piece.firstIndex(of: UInt8(ascii: "\r")), index + 1 < piece.count {
        // A CR at the very end may be half of a CRLF.
        lineEnd = UInt8(ascii: "\r")
      }
    }
    return true
  }

  private mutating func lastLine() -> TextLine? {
    carry.isEmpty ? nil : finish(takeCarry(), isTooLong: false)
  }

  private mutating func takeCarry() -> ArraySlice<UInt8> {
    defer { carry = [] }
    return carry[...]
  }

  private mutating func finish(_ line: ArraySlice<UInt8>, isTooLong: Bool) -> TextLine {
    defer { number += 1 }
    var line = line
    while line.last == UInt8(ascii: "\r") { line.removeLast() }
    return TextLine(bytes: line, number: number, isTooLong: isTooLong)
  }

  /// Deals with a carry above the limit.
  private mutating func longLine() throws -> TextLine {
    switch longLines {
    case .skip:
      let beginning = Array(carry.prefix(Self.quotedBytes))
      carry = []
      try skipToNextLine()
      return finish(beginning[...], isTooLong: true)
    case .cut:
      let cut = cutPosition()
      let head = Array(carry[..<cut])
      carry.removeFirst(cut)
      return TextLine(bytes: head[...], number: number, isTooLong: true)
    }
  }

  private mutating func skipToNextLine() throws {
    while true {
      if position == piece.count {
        guard try refill() else { return }
      }
      let (end, isComplete) = endOfLine()
      position = isComplete ? end + 1 : end
      if isComplete { return }
    }
  }

  /// Where to cut the carry: behind the last blank or quote within its last 16 KiB below the limit, else at the limit.
  private func cutPosition() -> Int {
    let lowest = max(1, limit - 16_384)
    var index = limit
    while index > lowest {
      switch carry[index - 1] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "<"): return index
      default: index -= 1
      }
    }
    return limit
  }
}
