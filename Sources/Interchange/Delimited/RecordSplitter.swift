/// Splits delimited text (RFC 4180, and what feeds make of it) into records, in flat memory.
///
/// Our own, because the library at hand (SwiftCSV) wants the whole file as one string. Besides the RFC it takes lines
/// that end in LF or CR alone, comment lines that begin with `#`, spaces around fields and before an opening quote, and
/// text after a closing one.
struct RecordSplitter {
  /// What the splitter finds, with the line it starts on.
  enum Record {
    case fields([String], line: Int)
    /// A comment without its `#`.
    case comment(String, line: Int)
    case blank(line: Int)
    /// A record that cannot be split, and why.
    case damaged(String, reason: String, line: Int)
  }

  /// The longest record in bytes.
  ///
  /// A quote that is never closed costs one line, found out within this bound.
  static let maximumSize = 64 << 10
  /// After so many quotes that were never closed, quoted fields no longer span lines: else a hostile file would have
  /// every line looked through to the bound.
  private static let maximumUnclosedQuotes = 16

  let delimiter: UInt8
  private let source: ByteSource
  private var buffer: [UInt8] = []
  /// Where the next record starts in the buffer.
  private var start = 0
  private var line = 1
  private var isAtEnd = false
  private var unclosedQuotes = 0
  /// The first line with bytes that are not UTF-8, which were read as Windows-1252.
  private(set) var legacyLine: Int?

  init(_ source: @escaping ByteSource, delimiter: UInt8) {
    self.source = source
    self.delimiter = delimiter
  }

  /// The next record, or nil at the end.
  mutating func next() throws -> Record? {
    let line = line
    var index = start
    while let byte = try byte(at: &index),
      byte == UInt8(ascii: " ") || (byte == UInt8(ascii: "\t") && byte != delimiter)
    {
      index += 1
      if index - start > Self.maximumSize { return try tooLong(line) }
    }
    guard let first = try byte(at: &index) else { return nil }
    switch first {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      try finishLine(at: index)
      return .blank(line: line)
    case UInt8(ascii: "#"):
      guard let end = try lineEnd(from: index + 1) else { return try tooLong(line) }
      let text = String(decoding: buffer[end.first..<end.index], as: UTF8.self)
      try finishLine(at: end.index)
      return .comment(text, line: line)
    default:
      return try fields(line)
    }
  }

  // MARK: Fields

  private mutating func fields(_ line: Int) throws -> Record {
    var fields: [String] = []
    var index = start
    var lineFeeds = 0
    while true {
      switch try field(from: &index, lineFeeds: &lineFeeds) {
      case .text(let text): fields.append(text)
      // Over several lines it is a quote that made it so long. As one that is never closed it counts against the bound.
      case .tooLong: return try lineFeeds > 0 ? unclosed(line) : tooLong(line)
      case .unclosed: return try unclosed(line)
      }
      guard let byte = try byte(at: &index), byte == delimiter else { break }
      index += 1
    }
    self.line += lineFeeds
    try finishLine(at: index)
    return .fields(fields, line: line)
  }

  private enum Field {
    case text(String), tooLong, unclosed
  }

  /// Reads the field that starts at `index`, and moves that to the delimiter or the end of the line after it.
  private mutating func field(from index: inout Int, lineFeeds: inout Int) throws -> Field {
    while try byte(at: &index) == UInt8(ascii: " ") {
      index += 1
      if index - start > Self.maximumSize { return .tooLong }
    }
    guard try byte(at: &index) == UInt8(ascii: "\"") else { return try bareField(from: &index) }
    index += 1
    var text: [UInt8] = []
    while true {
      if index - start > Self.maximumSize { return .unclosed }
      guard let byte = try byte(at: &index) else { return .unclosed }
      index += 1
      if byte == UInt8(ascii: "\n") {
        if unclosedQuotes >= Self.maximumUnclosedQuotes { return .unclosed }
        lineFeeds += 1
      }
      guard byte == UInt8(ascii: "\"") else {
        text.append(byte)
        continue
      }
      guard try self.byte(at: &index) == UInt8(ascii: "\"") else { break }
      text.append(byte)
      index += 1
    }
    let isSpanning = lineFeeds > 0
    guard case .text(let rest) = try bareField(from: &index) else { return .tooLong }
    // `"192.0.2.1,c2` and on a later line `"x"y`: the quotes do not belong together.
    if isSpanning, !rest.isEmpty { return .unclosed }
    return .text(decoded(text) + rest)
  }

  private mutating func bareField(from index: inout Int) throws -> Field {
    let length = index - start
    while let byte = try byte(at: &index), !endsBareField(byte) {
      index += 1
      // Within the buffer there is nothing to refill, and most bytes are passed over here.
      while index < buffer.count, !endsBareField(buffer[index]) { index += 1 }
      if index - start > Self.maximumSize { return .tooLong }
    }
    var text = buffer[start + length..<index]
    while let last = text.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { text.removeLast() }
    return .text(decoded(text))
  }

  private mutating func decoded(_ bytes: some Collection<UInt8>) -> String {
    let (text, isUTF8) = LegacyText.decoded(bytes)
    if !isUTF8, legacyLine == nil { legacyLine = line }
    return text
  }

  private func endsBareField(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  // MARK: Damage

  private mutating func tooLong(_ line: Int) throws -> Record {
    let text = String(decoding: buffer[start...].prefix(200), as: UTF8.self)
    // Passes over the rest of the line without keeping it.
    while true {
      var index = start
      guard let byte = try byte(at: &index) else { break }
      start = index
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      start += 1
    }
    try finishLine(at: start)
    return .damaged(text, reason: "the line is longer than \(Self.maximumSize) bytes", line: line)
  }

  /// Gives up one line, not all that follows the quote.
  private mutating func unclosed(_ line: Int) throws -> Record {
    unclosedQuotes += 1
    guard let end = try lineEnd(from: start) else { return try tooLong(line) }
    let text = String(decoding: buffer[end.first..<end.index], as: UTF8.self)
    try finishLine(at: end.index)
    return .damaged(text, reason: "a double quote is opened and never closed", line: line)
  }

  // MARK: Bytes

  /// The end of the line that `index` is on, and where `index` is by then; nil where the line is too long.
  private mutating func lineEnd(from index: Int) throws -> (first: Int, index: Int)? {
    let length = index - start
    var index = index
    while let byte = try byte(at: &index), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      index += 1
      if index - start > Self.maximumSize { return nil }
    }
    return (start + length, index)
  }

  /// Makes the next record start after the end of the line at `index`.
  private mutating func finishLine(at index: Int) throws {
    var index = index
    if try byte(at: &index) == UInt8(ascii: "\r") { index += 1 }
    if try byte(at: &index) == UInt8(ascii: "\n") { index += 1 }
    start = index
    line += 1
  }

  /// The byte at a place in the buffer; reads on where the buffer ends there, which moves the place.
  ///
  /// Nil at the end.
  private mutating func byte(at index: inout Int) throws -> UInt8? {
    while index >= buffer.count {
      if isAtEnd { return nil }
      let length = index - start
      buffer.removeFirst(start)
      start = 0
      index = length
      let more = try source()
      buffer += more
      isAtEnd = more.isEmpty
    }
    return buffer[index]
  }
}
