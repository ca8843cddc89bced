/// The head of an answer as it comes in, line by line.
///
/// libcurl hands over the lines of interim answers (`103 Early Hints`) and the trailers behind a body too: both count
/// against the bounds, so that nobody can send lines for ever, and neither is part of the answer.
struct AnswerHead {
  private(set) var headers: [TransferAnswer.Header] = []
  /// Whether the empty line behind the answer's own head has come.
  private(set) var isComplete = false
  private var status = 0
  private var bytesLeft: Int
  private var linesLeft: Int

  init(byteLimit: Int, lineLimit: Int) {
    bytesLeft = byteLimit
    linesLeft = lineLimit
  }

  /// Takes in one line with its end.
  mutating func take(_ line: UnsafeRawBufferPointer) throws(CurlError) {
    bytesLeft -= line.count
    linesLeft -= 1
    guard bytesLeft >= 0, linesLeft >= 0 else { throw CurlError(.headTooLarge) }
    guard !isComplete else { return }
    var text = line[...]
    while let last = text.last, last == 0x0A || last == 0x0D { text = text.dropLast() }
    if text.isEmpty {
      // An interim answer is followed by another head; 101, for which nobody asked, is not.
      isComplete = status >= 200 || status == 101
    } else if text.starts(with: "HTTP/".utf8) {
      headers = []
      status =
        text.split(separator: 0x20, maxSplits: 2).dropFirst().first
        .flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    } else if text.first == 0x20 || text.first == 0x09 {
      guard let last = headers.indices.last else { return }
      headers[last].value += " " + Self.trimmed(text)
    } else if let colon = text.firstIndex(of: 0x3A) {
      try add(Self.trimmed(text[..<colon]), Self.trimmed(text[text.index(after: colon)...]))
    }
  }

  private mutating func add(_ name: String, _ value: String) throws(CurlError) {
    // Of two lengths libcurl takes the last; where one answer ends and the next begins is then anybody's guess.
    if name.lowercased() == "content-length",
      headers.contains(where: { $0.name.lowercased() == "content-length" && $0.value != value })
    {
      throw CurlError(.malformed, "the head states two lengths")
    }
    headers.append(TransferAnswer.Header(name: name, value: value))
  }

  private static func trimmed(_ text: Slice<UnsafeRawBufferPointer>) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let start = text.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }
    return end.map { String(decoding: start[...$0], as: UTF8.self) } ?? ""
  }
}
